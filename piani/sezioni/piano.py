"""Sections that describe the body, the plan, its mandate and its narrative."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from piani.models import Atto, DatoDichiarato
from piani.sezioni.base import SEZIONI, Sezione, Voce
from semproniano.core.numeri import senza_zeri

if TYPE_CHECKING:
    from piani.selectors import LetturaPiano
    from piani.sezioni.base import Fotografia


class BilancioFoto(Voce):
    anno: int
    approvato_il: datetime.date


class EnteFoto(Voce):
    slug: str
    denominazione: str
    tipo: str
    provincia: str
    sigla_provincia: str
    codice_ipa: str
    codice_istat: str
    codice_catastale: str
    popolazione_maschi: int | None
    popolazione_femmine: int | None
    popolazione_totale: int | None
    popolazione_al: datetime.date | None
    superficie_kmq: Decimal | None
    densita: Decimal | None
    """Computed: inhabitants per km², two decimals."""
    frazioni: tuple[str, ...]
    numero_dipendenti: int | None
    ha_dirigenti: bool
    e_esempio: bool
    bilanci: tuple[BilancioFoto, ...]


class AttoFoto(Voce):
    organo: str
    numero: str
    data: datetime.date
    oggetto: str

    def __str__(self) -> str:
        return str(Atto(organo=self.organo, numero=self.numero, data=self.data))


class MandatoFoto(Voce):
    anno_inizio: int
    anno_fine: int
    atto: AttoFoto | None


class AllegatoFoto(Voce):
    numero: int
    titolo: str
    atto: AttoFoto | None = None


class DatoDichiaratoFoto(Voce):
    dato: str
    valore_dichiarato: Decimal
    valore_calcolato: Decimal | None
    sezione: str


class CopertinaFoto(Voce):
    area: str
    testo: str


class AttoParteFoto(Voce):
    area: str
    """Slug of an area, "ente" or "segretario"."""
    atto: AttoFoto


class PianoFoto(Voce):
    codice: str
    titolo: str
    anno_inizio: int
    anno_fine: int
    stato: str
    atto: AttoFoto | None
    mandato: MandatoFoto | None
    allegati: tuple[AllegatoFoto, ...]
    dati_dichiarati: tuple[DatoDichiaratoFoto, ...]
    copertine: tuple[CopertinaFoto, ...]
    atti_delle_parti: tuple[AttoParteFoto, ...]
    """After a variation: the acts, other than the plan's, that approved the parts it has not touched. Live rows have
    none."""

    @property
    def anni(self) -> range:
        return range(self.anno_inizio, self.anno_fine + 1)


class SezioneNarrativaFoto(Voce):
    livello: int
    titolo: str
    testo: str


class LineaFoto(Voce):
    numero: int
    titolo: str
    tematiche: tuple[str, ...]


def foto_atto(atto: Atto | None) -> AttoFoto | None:
    if atto is None:
        return None
    return AttoFoto(organo=atto.organo, numero=atto.numero, data=atto.data, oggetto=atto.oggetto)


def leggi_ente(lettura: LetturaPiano) -> EnteFoto:
    ente = lettura.ente
    copiati = {
        campo: getattr(ente, campo)
        for campo in EnteFoto.__struct_fields__
        if campo not in {"superficie_kmq", "densita", "frazioni", "bilanci"}
    }
    return EnteFoto(
        **copiati,
        superficie_kmq=senza_zeri(ente.superficie_kmq),
        densita=senza_zeri(ente.densita),
        frazioni=ente.elenco_frazioni,
        bilanci=tuple(BilancioFoto(anno=riga.anno, approvato_il=riga.approvato_il) for riga in lettura.bilanci),
    )


def _valore_calcolato(dato: str, lettura: LetturaPiano) -> Decimal | None:
    """What the system computes for a figure that the text declares; None when it cannot."""
    ente = lettura.ente
    if dato == DatoDichiarato.Dato.DENSITA:
        return ente.densita
    if dato == DatoDichiarato.Dato.ALLEGATI:
        return Decimal(len(lettura.allegati))
    if dato == DatoDichiarato.Dato.LINEE:
        return Decimal(len(lettura.linee))
    if ente.popolazione_maschi is None or ente.popolazione_femmine is None:
        return None if ente.popolazione_totale is None else Decimal(ente.popolazione_totale)
    return Decimal(ente.popolazione_maschi + ente.popolazione_femmine)


def leggi_piano(lettura: LetturaPiano) -> PianoFoto:
    piano, mandato = lettura.piano, lettura.piano.mandato
    return PianoFoto(
        codice=piano.codice,
        titolo=piano.titolo,
        anno_inizio=piano.anno_inizio,
        anno_fine=piano.anno_fine,
        stato=piano.stato,
        atto=foto_atto(piano.atto),
        mandato=mandato
        and MandatoFoto(anno_inizio=mandato.anno_inizio, anno_fine=mandato.anno_fine, atto=foto_atto(mandato.atto)),
        allegati=tuple(
            AllegatoFoto(numero=riga.numero, titolo=riga.titolo, atto=foto_atto(riga.atto)) for riga in lettura.allegati
        ),
        dati_dichiarati=tuple(
            DatoDichiaratoFoto(
                dato=riga.dato,
                valore_dichiarato=senza_zeri(riga.valore_dichiarato),
                valore_calcolato=senza_zeri(_valore_calcolato(riga.dato, lettura)),
                sezione=riga.sezione,
            )
            for riga in lettura.dati_dichiarati
        ),
        copertine=tuple(CopertinaFoto(area=riga.area.slug, testo=riga.testo) for riga in lettura.copertine),
        atti_delle_parti=(),
    )


def leggi_narrativa(lettura: LetturaPiano) -> tuple[SezioneNarrativaFoto, ...]:
    return tuple(
        SezioneNarrativaFoto(livello=riga.livello, titolo=riga.titolo, testo=riga.testo) for riga in lettura.narrativa
    )


def leggi_linee(lettura: LetturaPiano) -> tuple[LineaFoto, ...]:
    return tuple(
        LineaFoto(numero=numero, titolo=titolo, tematiche=tematiche) for numero, titolo, tematiche in lettura.linee
    )


def _riduci_ente(ente: EnteFoto, _area: str, _foto: Fotografia) -> EnteFoto:
    """What a cover prints: a figure of the body that is brought up to date touches no area's file."""
    stampati = ("slug", "denominazione", "tipo", "provincia", "sigla_provincia", "ha_dirigenti", "e_esempio")
    vuoti = dict.fromkeys(EnteFoto.__struct_fields__) | {
        "codice_ipa": "", "codice_istat": "", "codice_catastale": "", "frazioni": (), "bilanci": ()
    }  # fmt: skip
    return EnteFoto(**vuoti | {campo: getattr(ente, campo) for campo in stampati})


