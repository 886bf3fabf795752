"""Premi: what a fund would give, and the final distribution."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction
from django.db.models import Max, Q

from piani.models import Ente
from piani.services.eventi import registra_evento
from semproniano.core.documenti.json import impronta, json_canonico
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata, applica
from valutazioni.calcolo.base import CENTO
from valutazioni.calcolo.premi import MESI, DatiNonValidi, Distribuzione, PersonaPremio, distribuisci
from valutazioni.calcolo.smvp import smvp_da_json
from valutazioni.controlli import impedimenti_ai_premi
from valutazioni.models import Carta, DistribuzionePremi, Fondo
from valutazioni.permessi import PREDICATI, prepara
from valutazioni.selectors import gradi_dell_anno, versione_smvp_in_forza
from valutazioni.services.carte import gradi_della_carta, posizioni_per_persona, valuta_carta
from valutazioni.states import FONDO, StatoCarta, StatoFondo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from piani.models import Utente
    from semproniano.core.workflow import Transizione
    from valutazioni.calcolo.smvp import Smvp
    from valutazioni.models import Posizione
    from valutazioni.selectors import GradiDellAnno


# Cards that are not final, named one by one; of more, how many.
MOTIVI_MASSIMI = 20


@dataclass(frozen=True)
class PremiDellAnno:
    """What the funds of a year are distributed from: read once for all the categories, whatever their people."""

    ente: Ente
    anno: int
    smvp: Smvp
    carte: Sequence[Carta]
    posizioni: Mapping[int, Sequence[Posizione]]
    gradi: GradiDellAnno | None

    def della_categoria(self, categoria: str) -> list[Carta]:
        return [carta for carta in self.carte if carta.categoria == categoria]

    def distribuisci(self, categoria: str, importo: Decimal) -> Distribuzione:
        """Raises DatiNonValidi; KeyError for a category that the SMVP does not have."""
        persone = [self._persona(carta) for carta in self.della_categoria(categoria)]
        return distribuisci(importo, persone, self.smvp.categoria(categoria), decimali=self.smvp.decimali)

    def _persona(self, carta: Carta) -> PersonaPremio:
        posizioni = self.posizioni.get(carta.dipendente_id, ())
        return PersonaPremio(
            chiave=carta.dipendente.codice,
            punteggio=self._punteggio(carta, posizioni),
            part_time=_part_time(posizioni),
            mesi=_mesi(posizioni, self.anno),
            esclusione=carta.esclusione,
            condizioni_mancate=self.gradi.condizioni_mancate(posizioni) if self.gradi else (),
        )

    def _punteggio(self, carta: Carta, posizioni: Sequence[Posizione]) -> Decimal | None:
        """That of the card; of one still being written, what it would be now."""
        if carta.punteggio is not None or self.gradi is None or not posizioni:
            return carta.punteggio
        gradi = gradi_della_carta(carta, self.smvp, self.gradi, posizioni)
        return valuta_carta(carta, self.smvp, gradi).componenti.esatto


def _part_time(posizioni: Sequence[Posizione]) -> Decimal:
    """Mean of the times of work, each for its days; full time where nothing is known."""
    giorni = sum(riga.giorni for riga in posizioni)
    return sum((riga.part_time * riga.giorni for riga in posizioni), Decimal(0)) / giorni if giorni else CENTO


def _mesi(posizioni: Sequence[Posizione], anno: int) -> Decimal:
    """Months of service out of twelve: the share of the year's days. A whole year where nothing is known."""
    if not posizioni:
        return MESI
    dell_anno = (datetime.date(anno, 12, 31) - datetime.date(anno, 1, 1)).days + 1
    return MESI * min(sum(riga.giorni for riga in posizioni), dell_anno) / dell_anno


def premi_dell_anno(ente: Ente, anno: int) -> PremiDellAnno:
    """Everything that the premi of a year ask for, in a constant number of queries. Raises TransizioneRifiutata where
    no SMVP is in force."""
    versione = versione_smvp_in_forza(ente, anno)
    if versione is None:
        raise TransizioneRifiutata(f"Nessun sistema di valutazione adottato vale per il {anno}.")
    smvp = smvp_da_json(versione.contenuto)
    return PremiDellAnno(
        ente=ente,
        anno=anno,
        smvp=smvp,
        carte=list(Carta.objects.filter(ente=ente, anno=anno).select_related("dipendente", "area")),
        posizioni=posizioni_per_persona(ente, anno),
        gradi=gradi_dell_anno(ente, anno, smvp),
    )


def simula(fondo: Fondo, importo: Decimal | None = None) -> Distribuzione:
    """What the fund (or another amount) would give today; nothing is written. Raises TransizioneRifiutata."""
    try:
        return premi_dell_anno(fondo.ente, fondo.anno).distribuisci(
            fondo.categoria, fondo.importo if importo is None else importo
        )
    except DatiNonValidi as errore:
        raise TransizioneRifiutata(str(errore)) from errore


# --- the fund --------------------------------------------------------------------------------------


@transaction.atomic
def salva_fondo(*, fondo: Fondo, utente: Utente, versione: int | None = None) -> Fondo:
    """Write a fund, new or still to be distributed. Raises TransizioneVietata, OggettoCambiato, ValidationError."""
    if not prepara(utente, fondo):
        raise TransizioneVietata
    if fondo.pk:
        attuale = _tieni(fondo)
        if attuale.stato != StatoFondo.APERTO or attuale.versione != versione:
            raise OggettoCambiato(f"«{attuale}» è cambiato dopo che la pagina è stata aperta.")
        fondo.versione = attuale.versione + 1
    else:
        # The same category written twice at once: the second finds that it is there.
        Ente.objects.select_for_update(no_key=True).only("pk").get(pk=fondo.ente_id)
    fondo.full_clean()
    fondo.save()
    return fondo


