"""Who measures, who assesses, who is assessed. Rights come from an Incarico in force, as in `piani.permessi`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piani.permessi import Predicato, Ruolo

if TYPE_CHECKING:
    from piani.models import Utente
    from piani.models.base import DellEnte
    from valutazioni.models import Carta, VersioneSmvp
    from valutazioni.models.base import DellaScheda

# Who reads every result and every number of the body; cards and premi are for fewer eyes.
RUOLI_RISULTATI = (Ruolo.AMMINISTRATORE, Ruolo.SEGRETARIO, Ruolo.SINDACO, Ruolo.GIUNTA, Ruolo.NUCLEO)
# Who reads every card and every premio of the body. The amministratore sets the body up and assesses nobody.
RUOLI_VALUTAZIONI = (Ruolo.SEGRETARIO, Ruolo.NUCLEO)


def misura_area(utente: Utente, ente: int, area: int | None) -> bool:
    """True for who enters values and proposes results: the responsabile of the area, the Segretario for the sheets
    without area (`area` None)."""
    if area is None:
        return ente in utente.enti_con_ruolo([Ruolo.SEGRETARIO])
    return area in utente.aree_dirette


def propone(utente: Utente, riga: DellaScheda) -> bool:
    """Who enters a value, annuls it, proposes a result."""
    return misura_area(utente, riga.ente_id, riga.area_id)


def legge_misure(utente: Utente, ente: int, area: int | None, tipo: str) -> bool:
    """True for who reads values and results of a sheet: as `piani.permessi.legge_scheda` for the sheet itself."""
    if utente.is_superuser or ente in utente.enti_con_ruolo(RUOLI_RISULTATI):
        return True
    if area is None:
        return tipo == "ente" and ente in utente.enti_con_ruolo([Ruolo.RESPONSABILE])
    return area in utente.aree_dirette


def prepara(utente: Utente, riga: DellEnte) -> bool:
    """The Segretario prepares SMVP, premi and Relazione."""
    return riga.ente_proprio() in utente.enti_con_ruolo([Ruolo.SEGRETARIO])


def conferma(utente: Utente, riga: DellEnte) -> bool:
    """The Nucleo confirms results, gives its opinion, validates."""
    return riga.ente_proprio() in utente.enti_con_ruolo([Ruolo.NUCLEO])


def valuta(utente: Utente, carta: Carta) -> bool:
    """The Nucleo for the Segretario, the Segretario for who leads an area, who leads the area for the others. Nobody
    assesses himself."""
    if e_valutata(utente, carta):
        return False
    if carta.valutatore == carta.Valutatore.RESPONSABILE:
        return carta.area_id in utente.aree_dirette
    ruolo = Ruolo.NUCLEO if carta.valutatore == carta.Valutatore.NUCLEO else Ruolo.SEGRETARIO
    return carta.ente_id in utente.enti_con_ruolo([ruolo])


def e_valutata(utente: Utente, carta: Carta) -> bool:
    """True for the person of the card. `carta` comes with its dipendente."""
    return carta.dipendente.utente_id is not None and carta.dipendente.utente_id == utente.pk


def riapre(utente: Utente, carta: Carta) -> bool:
    """The Segretario, but never the own card, which the Nucleo reopens."""
    if carta.valutatore == carta.Valutatore.NUCLEO or e_valutata(utente, carta):
        return valuta(utente, carta)
    return carta.ente_id in utente.enti_con_ruolo([Ruolo.SEGRETARIO])


def legge_carta(utente: Utente, carta: Carta) -> bool:
    """The person's own card, those one assesses, and all of them for `RUOLI_VALUTAZIONI`; a draft is of who writes it.

    `CartaQuerySet.leggibili_da` says the same in SQL.
    """
    if e_valutata(utente, carta):
        return carta.e_comunicata
    return valuta(utente, carta) or carta.ente_id in utente.enti_con_ruolo(RUOLI_VALUTAZIONI)


def legge_smvp(utente: Utente, riga: VersioneSmvp) -> bool:
    """Everybody of the body reads what was adopted; a draft is of who writes it and of the Nucleo."""
    if utente.is_superuser or riga.ente_id in utente.enti_con_ruolo(RUOLI_VALUTAZIONI):
        return True
    return riga.stato in ("adottato", "superato") and riga.ente_id in utente.ruoli_per_ente


PREDICATI = {
    "propone": Predicato(propone, "responsabile dell'area; Segretario per le schede senza area"),
    "conferma": Predicato(conferma, "Nucleo di valutazione"),
    "prepara": Predicato(prepara, "Segretario"),
    "valuta": Predicato(valuta, "chi valuta: Nucleo, Segretario o responsabile dell'area"),
    "e_valutata": Predicato(e_valutata, "la persona valutata"),
    "riapre": Predicato(riapre, "Segretario; Nucleo per la scheda del Segretario"),
}