def _riduci_piano(piano: PianoFoto, area: str, _foto: Fotografia) -> PianoFoto:
    """With the act that approved this part, so that it does not change when a variation touches another."""
    return msgspec.structs.replace(
        piano,
        atto=next((parte.atto for parte in piano.atti_delle_parti if parte.area == area), piano.atto),
        atti_delle_parti=(),
        dati_dichiarati=(),
        copertine=tuple(copertina for copertina in piano.copertine if copertina.area == area),
    )


def _riduci_linee(linee: tuple[LineaFoto, ...], _area: str, _foto: Fotografia) -> tuple[LineaFoto, ...]:
    """The header tables print the titles of the lines, not their themes."""
    return tuple(msgspec.structs.replace(linea, tematiche=()) for linea in linee)


ENTE: Sezione[EnteFoto] = Sezione("ente", EnteFoto, leggi_ente, ordine=10, riduci=_riduci_ente)
PIANO: Sezione[PianoFoto] = Sezione("piano", PianoFoto, leggi_piano, ordine=20, riduci=_riduci_piano)
NARRATIVA: Sezione[tuple[SezioneNarrativaFoto, ...]] = Sezione(
    "narrativa", tuple[SezioneNarrativaFoto, ...], leggi_narrativa, ordine=30, riduci=lambda *_: ()
)
LINEE: Sezione[tuple[LineaFoto, ...]] = Sezione(
    "linee_mandato", tuple[LineaFoto, ...], leggi_linee, ordine=40, riduci=_riduci_linee
)


def registra() -> None:
    for sezione in (ENTE, PIANO, NARRATIVA, LINEE):
        SEZIONI.registra(sezione)