def _tieni(fondo: Fondo) -> Fondo:
    trovato = (
        Fondo.objects.select_for_update(of=("self",), no_key=True).select_related("ente").filter(pk=fondo.pk).first()
    )
    if trovato is None:
        raise OggettoCambiato(f"«{fondo}» non c'è più.")
    return trovato


def da_rifare(fondo: Fondo) -> bool:
    """True when a card of the category was reopened, or concluded again, after the fund was distributed."""
    ultima = fondo.distribuzioni.order_by("-numero").first()
    if fondo.stato != StatoFondo.DISTRIBUITO or ultima is None:
        return False
    carte = Carta.objects.filter(ente=fondo.ente_id, anno=fondo.anno, categoria=fondo.categoria)
    return carte.filter(~Q(stato=StatoCarta.DEFINITIVA) | Q(definitiva_il__gt=ultima.creato_il)).exists()


def motivi_contro(fondo: Fondo) -> list[str]:
    """Why the fund cannot be distributed now, one sentence each: NO11, NO12, cards that are not final."""
    motivi = impedimenti_ai_premi(fondo.ente, fondo.anno)
    carte = Carta.objects.filter(ente=fondo.ente_id, anno=fondo.anno, categoria=fondo.categoria)
    aperte = list(carte.exclude(stato=StatoCarta.DEFINITIVA).select_related("dipendente").order_by("dipendente"))
    if not aperte and not carte.exists():
        motivi.append("Nessuno ha una scheda di valutazione in questa categoria.")
    motivi += [
        f"La scheda di {carta.dipendente} non è definitiva: è nello stato «{carta.get_stato_display()}»."
        for carta in aperte[:MOTIVI_MASSIMI]
    ]
    if len(aperte) > MOTIVI_MASSIMI:
        motivi.append(f"E altre {len(aperte) - MOTIVI_MASSIMI} schede non definitive.")
    return motivi


def fondo_da_rifare_di(carta: Carta) -> bool:
    """True when premi were already distributed with the card, which is open again."""
    fondi = Fondo.objects.filter(ente=carta.ente_id, anno=carta.anno, categoria=carta.categoria)
    return carta.stato != StatoCarta.DEFINITIVA and fondi.filter(stato=StatoFondo.DISTRIBUITO).exists()


def distribuzione_di(riga: DistribuzionePremi) -> Distribuzione:
    """A distribution as it was frozen."""
    return msgspec.json.decode(riga.contenuto, type=Distribuzione, strict=True)


@dataclass
class PraticaDelFondo:
    fondo: Fondo
    utente: Utente
    dati: dict[str, Any] = field(default_factory=dict)

    def prendi(self) -> Fondo:
        return _tieni(self.fondo)

    def permette(self, transizione: Transizione, fondo: Fondo) -> bool:
        return PREDICATI[transizione.chi].vale(self.utente, fondo)

    def motivi(self, transizione: Transizione, fondo: Fondo, nota: str) -> Sequence[str]:
        if not transizione.controlli:
            return ()
        if contro := motivi_contro(fondo):
            return contro
        premi = premi_dell_anno(fondo.ente, fondo.anno)
        try:
            self.distribuzione = premi.distribuisci(fondo.categoria, fondo.importo)
        except DatiNonValidi as errore:
            return [str(errore)]
        return ()

    def salva(self, transizione: Transizione, fondo: Fondo, nota: str) -> None:
        if transizione.codice == "distribuisci":
            contenuto = json_canonico(self.distribuzione)
            ultimo = fondo.distribuzioni.aggregate(ultimo=Max("numero"))["ultimo"] or 0
            riga = DistribuzionePremi(
                fondo=fondo,
                numero=ultimo + 1,
                contenuto=contenuto.decode(),
                sha256=impronta(contenuto),
                utente=self.utente,
            )
            riga.full_clean()
            riga.save(force_insert=True)
            self.dati |= {"numero": riga.numero, "sha256": riga.sha256}
        fondo.versione += 1
        fondo.save()

    def racconta(self, transizione: Transizione, fondo: Fondo, da: str, nota: str) -> None:
        """The fingerprint, never the amounts: the register is read by more people."""
        registra_evento(
            oggetto=fondo, transizione=transizione, da=da, nota=nota, utente=self.utente,
            dati={"anno": fondo.anno, "versione": fondo.versione, **self.dati},
        )  # fmt: skip


def distribuisci_fondo(*, fondo: Fondo, utente: Utente, versione: int | None = None, nota: str = "") -> Fondo:
    """The final distribution: frozen, numbered. NO11 and NO12 stand in its way, and cards that are not final. Raises
    TransizioneVietata, OggettoCambiato, TransizioneRifiutata with the reasons."""
    return applica(FONDO["distribuisci"], PraticaDelFondo(fondo, utente), nota=nota, versione=versione)


def riapri_fondo(*, fondo: Fondo, utente: Utente, nota: str, versione: int | None = None) -> Fondo:
    """To distribute it again; what was distributed stays on record."""
    return applica(FONDO["riapri"], PraticaDelFondo(fondo, utente), nota=nota, versione=versione)
