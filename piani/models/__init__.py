"""Models of the plan, from the body down to the sheet."""

from piani.models.atti import Atto, LineaMandato, Mandato, Tematica
from piani.models.caricamenti import Caricamento, Lettura, MappaturaColonne
from piani.models.documenti import Documento, Produzione
from piani.models.ente import SLUG_ENTE, SLUG_SEGRETARIO, ApprovazioneBilancio, Area, Dipendente, Ente, Servizio
from piani.models.peg import Capitolo
from piani.models.piano import Allegato, Copertina, DatoDichiarato, Piano, SezioneNarrativa
from piani.models.regole import ArticoloCorretto, RegolaControllo
from piani.models.riferimenti import (
    Comune,
    ContoFinanziario,
    MacroaggregatoSpesa,
    Missione,
    Programma,
    TipologiaEntrata,
)
from piani.models.schede import PersonaScheda, SchedaArea
from piani.models.storia import Evento, Osservazione, Revisione
from piani.models.utenti import Incarico, Utente
from piani.models.versioni import Versione

__all__ = [
    "SLUG_ENTE",
    "SLUG_SEGRETARIO",
    "Allegato",
    "ApprovazioneBilancio",
    "Area",
    "ArticoloCorretto",
    "Atto",
    "Capitolo",
    "Caricamento",
    "Comune",
    "ContoFinanziario",
    "Copertina",
    "DatoDichiarato",
    "Dipendente",
    "Documento",
    "Ente",
    "Evento",
    "Incarico",
    "Lettura",
    "LineaMandato",
    "MacroaggregatoSpesa",
    "Mandato",
    "MappaturaColonne",
    "Missione",
    "Osservazione",
    "PersonaScheda",
    "Piano",
    "Produzione",
    "Programma",
    "RegolaControllo",
    "Revisione",
    "SchedaArea",
    "Servizio",
    "SezioneNarrativa",
    "Tematica",
    "TipologiaEntrata",
    "Utente",
    "Versione",
]
