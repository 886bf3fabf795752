"""Funds and premi as they are read: names beside amounts, so only for the restricted pages. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q

from piani.models import Dipendente
from valutazioni.documenti.stipendi import RigaStipendi
from valutazioni.models import Carta, DistribuzionePremi, Fondo
from valutazioni.querysets import COMUNICATE
from valutazioni.services.premi import distribuzione_di
from valutazioni.states import StatoCarta, StatoFondo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piani.models import Ente, Utente
    from valutazioni.calcolo.premi import Distribuzione, Premio
    from valutazioni.calcolo.smvp import Smvp


@dataclass(frozen=True)
class FondoLetto:
    """A category with its fund (None: there is none yet), its people, its last distribution."""

    codice: str
    categoria: str
    fondo: Fondo | None
    ultima: DistribuzionePremi | None
    persone: int
    definitive: int
    ultima_definitiva: object

    @property
    def da_rifare(self) -> bool:
        """A card was reopened, or concluded again, after the distribution."""
        if self.ultima is None or self.fondo is None or self.fondo.stato != StatoFondo.DISTRIBUITO:
            return False
        piu_recente = self.ultima_definitiva is not None and self.ultima_definitiva > self.ultima.creato_il
        return self.definitive < self.persone or piu_recente


def fondi_dell_anno(ente: Ente, anno: int, smvp: Smvp | None) -> list[FondoLetto]:
    """The categories of the SMVP, and those of funds that it does not have any more; three queries."""
    fondi = {riga.categoria: riga for riga in Fondo.objects.filter(ente=ente, anno=anno)}
    ultime: dict[int, DistribuzionePremi] = {}
    for riga in DistribuzionePremi.objects.filter(fondo__in=fondi.values()).defer("contenuto").order_by("numero"):
        ultime[riga.fondo_id] = riga
    conti = {
        riga["categoria"]: riga
        for riga in Carta.objects.filter(ente=ente, anno=anno).order_by().values("categoria").annotate(
            persone=Count("pk"),
            definitive=Count("pk", filter=Q(stato=StatoCarta.DEFINITIVA)),
            ultima=Max("definitiva_il"),
        )
    }  # fmt: skip
    nomi = {voce.codice: voce.nome for voce in smvp.categorie} if smvp else {}
    vuoto = {"persone": 0, "definitive": 0, "ultima": None}
    letti = []
    for codice in dict.fromkeys((*nomi, *fondi)):
        fondo, conto = fondi.get(codice), conti.get(codice, vuoto)
        letti.append(
            FondoLetto(
                codice=codice,
                categoria=nomi.get(codice, codice),
                fondo=fondo,
                ultima=fondo and ultime.get(fondo.pk),
                persone=conto["persone"],
                definitive=conto["definitive"],
                ultima_definitiva=conto["ultima"],
            )
        )
    return letti


def ha_la_propria(fondo: Fondo, utente: Utente) -> bool:
    """True when among the cards of the fund there is that of the reader, not communicated yet: the simulation would
    tell its score."""
    proprie = Carta.objects.filter(
        ente=fondo.ente_id, anno=fondo.anno, categoria=fondo.categoria, dipendente__utente=utente
    )
    return proprie.exclude(stato__in=COMUNICATE).exists()


def con_i_nomi(ente: Ente, distribuzione: Distribuzione) -> list[tuple[Premio, Dipendente | None]]:
    """The premi with their people, by name; one query."""
    persone = persone_di(ente)
    righe = [(premio, persone.get(premio.chiave)) for premio in distribuzione.premi]
    return sorted(righe, key=lambda riga: str(riga[1] or riga[0].chiave))


def persone_di(ente: Ente) -> Mapping[str, Dipendente]:
    return {riga.codice: riga for riga in Dipendente.objects.filter(ente=ente)}


def righe_per_gli_stipendi(ente: Ente, anno: int, smvp: Smvp | None) -> list[RigaStipendi]:
    """Every premio of the funds that are distributed, by name; three queries."""
    distribuiti = Fondo.objects.filter(ente=ente, anno=anno, stato=StatoFondo.DISTRIBUITO)
    ultime = {}
    for riga in DistribuzionePremi.objects.filter(fondo__in=distribuiti).select_related("fondo").order_by("numero"):
        ultime[riga.fondo_id] = riga
    nomi = {voce.codice: voce.nome for voce in smvp.categorie} if smvp else {}
    persone = persone_di(ente)
    righe = [
        _riga(premio, persone.get(premio.chiave), nomi.get(ultima.fondo.categoria, ultima.fondo.categoria))
        for ultima in ultime.values()
        for premio in distribuzione_di(ultima).premi
    ]
    return sorted(righe, key=lambda riga: (riga.cognome, riga.nome, riga.codice))


def _riga(premio: Premio, persona: Dipendente | None, categoria: str) -> RigaStipendi:
    return RigaStipendi(
        codice=premio.chiave,
        cognome=persona.cognome if persona else "",
        nome=persona.nome if persona else "",
        categoria=categoria,
        punteggio=premio.punteggio,
        fascia=premio.fascia,
        importo=premio.importo,
        maggiorazione=premio.maggiorazione,
        conto=premio.conto,
        motivo=premio.motivo,
    )
