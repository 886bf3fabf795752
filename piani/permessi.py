"""Roles and what each may do. Rights come from an Incarico in force, never from a flag on the user."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from piani.models import Piano, SchedaArea, Utente
    from piani.models.base import DellEnte


class Ruolo(models.TextChoices):
    AMMINISTRATORE = "amministratore", "Amministratore"
    SEGRETARIO = "segretario", "Segretario comunale"
    RESPONSABILE = "responsabile", "Responsabile di area"
    SINDACO = "sindaco", "Sindaco"
    GIUNTA = "giunta", "Componente della Giunta"
    NUCLEO = "nucleo", "Nucleo di valutazione / OIV"
    DIPENDENTE = "dipendente", "Dipendente"


# Roles that work in the admin. The others have pages of their own.
RUOLI_ADMIN = (Ruolo.AMMINISTRATORE, Ruolo.SEGRETARIO)
# Who sets up the body: people, areas, roles. The Segretario writes the plan but gives no rights to anybody.
RUOLI_ORGANIZZAZIONE = (Ruolo.AMMINISTRATORE,)
# Who reads every sheet of the body, drafts included. A responsabile reads those of the own areas and the body's.
RUOLI_LETTURA = (Ruolo.AMMINISTRATORE, Ruolo.SEGRETARIO, Ruolo.SINDACO, Ruolo.GIUNTA, Ruolo.NUCLEO)


def legge_scheda(utente: Utente, scheda: SchedaArea) -> bool:
    """True when the sheet exists for the user (`SchedaArea.objects.leggibili_da` says the same in SQL).

    `scheda` comes with its plan: nothing is asked to the database but the roles of the user, once.
    """
    ente = scheda.piano.ente_id
    if utente.is_superuser or ente in utente.enti_con_ruolo(RUOLI_LETTURA):
        return True
    if scheda.area_id is None:
        return scheda.tipo == scheda.Tipo.ENTE and ente in utente.enti_con_ruolo([Ruolo.RESPONSABILE])
    return scheda.area_id in utente.aree_dirette


def scrive_scheda(utente: Utente, scheda: SchedaArea) -> bool:
    """True for who writes the sheet and proposes it: the responsabile of the area; the Segretario for the sheets
    without area. Whether the sheet is open to changes is another question (`e_modificabile`)."""
    if scheda.area_id is None:
        return scheda.piano.ente_id in utente.enti_con_ruolo([Ruolo.SEGRETARIO])
    return scheda.area_id in utente.aree_dirette


# --- who does the transitions (piani.states) -------------------------------------------------------


def e_del_segretario(scheda: SchedaArea) -> bool:
    """True for the sheets that the Segretario writes and proposes, so that somebody else must validate them: those
    without area, and that of an area of which the Segretario is responsabile (art. 53 c. 23 L. 388/2000)."""
    return scheda.area_id is None or scheda.area_id in scheda.piano.ente.aree_del_segretario


def chi_valida(scheda: SchedaArea) -> Ruolo:
    """The Segretario; for the Segretario's own sheets the Sindaco or the Nucleo, as the body has set."""
    if e_del_segretario(scheda):
        return Ruolo(scheda.piano.ente.scheda_segretario_validata_da)
    return Ruolo.SEGRETARIO


def valida_scheda(utente: Utente, scheda: SchedaArea) -> bool:
    return scheda.piano.ente_id in utente.enti_con_ruolo([chi_valida(scheda)])


def approva(utente: Utente, riga: DellEnte) -> bool:
    """The Segretario sends the plan to the Giunta and records what it has deliberated."""
    return riga.ente_proprio() in utente.enti_con_ruolo([Ruolo.SEGRETARIO])


def acquisisce(utente: Utente, riga: DellEnte) -> bool:
    return riga.ente_proprio() in utente.enti_con_ruolo([Ruolo.AMMINISTRATORE])


def importa_peg(utente: Utente, piano: Piano) -> bool:
    """Who imports the PEG contabile: the Segretario, the amministratore, the responsabile of the servizio finanziario
    (art. 153 TUEL). Whether the plan is open is another question."""
    if piano.ente_id in utente.enti_con_ruolo(RUOLI_ADMIN):
        return True
    return piano.ente.aree.filter(pk__in=utente.aree_dirette, gestisce_bilancio=True).exists()


def legge_peg(utente: Utente, piano: Piano) -> bool:
    """Who reads the PEG of the whole body: who reads every sheet, and the responsabili, who share its resources."""
    return utente.is_superuser or piano.ente_id in utente.enti_con_ruolo((*RUOLI_LETTURA, Ruolo.RESPONSABILE))


class Predicato(NamedTuple):
    """Who may do a transition, as a function and in words."""

    vale: Callable[[Utente, DellEnte], bool]
    in_parole: str


PREDICATI = {
    "scrive": Predicato(scrive_scheda, "responsabile dell'area; Segretario per le schede senza area"),
    "valida": Predicato(
        valida_scheda, "Segretario; per le schede che sono sue, Sindaco o Nucleo come ha scelto l'ente"
    ),
    "approva": Predicato(approva, "Segretario"),
    "pubblica": Predicato(approva, "Segretario"),
    "acquisisce": Predicato(acquisisce, "amministratore"),
}


def in_parole(predicati: Mapping[str, Predicato]) -> dict[str, str]:
    """What the drawing of the states says of each predicate."""
    return {codice: predicato.in_parole for codice, predicato in predicati.items()}
