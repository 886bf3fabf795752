"""A SMVP written part by part: each part is a form, with lists of rows where it has some, and gives back the SMVP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from msgspec.structs import asdict, replace

from semproniano.core.forms import CampoIntero, CampoPerRighe, FormBase
from valutazioni.calcolo.fasce import riscala
from valutazioni.calcolo.misure import AttesoZero, Parametri, SenzaGrado
from valutazioni.calcolo.smvp import Scala
from valutazioni.forms.smvp_categoria import FormCategoria
from valutazioni.forms.smvp_righe import (
    RigheComponenti,
    RigheComportamenti,
    RigheFasce,
    RigheLivelli,
    RigheRitardi,
    codice_nuovo,
    numero,
    parola,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valutazioni.calcolo.smvp import Categoria, Smvp
    from valutazioni.forms.smvp_righe import Righe
    from valutazioni.models import VersioneSmvp

PREFISSO_CATEGORIA = "categoria-"
DECIMALI = [(0, "Interi (89 e 90)"), (1, "Un decimale (89,9 e 90)"), (2, "Due decimali (89,99 e 90)")]


class FormNuovo(FormBase):
    titolo = parola("Titolo", help_text="Per esempio «SMVP del Comune, edizione 2026».")
    dal_anno = CampoIntero(label="Vale dall'anno", min_value=2009, max_value=2100)
    modello = forms.ChoiceField(label="Si comincia da", widget=forms.RadioSelect)

    def __init__(self, modelli: Mapping[str, str], *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        self.fields["modello"].choices = list(modelli.items())


class FormGenerale(FormBase):
    titolo = parola("Titolo")
    dal_anno = CampoIntero(label="Vale dall'anno", min_value=2009, max_value=2100)
    massimo = numero("Punteggio massimo", min_value=1, help_text="Se cambia, fasce e soglie lo seguono.")
    decimali = forms.TypedChoiceField(label="Le fasce si scrivono con", choices=DECIMALI, coerce=int)
    esclusioni = CampoPerRighe(
        label="Motivi che escludono dai premi", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Uno per riga.",
    )  # fmt: skip
    nota = forms.CharField(
        label="Nota", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Si legge in testa al sistema: a chi si applica, con quale conciliazione.",
    )  # fmt: skip


class FormMisura(FormBase):
    massimo = numero("Grado massimo di un obiettivo (%)", min_value=1)
    minimo = numero("Grado minimo di un obiettivo (%)", min_value=0)
    soglia_condizione = numero(
        "Grado che soddisfa un obiettivo-condizione (%)", min_value=0, max_value=100,
        help_text="Sotto questo grado un obiettivo che condiziona i premi li toglie.",
    )  # fmt: skip
    atteso_zero = forms.ChoiceField(
        label="Quando il valore atteso è zero",
        choices=[(AttesoZero.TUTTO_O_NIENTE, "Tutto o niente"), (AttesoZero.GIUDIZIO, "Serve un giudizio motivato")],
    )
    senza_grado = forms.ChoiceField(
        label="Quando un grado manca",
        choices=[(SenzaGrado.ESCLUSO, "Non entra nella media"), (SenzaGrado.ZERO, "Conta zero")],
    )
    con_partenza = forms.BooleanField(label="Il valore di partenza, se c'è, entra nella formula", required=False)


class FormScala(FormBase):
    massimo = numero("Punti massimi di un comportamento", min_value=1)
    decimali = forms.TypedChoiceField(
        label="I punti si danno", coerce=int,
        choices=[(0, "interi (3)"), (1, "con un decimale (3,5)"), (2, "con due decimali (3,25)")],
    )  # fmt: skip


class FormCategorie(FormBase):
    """Categories that go and one that comes, made from another."""

    togli = forms.MultipleChoiceField(label="Togli", required=False, widget=forms.CheckboxSelectMultiple)
    nuova = parola("Nome della categoria nuova", required=False)
    copia = forms.ChoiceField(label="Con pesi, fasce e premio di", required=False)

    def __init__(self, smvp: Smvp, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        scelte = [(voce.codice, voce.nome) for voce in smvp.categorie]
        self.fields["togli"].choices = self.fields["copia"].choices = scelte


@dataclass(frozen=True)
class Gruppo:
    """A list of rows in a part."""

    titolo: str
    righe: Righe
    aiuto: str = ""


class Parte:
    """A part of the SMVP on its page. `dati` is what was sent, None to show what there is."""

    titolo: ClassVar[str]
    form: FormBase | None = None
    gruppi: tuple[Gruppo, ...] = ()

    def __init__(self, riga: VersioneSmvp, smvp: Smvp, codice: str, dati: Any = None) -> None:
        self.riga, self.smvp, self.codice, self.dati = riga, smvp, codice, dati
        self.costruisci()

    def costruisci(self) -> None:
        raise NotImplementedError

    def righe(self, tipo: type[Righe], prefisso: str, voci: Any) -> Righe:
        return tipo(self.dati, prefix=prefisso, initial=[asdict(voce) for voce in voci])

    @property
    def forms(self) -> list[Any]:
        return [*filter(None, [self.form]), *(gruppo.righe for gruppo in self.gruppi)]

    def e_valida(self) -> bool:
        esiti = [form.is_valid() for form in self.forms]  # all of them, so that each tells its errors
        return all(esiti)

    def smvp_nuovo(self) -> Smvp:
        """The SMVP with what was written in this part; call when valid."""
        raise NotImplementedError

    @property
    def testata(self) -> dict[str, Any]:
        """Title and year of the row, as they were or as they become."""
        return {"titolo": self.riga.titolo, "dal_anno": self.riga.dal_anno}


class ParteGenerale(Parte):
    titolo = "Titolo, anno, punteggio"

    def costruisci(self) -> None:
        smvp = self.smvp
        iniziali = {
            "titolo": self.riga.titolo, "dal_anno": self.riga.dal_anno, "massimo": smvp.massimo,
            "decimali": smvp.decimali, "esclusioni": list(smvp.esclusioni), "nota": smvp.nota,
        }  # fmt: skip
        self.form = FormGenerale(self.dati, initial=iniziali)

    @property
    def testata(self) -> dict[str, Any]:
        return {nome: self.form.cleaned_data[nome] for nome in ("titolo", "dal_anno")}

    def smvp_nuovo(self) -> Smvp:
        dati = self.form.cleaned_data
        categorie = self.smvp.categorie
        if (dati["massimo"], dati["decimali"]) != (self.smvp.massimo, self.smvp.decimali):
            categorie = tuple(self._riscalata(voce, dati["massimo"], dati["decimali"]) for voce in categorie)
        return replace(
            self.smvp, nome=dati["titolo"], da_adattare=False, nota=dati["nota"], massimo=dati["massimo"],
            decimali=dati["decimali"], esclusioni=tuple(dati["esclusioni"]), categorie=categorie,
        )  # fmt: skip

    def _riscalata(self, categoria: Categoria, massimo: Any, decimali: int) -> Categoria:
        fasce = riscala(categoria.fasce, self.smvp.massimo, massimo, decimali)
        soglia = categoria.premio.soglia * massimo / self.smvp.massimo
        return replace(categoria, fasce=fasce, premio=replace(categoria.premio, soglia=soglia))


class ParteMisura(Parte):
    titolo = "Grado degli obiettivi"

    def costruisci(self) -> None:
        parametri = self.smvp.parametri
        self.form = FormMisura(self.dati, initial=asdict(parametri))
        righe = self.righe(RigheRitardi, "ritardi", parametri.ritardi)
        self.gruppi = (Gruppo("Ritardi", righe, "Per gli indicatori che sono una data: quanto vale arrivare dopo."),)

    def smvp_nuovo(self) -> Smvp:
        dati = self.form.cleaned_data | {"ritardi": self.gruppi[0].righe.dati()}
        dati["atteso_zero"], dati["senza_grado"] = AttesoZero(dati["atteso_zero"]), SenzaGrado(dati["senza_grado"])
        return replace(self.smvp, parametri=Parametri(**dati))


class ParteComponenti(Parte):
    titolo = "Componenti del punteggio"

    def costruisci(self) -> None:
        righe = self.righe(RigheComponenti, "componenti", self.smvp.componenti)
        aiuto = "Per toglierne una, portare prima il suo peso a zero nelle categorie."
        self.gruppi = (Gruppo("Componenti", righe, aiuto),)

    def smvp_nuovo(self) -> Smvp:
        return replace(self.smvp, componenti=self.gruppi[0].righe.dati())


class ParteComportamenti(Parte):
    titolo = "Comportamenti e scala"

    def costruisci(self) -> None:
        smvp = self.smvp
        self.form = FormScala(self.dati, initial={"massimo": smvp.scala.massimo, "decimali": smvp.scala.decimali})
        livelli = self.righe(RigheLivelli, "livelli", smvp.scala.livelli)
        comportamenti = self.righe(RigheComportamenti, "comportamenti", smvp.comportamenti)
        self.gruppi = (
            Gruppo("Livelli della scala", livelli, "Senza buchi né sovrapposizioni, da zero al massimo."),
            Gruppo("Comportamenti", comportamenti, "I pesi si scrivono nelle categorie."),
        )

    def smvp_nuovo(self) -> Smvp:
        livelli, comportamenti = (gruppo.righe.dati() for gruppo in self.gruppi)
        return replace(
            self.smvp, scala=Scala(livelli=livelli, **self.form.cleaned_data), comportamenti=comportamenti
        )  # fmt: skip


class ParteCategorie(Parte):
    titolo = "Categorie di personale"

    def costruisci(self) -> None:
        self.form = FormCategorie(self.smvp, self.dati)

    def smvp_nuovo(self) -> Smvp:
        dati, categorie = self.form.cleaned_data, list(self.smvp.categorie)
        if dati["nuova"].strip():
            codice = codice_nuovo(dati["nuova"], [voce.codice for voce in categorie])
            modello = self.smvp.categoria(dati["copia"]) if dati["copia"] else categorie[0]
            categorie.append(replace(modello, codice=codice, nome=dati["nuova"].strip()))
        return replace(self.smvp, categorie=tuple(voce for voce in categorie if voce.codice not in dati["togli"]))


class ParteCategoria(Parte):
    """The weights, the bands and the premio rule of a category."""

    def costruisci(self) -> None:
        self.categoria = self.smvp.categoria(self.codice.removeprefix(PREFISSO_CATEGORIA))
        self.titolo = self.categoria.nome
        self.form = FormCategoria(self.smvp, self.categoria, self.dati)
        righe = self.righe(RigheFasce, "fasce", self.categoria.fasce)
        aiuto = (
            f"Da 0 a {self.smvp.massimo:f}, senza buchi né sovrapposizioni. «Vale» è la percentuale del premio, "
            "o il coefficiente, come dice la regola."
        )
        self.gruppi = (Gruppo("Fasce", righe, aiuto),)

    def smvp_nuovo(self) -> Smvp:
        nuova = self.form.categoria(self.gruppi[0].righe.dati())
        categorie = (nuova if voce.codice == nuova.codice else voce for voce in self.smvp.categorie)
        return replace(self.smvp, categorie=tuple(categorie))


PARTI: dict[str, type[Parte]] = {
    "generale": ParteGenerale,
    "misura": ParteMisura,
    "componenti": ParteComponenti,
    "comportamenti": ParteComportamenti,
    "categorie": ParteCategorie,
}


def indice_delle_parti(smvp: Smvp) -> list[tuple[str, str]]:
    """(code, title) of every part, in the order in which they are written."""
    comuni = [(codice, tipo.titolo) for codice, tipo in PARTI.items()]
    return [*comuni, *((f"{PREFISSO_CATEGORIA}{voce.codice}", voce.nome) for voce in smvp.categorie)]


def parte_di(riga: VersioneSmvp, smvp: Smvp, codice: str, dati: Any = None) -> Parte | None:
    """The part with that code; None when there is none."""
    if codice not in dict(indice_delle_parti(smvp)):
        return None
    return PARTI.get(codice, ParteCategoria)(riga, smvp, codice, dati)
