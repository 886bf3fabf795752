"""The library of a sheet: what the law asks for in its year, what the body keeps, what the area did in other years."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from obiettivi.controlli.legge import TEMI, tratta_di
from obiettivi.models import ModelloObiettivo, ObiettivoGestionale
from obiettivi.selectors import etichette_operativi
from obiettivi.services.aggiunte import accoda_obiettivi, identificativi_presenti
from obiettivi.services.ripresa import Decisione, Destinazione, riprendi_obiettivi
from obiettivi.sezioni import OBIETTIVI, IndicatoreFoto, ObiettivoFoto, leggi_righe
from piani.controlli.impostazioni import impostazioni_di
from piani.controlli.norme import norma
from piani.controlli.testi import normale
from piani.models import SchedaArea
from piani.selectors import LetturaPiano, LetturaSchede

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from obiettivi.models import BozzaScheda
    from piani.models import Utente

ANNI_INDIETRO = 5
ULTIMO_GIORNO = (12, 31)


@dataclass(frozen=True)
class VoceLibreria:
    """An objective to begin from. `chiave` is what the page sends; the rest is of those made from a ModelloObiettivo
    (`e_modello`)."""

    chiave: str
    obiettivo: ObiettivoFoto
    e_modello: bool = False
    titolo: str = ""
    norma: str = ""
    nota: str = ""
    e_presente: bool = False


@dataclass(frozen=True)
class Libreria:
    di_legge: Sequence[VoceLibreria]
    dell_ente: Sequence[VoceLibreria]
    degli_anni_scorsi: Sequence[VoceLibreria]

    @cached_property
    def voci(self) -> dict[str, VoceLibreria]:
        return {voce.chiave: voce for voce in (*self.di_legge, *self.dell_ente, *self.degli_anni_scorsi)}


def leggi_libreria(scheda: SchedaArea, bozza: BozzaScheda | None = None) -> Libreria:
    """What the sheet may begin from, with a constant number of queries. `scheda` comes with its plan, complete."""
    attuali = OBIETTIVI.leggi(LetturaPiano(scheda.piano, scheda))
    articoli = impostazioni_di(scheda.piano.ente).articoli
    modelli = [
        (modello.ente_id, _da_modello(modello, scheda, articoli, attuali))
        for modello in ModelloObiettivo.objects.offerti(scheda.piano.ente_id, scheda.anno)
    ]
    presenti = identificativi_presenti(scheda, bozza)
    return Libreria(
        di_legge=[voce for ente, voce in modelli if ente is None],
        dell_ente=[voce for ente, voce in modelli if ente is not None],
        degli_anni_scorsi=[VoceLibreria(str(voce.uid), voce) for voce in _degli_anni_scorsi(scheda, presenti, attuali)],
    )


def _da_modello(
    modello: ModelloObiettivo, scheda: SchedaArea, articoli: Mapping[str, str], attuali: Iterable[ObiettivoFoto]
) -> VoceLibreria:
    riga = norma(modello.norma, scheda.anno)
    return VoceLibreria(
        chiave=f"modello-{modello.pk}",
        obiettivo=ObiettivoFoto(
            area=scheda.slug,
            anno=scheda.anno,
            numero=1,
            numero_pubblicato="",
            uid=uuid.uuid4(),
            descrizione=modello.descrizione,
            peso=None,
            indicatori=tuple(IndicatoreFoto(**voce) for voce in modello.indicatori),
            scadenza=datetime.date(scheda.anno, *ULTIMO_GIORNO),
            scadenza_testo="",
            ambito=modello.ambito,
            natura=modello.natura,
            tipologia_pubblicata="",
            operativo=None,
            origine=ObiettivoGestionale.Origine.LIBRERIA.value,
        ),
        e_modello=True,
        titolo=modello.titolo,
        norma="" if riga is None else articoli.get(riga.chiave, riga.articolo),
        nota=modello.nota,
        e_presente=modello.norma in TEMI and any(tratta_di(modello.norma, voce) for voce in attuali),
    )


def _degli_anni_scorsi(
    scheda: SchedaArea, presenti: Collection[str], attuali: Sequence[ObiettivoFoto]
) -> Iterator[ObiettivoFoto]:
    """The area's objectives of the last years that are not in this sheet, each in its latest form, the latest first.

    Rows that the Segretario had assigned are left to the Segretario.
    """
    schede = SchedaArea.objects.filter(
        piano__ente=scheda.piano.ente_id,
        tipo=scheda.tipo,
        area=scheda.area_id,
        anno__gte=scheda.anno - ANNI_INDIETRO,
        anno__lt=scheda.anno,
    )
    per_scheda = leggi_righe(LetturaSchede(schede))
    proprie = [voce for righe in per_scheda.values() for voce in righe if voce.trasversale is None]
    visti = set(presenti) | {normale(voce.descrizione) for voce in attuali}
    for voce in sorted(proprie, key=lambda voce: (-voce.anno, voce.numero)):
        segni = {str(voce.uid), normale(voce.descrizione)}
        if segni.isdisjoint(visti):
            yield voce
        visti |= segni


def aggiungi_dalla_libreria(
    *,
    scheda: SchedaArea,
    utente: Utente,
    libreria: Libreria,
    scelte: Sequence[str],
    bozza: BozzaScheda | None = None,
) -> BozzaScheda:
    """A page to open with the chosen objectives after those that are there. Raises KeyError for a choice that the
    library does not have."""
    voci = [libreria.voci[chiave] for chiave in scelte]
    ripresa = riprendi_obiettivi(
        [voce.obiettivo for voce in voci if not voce.e_modello],
        {voce.obiettivo.uid: Decisione.RIPRENDI for voce in voci},
        Destinazione(area=scheda.slug, anno=scheda.anno, operativi=etichette_operativi(scheda.piano.ente_id)),
    )
    da_modelli = [voce for voce in voci if voce.e_modello]
    note = {
        voce.obiettivo.uid: list(filter(None, (voce.nota, "Scadenza: proposta alla fine dell'anno.")))
        for voce in da_modelli
    }
    return accoda_obiettivi(
        scheda=scheda,
        utente=utente,
        obiettivi=[*(voce.obiettivo for voce in da_modelli), *ripresa.obiettivi],
        motivo="Aggiunti obiettivi dalla libreria",
        da_rivedere={**note, **ripresa.frasi},
        bozza=bozza,
    )
