"""A card as it is read: degrees with their arithmetic, points, total. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from piani.models import Evento
from valutazioni.calcolo.base import Grado
from valutazioni.calcolo.smvp import Natura, smvp_da_json
from valutazioni.models import Carta, Posizione
from valutazioni.selectors import gradi_dell_anno
from valutazioni.services.carte import gradi_della_carta, valuta_carta
from valutazioni.states import CARTA, StatoCarta

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from valutazioni.calcolo.smvp import Categoria, Smvp
    from valutazioni.calcolo.valutazione import Riga, Valutazione
    from valutazioni.selectors import GradiDellAnno, ObiettivoMisurato


@dataclass(frozen=True)
class RigaComponente:
    """A component of the score: its row, its degree (None for behaviours), whether the assessor gives it."""

    riga: Riga
    grado: Grado | None
    natura: Natura

    @property
    def a_mano(self) -> bool:
        return self.natura is Natura.DIFFERENZIAZIONE


@dataclass(frozen=True)
class Passo:
    """A transition that the card has made, in words. What the person observed is not here: it is on the card."""

    quando: datetime.datetime
    fatto: str
    chi: str
    nota: str


@dataclass(frozen=True)
class CartaLetta:
    """`gradi` are those of today while the card is written, those that were frozen once it is proposed."""

    carta: Carta
    smvp: Smvp
    posizioni: Sequence[Posizione]
    gradi: Mapping[str, Grado]
    valutazione: Valutazione
    dell_anno: GradiDellAnno | None = field(default=None, repr=False)

    @property
    def categoria(self) -> Categoria:
        return self.smvp.categoria(self.carta.categoria)

    @property
    def componenti(self) -> list[RigaComponente]:
        nature = {voce.codice: voce.natura for voce in self.smvp.componenti}
        righe = self.valutazione.componenti.righe
        return [RigaComponente(riga, self.gradi.get(riga.codice), nature[riga.codice]) for riga in righe]

    @property
    def comportamenti_in_parole(self) -> list[tuple[Riga, str]]:
        return [(riga, self.in_parole(riga)) for riga in self.comportamenti]

    @property
    def comportamenti(self) -> Sequence[Riga]:
        return self.valutazione.comportamenti.righe if self.valutazione.comportamenti else ()

    def in_parole(self, riga: Riga) -> str:
        """What the points of a behaviour mean: its descriptor, else the level of the scale; "" where there is none."""
        if riga.valore is None:
            return ""
        comportamento = next((voce for voce in self.smvp.comportamenti if voce.codice == riga.codice), None)
        descrittori = comportamento.descrittori if comportamento else ()
        trovati = [voce.testo for voce in descrittori if voce.punti == riga.valore]
        trovati += [voce.nome for voce in self.smvp.scala.livelli if voce.da <= riga.valore <= voce.a]
        return next(iter(trovati), "")

    def obiettivi(self) -> list[tuple[Posizione, ObiettivoMisurato, Decimal]]:
        """The objectives that count for the person, with their weights; only while the card is written."""
        if self.dell_anno is None:
            return []
        return [
            (posizione, misurato, peso)
            for posizione in self.posizioni
            for misurato, peso in self.dell_anno.obiettivi_di(posizione)
        ]

    def con_voti(self, voti: Mapping[str, Decimal], a_mano: Mapping[str, Decimal]) -> Valutazione:
        """What the total would be with other points."""
        gradi = dict(self.gradi)
        for codice, valore in a_mano.items():
            gradi[codice] = Grado(esatto=valore)
        provvisoria = Carta(categoria=self.carta.categoria, voti={c: str(punti) for c, punti in voti.items()})
        return valuta_carta(provvisoria, self.smvp, gradi)


def leggi_carta(carta: Carta, gradi: Mapping[str, Grado] | None = None) -> CartaLetta:
    """The card with its degrees. `gradi`: those already known, so that the plan is not read again."""
    smvp = smvp_da_json(carta.smvp.contenuto)
    righe = Posizione.objects.filter(anno=carta.anno, dipendente=carta.dipendente_id)
    posizioni = list(righe.select_related("dipendente", "area").order_by("dal"))
    dell_anno = None
    if gradi is None and carta.stato != StatoCarta.BOZZA:
        gradi = gradi_fissati(carta)
    elif gradi is None:
        dell_anno = gradi_dell_anno(carta.ente, carta.anno, smvp)
        gradi = gradi_della_carta(carta, smvp, dell_anno, posizioni) if dell_anno and posizioni else {}
    valutazione = valuta_carta(carta, smvp, gradi)
    return CartaLetta(carta, smvp, posizioni, gradi, valutazione, dell_anno)


def gradi_fissati(carta: Carta) -> dict[str, Grado]:
    """The degrees that were computed when the card was proposed."""
    return {
        codice: Grado(
            esatto=Decimal(voce["valore"]), conto=voce.get("conto", ""), note=tuple(voce.get("note", ()))
        )
        for codice, voce in carta.gradi.items()
    }  # fmt: skip


def storia_della_carta(carta: Carta) -> list[Passo]:
    """What happened to the card, in order: who reads the card reads also why it was sent back."""
    fatti = {voce.codice: voce.fatto for voce in CARTA.transizioni}
    eventi = Evento.objects.filter(ente=carta.ente_id, oggetto_tipo=Carta._meta.model_name, oggetto_id=carta.pk)
    return [
        Passo(
            evento.avvenuto_il, fatti.get(evento.transizione, evento.transizione), str(evento.utente or ""), evento.nota
        )
        for evento in eventi.select_related("utente").order_by("numero")
    ]
