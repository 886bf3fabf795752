"""The page of a sheet as one object: its cards with their forms, what is wrong, the objectives it describes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from obiettivi.documenti.gantt import Gantt, gantt
from obiettivi.forms.carte import FormAtteso, FormFase, FormIndicatore, FormObiettivo, ha_contenuto
from obiettivi.forms.posta import ATTESI, FASI, INDICATORI, OBIETTIVI

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django import forms

    from obiettivi.forms.carte import FormCarta
    from obiettivi.services.campi import Campi
    from obiettivi.sezioni import FaseFoto, IndicatoreFoto, ObiettivoFoto
    from obiettivi.sezioni.risorse import Risorse

# What a new objective has of its own before anybody writes.
PROPRI = ("area", "anno", "numero", "uid", "origine", "trasversale", "ambito", "natura")


class Errore(NamedTuple):
    """A thing to put right, as the error summary shows it: id of the field, place in words, sentence."""

    ancora: str
    nome: str
    messaggio: str


def _form(classe: type[FormCarta], dati: Campi, prefisso: str, **opzioni: object) -> FormCarta:
    """A bound form whose data are one row of the dictionaries."""
    return classe({f"{prefisso}-{nome}": valore for nome, valore in dati.items()}, prefix=prefisso, **opzioni)


@dataclass(frozen=True)
class CartaIndicatore:
    form: FormIndicatore
    attesi: tuple[FormAtteso, ...]

    @property
    def e_strutturato(self) -> bool:
        return bool(self.form["strutturato"].value())

    @property
    def e_tolta(self) -> bool:
        return bool(self.form["tolto"].value())

    def indicatore(self) -> IndicatoreFoto:
        return self.form.indicatore(tuple(filter(None, (form.atteso() for form in self.attesi))))


@dataclass(frozen=True)
class CartaObiettivo:
    """A card. `numero` is its place among those that stay; None for one that has been taken away."""

    form: FormObiettivo
    indicatori: tuple[CartaIndicatore, ...]
    fasi: tuple[FormFase, ...]
    numero: int | None
    anno: int
    assegnati: Mapping[str, ObiettivoFoto]
    usate: Mapping[str, Risorse]

    @property
    def e_tolta(self) -> bool:
        return self.numero is None

    @property
    def prefisso(self) -> str:
        return self.form.prefix

    @property
    def uid(self) -> str:
        return self.form["uid"].value() or ""

    @property
    def testo_assegnato(self) -> ObiettivoFoto | None:
        """The transversal objective that this card refers to: its text is shown locked."""
        return self.assegnati.get(self.uid)

    @property
    def risorse(self) -> Risorse | None:
        """The capitoli of the PEG that are saved for it; they are chosen on a page of their own."""
        return self.usate.get(self.uid)

    @property
    def ha_numero_stampato(self) -> bool:
        """Only sheets that came from a printed plan have numbers of their own."""
        return bool(self.form["numero_pubblicato"].value())

    def gantt(self) -> Gantt | None:
        """The drawing of the steps, as far as they can be read."""
        fasi = [form.fase() for form in self.fasi if form.is_valid()]
        return gantt([fase for fase in fasi if fase], self.anno)

    @property
    def da_rivedere(self) -> list[str]:
        return (self.form["da_rivedere"].value() or "").splitlines()

    @property
    def etichetta(self) -> str:
        """What the legend and the buttons call it."""
        return f"Obiettivo {self.numero}"

    @property
    def indicatori_presenti(self) -> list[CartaIndicatore]:
        return [carta for carta in self.indicatori if not carta.e_tolta]

    def forms(self) -> Iterator[tuple[str, forms.Form]]:
        """Every form of the card, with its place in words."""
        yield self.etichetta, self.form
        for posto, carta in enumerate(self.indicatori_presenti, start=1):
            yield f"{self.etichetta}, indicatore {posto}", carta.form
            yield from ((f"{self.etichetta}, indicatore {posto}, valore atteso", form) for form in carta.attesi)
        for posto, form in enumerate(self.fasi, start=1):
            yield f"{self.etichetta}, fase {posto}", form

    def obiettivo(self, area: str, anno: int) -> ObiettivoFoto:
        indicatori = tuple(carta.indicatore() for carta in self.indicatori_presenti)
        fasi: tuple[FaseFoto, ...] = tuple(filter(None, (form.fase() for form in self.fasi)))
        return self.form.obiettivo(area, anno, self.numero, tuple(filter(ha_contenuto, indicatori)), fasi)


class ModuloScheda:
    """The cards made from the nested dictionaries of a page, a draft or the live rows."""

    def __init__(
        self,
        dati: Campi,
        *,
        area: str,
        anno: int,
        codici: frozenset[str],
        assegnati: Mapping[str, ObiettivoFoto] | None = None,
        risorse: Mapping[str, Risorse] | None = None,
    ) -> None:
        """`codici`: complete codes of the body's operative objectives; `assegnati`: by uid of the row that refers to
        it, the transversal objective whose text is shown locked; `risorse`: by uid, the capitoli it uses. Both are
        looked at when a card is drawn, not before."""
        self.dati, self.area, self.anno = dati, area, anno
        self._codici, self._assegnati = codici, {} if assegnati is None else assegnati
        self._risorse = {} if risorse is None else risorse

    @cached_property
    def carte(self) -> tuple[CartaObiettivo, ...]:
        carte, numero = [], 0
        for posto, riga in enumerate(self.dati.get(OBIETTIVI.chiave, ())):
            tolta = bool(riga.get("tolto"))
            numero += not tolta
            carte.append(self._carta(riga, f"{OBIETTIVI.sigla}-{posto}", None if tolta else numero))
        return tuple(carte)

    def _carta(self, riga: Campi, prefisso: str, numero: int | None) -> CartaObiettivo:
        indicatori = tuple(
            CartaIndicatore(
                _form(FormIndicatore, voce, f"{prefisso}-{INDICATORI.sigla}-{posto}"),
                tuple(
                    _form(FormAtteso, atteso, f"{prefisso}-{INDICATORI.sigla}-{posto}-{ATTESI.sigla}-{n}")
                    for n, atteso in enumerate(voce.get(ATTESI.chiave, ()))
                ),
            )
            for posto, voce in enumerate(riga.get(INDICATORI.chiave, ()))
        )
        fasi = tuple(
            _form(FormFase, voce, f"{prefisso}-{FASI.sigla}-{posto}")
            for posto, voce in enumerate(riga.get(FASI.chiave, ()))
        )
        form = _form(FormObiettivo, riga, prefisso, codici=self._codici)
        return CartaObiettivo(form, indicatori, fasi, numero, self.anno, self._assegnati, self._risorse)

    @property
    def presenti(self) -> list[CartaObiettivo]:
        """The cards that stay."""
        return [carta for carta in self.carte if not carta.e_tolta]

    @cached_property
    def errori(self) -> list[Errore]:
        """Everything that cannot be read, in the order of the page."""
        return [
            Errore(form[campo].id_for_label, f"{dove}, {form[campo].label.lower()}", testo)
            for carta in self.presenti
            for dove, form in carta.forms()
            for campo, testi in form.errors.items()
            for testo in testi
        ]

    def obiettivi(self) -> tuple[ObiettivoFoto, ...]:
        """What the page describes, as far as it can be read; empty cards are left out."""
        voci = (carta.obiettivo(self.area, self.anno) for carta in self.presenti)
        return tuple(voce for voce in voci if ha_contenuto(voce, salvo=PROPRI) or voce.trasversale)
