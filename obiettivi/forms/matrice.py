"""The staff matrix as a form: a number for each person and objective, a tick to take a person out, somebody to add."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.db.models import Q

from obiettivi.services.matrice import Cambiamenti, PersonaNuova, titolo_breve
from piani.models import Dipendente, PersonaScheda, Servizio
from semproniano.core.forms import CampoDecimale, FormBase
from semproniano.core.numeri import in_italiano, senza_zeri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from obiettivi.services.matrice import Altrove, Cella, Matrice, RigaMatrice
    from piani.models import SchedaArea

CENTO = Decimal(100)
QUOTA = {"max_digits": 7, "decimal_places": 4, "min_value": 0, "max_value": 100}


def nome_quota(persona: int, obiettivo: int) -> str:
    return f"q-{persona}-{obiettivo}"


def nome_tolta(persona: int) -> str:
    return f"togli-{persona}"


def frase_totale(totale: Decimal) -> str:
    """ "95, mancano 5"; static/interfaccia/matrice.js says the same while one types."""
    if not totale:
        return ""
    if totale == CENTO:
        return in_italiano(totale)
    scarto = in_italiano(abs(CENTO - totale))
    return f"{in_italiano(totale)}, {'mancano' if totale < CENTO else 'di troppo'} {scarto}"


@dataclass(frozen=True)
class CellaMatrice:
    obiettivo: int
    nome: str
    valore: str
    errori: Sequence[str]
    salvato: str = ""
    """What is saved, where somebody else has saved another value than the one typed here."""


class AltrovePagina(NamedTuple):
    """What a person does in another sheet, in words."""

    scheda: str
    totale: str
    quote: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class RigaPagina:
    persona: PersonaScheda
    celle: Sequence[CellaMatrice]
    altrove: Sequence[AltrovePagina]
    totale_altrove: str
    """As a script reads it, with a point."""
    totale: str
    nome_tolta: str
    e_tolta: bool


class FormMatrice(FormBase):
    """Fields of the cells and of the ticks; `nuova` is the form of who is added, valid and sent with the others."""

    def __init__(
        self,
        matrice: Matrice,
        dati: Mapping[str, str] | None = None,
        *,
        in_conflitto: bool = False,
        partenza: Mapping[Cella, Decimal] | None = None,
    ) -> None:
        """`in_conflitto`: somebody else has saved since the page was opened, when the shares were `partenza` (None:
        not known). What was typed stays; cells that were not touched, or not there, show what is saved now."""
        self.matrice, self.in_conflitto = matrice, in_conflitto
        salvate = _scritte(matrice.celle())
        if in_conflitto:
            dati = {**salvate, **_toccate(dati or {}, partenza)}
        super().__init__(dati, initial=salvate)
        for riga in matrice.righe:
            for obiettivo in matrice.obiettivi:
                campo = CampoDecimale(label=f"{riga.persona}, {titolo_breve(obiettivo)}", required=False, **QUOTA)
                self.fields[nome_quota(riga.persona.pk, obiettivo.pk)] = campo
            self.fields[nome_tolta(riga.persona.pk)] = forms.BooleanField(label=f"Togli {riga.persona}", required=False)

    def righe(self) -> Iterator[RigaPagina]:
        for riga in self.matrice.righe:
            celle = [self._cella(riga.persona.pk, obiettivo.pk) for obiettivo in self.matrice.obiettivi]
            tolta = nome_tolta(riga.persona.pk)
            yield RigaPagina(
                persona=riga.persona,
                celle=celle,
                altrove=[_altrove(voce) for voce in riga.altrove],
                totale_altrove=str(senza_zeri(riga.totale_altrove)),
                totale=frase_totale(self._totale(riga, celle)),
                nome_tolta=tolta,
                e_tolta=bool(self[tolta].value()),
            )

    def _cella(self, persona: int, obiettivo: int) -> CellaMatrice:
        nome = nome_quota(persona, obiettivo)
        valore, salvato = self[nome].value() or "", self.initial.get(nome, "")
        return CellaMatrice(
            obiettivo=obiettivo,
            nome=nome,
            valore=valore,
            errori=self.errors.get(nome, []),
            salvato=(salvato or "vuoto") if self.in_conflitto and salvato != valore.strip() else "",
        )

    def _totale(self, riga: RigaMatrice, celle: Sequence[CellaMatrice]) -> Decimal:
        """Of what can be read, here and elsewhere."""
        lette = getattr(self, "cleaned_data", None)
        quote = [lette.get(cella.nome) for cella in celle] if lette is not None else riga.quote.values()
        return sum((quota for quota in quote if quota), riga.totale_altrove)

    def cambiamenti(self, nuova: PersonaNuova | None) -> Cambiamenti:
        """Blank and 0 are no share."""
        celle = ((riga.persona.pk, obiettivo.pk) for riga in self.matrice.righe for obiettivo in self.matrice.obiettivi)
        quote = {cella: self.cleaned_data[nome_quota(*cella)] for cella in celle}
        return Cambiamenti(
            quote={cella: quota for cella, quota in quote.items() if quota},
            tolte=[riga.persona.pk for riga in self.matrice.righe if self.cleaned_data[nome_tolta(riga.persona.pk)]],
            nuova=nuova,
        )


def _scritte(celle: Mapping[Cella, Decimal]) -> dict[str, str]:
    return {nome_quota(*cella): in_italiano(quota) for cella, quota in celle.items()}


def _toccate(dati: Mapping[str, str], partenza: Mapping[Cella, Decimal] | None) -> dict[str, str]:
    """The fields without the cells that say what they said when the page was opened."""
    if partenza is None:
        return dict(dati)
    prima = _scritte(partenza)
    return {
        nome: valore
        for nome, valore in dati.items()
        if not nome.startswith("q-") or valore.strip() != prima.get(nome, "")
    }


def _altrove(voce: Altrove) -> AltrovePagina:
    quote = [(titolo, in_italiano(quota)) for titolo, quota in voce.quote]
    return AltrovePagina(voce.scheda, in_italiano(voce.totale), quote)


class FormPersona(FormBase):
    """Somebody of the registry to put in the sheet; without a person nothing is added."""

    prefix = "nuova"
    nome_nel_riepilogo = "Aggiungi una persona"
    dipendente = forms.ModelChoiceField(
        Dipendente.objects.none(), label="Persona dell'anagrafe", required=False, empty_label="— nessuna —"
    )
    servizio = forms.ModelChoiceField(Servizio.objects.none(), label="Servizio", required=False, empty_label="—")
    qualifica = forms.CharField(label="Qualifica", required=False, max_length=100)
    rapporto = forms.ChoiceField(
        label="Rapporto", choices=PersonaScheda.Rapporto, initial=PersonaScheda.Rapporto.INTERNO, required=False
    )

    def __init__(self, scheda: SchedaArea, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        in_servizio = Q(cessato_il__isnull=True) | Q(cessato_il__year__gte=scheda.anno)
        presenti = scheda.persone.values("dipendente")
        self.fields["dipendente"].queryset = Dipendente.objects.filter(in_servizio, ente=scheda.piano.ente_id).exclude(
            pk__in=presenti
        )
        self.fields["servizio"].queryset = Servizio.objects.filter(area=scheda.area_id)

    def persona(self) -> PersonaNuova | None:
        dati = self.cleaned_data
        if not dati["dipendente"]:
            return None
        return PersonaNuova(
            dipendente=dati["dipendente"],
            servizio=dati["servizio"],
            qualifica=dati["qualifica"],
            rapporto=dati["rapporto"] or PersonaScheda.Rapporto.INTERNO.value,
        )
