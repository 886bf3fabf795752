"""The cards: written by who assesses, given to the person, concluded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from piani.services.eventi import registra_evento
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata, applica
from valutazioni.calcolo.base import CENTO, arrotonda
from valutazioni.calcolo.smvp import Natura, smvp_da_json
from valutazioni.calcolo.valutazione import valuta
from valutazioni.models import Carta, Posizione
from valutazioni.permessi import PREDICATI
from valutazioni.permessi import valuta as valuta_la_carta
from valutazioni.selectors import gradi_dell_anno
from valutazioni.states import CARTA, StatoCarta

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from piani.models import Ente, Utente
    from semproniano.core.workflow import Transizione
    from valutazioni.calcolo.base import Grado
    from valutazioni.calcolo.smvp import Categoria, Smvp
    from valutazioni.calcolo.valutazione import Valutazione
    from valutazioni.selectors import GradiDellAnno

DECIMALI_DEL_PUNTEGGIO = 18
# The note of these transitions is what the person has to say.
OSSERVAZIONI = ("prendi_visione", "contesta")


def posizioni_per_persona(ente: Ente, anno: int) -> dict[int, list[Posizione]]:
    """The positions of the year by key of the person, in the order of their days; one query."""
    per_persona: dict[int, list[Posizione]] = defaultdict(list)
    for riga in Posizione.objects.filter(ente=ente, anno=anno).select_related("dipendente", "area").order_by("dal"):
        per_persona[riga.dipendente_id].append(riga)
    return dict(per_persona)


# --- the score -------------------------------------------------------------------------------------


def a_mano(carta: Carta, smvp: Smvp) -> dict[str, Decimal]:
    """The degrees of components that the assessor has given, by code."""
    nature = {componente.codice: componente.natura for componente in smvp.componenti}
    return {
        codice: Decimal(voce["valore"])
        for codice, voce in carta.gradi.items()
        if nature.get(codice) is Natura.DIFFERENZIAZIONE and voce.get("valore")
    }


def valuta_carta(carta: Carta, smvp: Smvp, gradi: Mapping[str, Grado]) -> Valutazione:
    """The card as it stands: exact total, rows with their arithmetic, what is missing."""
    return valuta(
        smvp.categoria(carta.categoria),
        smvp,
        gradi={codice: grado.esatto for codice, grado in gradi.items()},
        voti={codice: Decimal(punti) for codice, punti in carta.voti.items()},
    )


def gradi_della_carta(carta: Carta, smvp: Smvp, dell_anno: GradiDellAnno, posizioni: Sequence[Posizione]):
    """The degrees of the components, by code, of a card that is still being written."""
    return dell_anno.componenti(smvp.categoria(carta.categoria), posizioni, a_mano(carta, smvp))


# --- writing ---------------------------------------------------------------------------------------


def _tieni(carta: Carta) -> Carta:
    trovata = (
        Carta.objects.select_for_update(of=("self",), no_key=True)
        .select_related("ente", "dipendente", "area", "smvp")
        .filter(pk=carta.pk)
        .first()
    )
    if trovata is None:
        raise OggettoCambiato(f"La scheda di valutazione «{carta}» non c'è più.")
    return trovata


def _verifica_voti(smvp: Smvp, categoria: Categoria, voti: Mapping[str, Decimal]) -> None:
    """A point outside the scale is refused, never cut."""
    nomi = {voce.codice: voce.nome for voce in smvp.comportamenti}
    previsti = {voce.codice for voce in categoria.comportamenti}
    contro = []
    for codice, punti in voti.items():
        if codice not in previsti:
            contro.append("Un comportamento non è tra quelli della categoria: ricaricare la pagina.")
        elif not 0 <= punti <= smvp.scala.massimo or punti != arrotonda(punti, smvp.scala.decimali):
            contro.append(f"«{nomi[codice]}»: i punti vanno da 0 a {smvp.scala.massimo}.")
    if contro:
        raise TransizioneRifiutata(*contro)


@transaction.atomic
def salva_carta(
    *,
    carta: Carta,
    voti: Mapping[str, Decimal],
    gradi: Mapping[str, Decimal],
    giudizio: str,
    esclusione: str,
    utente: Utente,
    versione: int,
) -> Carta:
    """Write a card that is in bozza. `voti`: points by code of behaviour; `gradi`: degrees by code of the components
    that the assessor gives. Raises TransizioneVietata, OggettoCambiato, TransizioneRifiutata, ValidationError."""
    carta = _tieni(carta)
    if not valuta_la_carta(utente, carta):
        raise TransizioneVietata
    if carta.stato != StatoCarta.BOZZA or carta.versione != versione:
        raise OggettoCambiato(f"La scheda di «{carta}» è cambiata dopo che la pagina è stata aperta.")
    smvp = smvp_da_json(carta.smvp.contenuto)
    _verifica_voti(smvp, smvp.categoria(carta.categoria), voti)
    if any(not 0 <= grado <= CENTO for grado in gradi.values()):
        raise TransizioneRifiutata("I gradi dati a mano vanno da 0 a 100.")
    carta.voti = {codice: str(punti) for codice, punti in voti.items()}
    carta.gradi = {codice: {"valore": str(grado)} for codice, grado in gradi.items()}
    carta.giudizio, carta.esclusione = giudizio.strip(), esclusione.strip()
    carta.punteggio, carta.fascia = None, ""
    carta.versione += 1
    carta.full_clean()
    carta.save()
    return carta


# --- transitions -----------------------------------------------------------------------------------


@dataclass
class PraticaDellaCarta:
    carta: Carta
    utente: Utente
    dati: dict[str, Any] = field(default_factory=dict)

    def prendi(self) -> Carta:
        return _tieni(self.carta)

    def permette(self, transizione: Transizione, carta: Carta) -> bool:
        return PREDICATI[transizione.chi].vale(self.utente, carta)

    def motivi(self, transizione: Transizione, carta: Carta, nota: str) -> Sequence[str]:
        return ()

    def scrivi(self, transizione: Transizione, carta: Carta, nota: str) -> None:
        adesso = timezone.now()
        if transizione.codice == "comunica":
            carta.comunicata_il = adesso
        elif transizione.codice == "prendi_visione":
            carta.vista_il = adesso
        elif carta.stato == StatoCarta.DEFINITIVA:
            carta.definitiva_il = adesso
        elif carta.stato == StatoCarta.BOZZA:
            carta.comunicata_il = carta.vista_il = carta.definitiva_il = None
            carta.punteggio, carta.fascia = None, ""
        if transizione.codice in OSSERVAZIONI and nota:
            carta.osservazioni = "\n\n".join(filter(None, (carta.osservazioni, nota)))

    def salva(self, transizione: Transizione, carta: Carta, nota: str) -> None:
        self.scrivi(transizione, carta, nota)
        carta.versione += 1
        carta.save()

    def racconta(self, transizione: Transizione, carta: Carta, da: str, nota: str) -> None:
        """What the person observes stays on the card: the register is read by more people."""
        registra_evento(
            oggetto=carta,
            transizione=transizione,
            da=da,
            nota="" if transizione.codice in OSSERVAZIONI else nota,
            utente=self.utente,
            dati={"anno": carta.anno, "versione": carta.versione, **self.dati},
        )


@dataclass
class PropostaDellaCarta(PraticaDellaCarta):
    """The score is computed, and the degrees that made it are kept with their arithmetic."""

    valutazione: Valutazione | None = field(default=None, init=False)

    def motivi(self, transizione: Transizione, carta: Carta, nota: str) -> Sequence[str]:
        smvp = smvp_da_json(carta.smvp.contenuto)
        dell_anno = gradi_dell_anno(carta.ente, carta.anno, smvp)
        if dell_anno is None:
            return [f"Nessun piano approvato copre il {carta.anno}."]
        posizioni = posizioni_per_persona(carta.ente, carta.anno).get(carta.dipendente_id, [])
        if not posizioni:
            return [f"Manca la posizione di {carta.dipendente} nel {carta.anno}."]
        self.gradi = gradi_della_carta(carta, smvp, dell_anno, posizioni)
        self.valutazione = valuta_carta(carta, smvp, self.gradi)
        return self.valutazione.componenti.motivi

    def scrivi(self, transizione: Transizione, carta: Carta, nota: str) -> None:
        carta.proposta_il, carta.valutata_da = timezone.now(), self.utente
        carta.punteggio = arrotonda(self.valutazione.componenti.esatto, DECIMALI_DEL_PUNTEGGIO)
        carta.fascia = self.valutazione.fascia.codice if self.valutazione.fascia else ""
        carta.gradi = {
            codice: {"valore": str(grado.esatto), "conto": grado.conto, "note": list(grado.note)}
            for codice, grado in self.gradi.items()
        }


def muovi_carta(*, carta: Carta, codice: str, utente: Utente, nota: str = "", versione: int | None = None) -> Carta:
    """A transition of the card (`valutazioni.states.CARTA`). Raises TransizioneVietata, OggettoCambiato,
    TransizioneRifiutata with what is missing."""
    pratica = (PropostaDellaCarta if codice == "proponi" else PraticaDellaCarta)(carta, utente)
    return applica(CARTA[codice], pratica, nota=nota, versione=versione)
