"""Models of what is measured and assessed: values and results, SMVP, cards, premi, Relazione."""

from valutazioni.models.carte import Carta, Posizione
from valutazioni.models.premi import DatiPremi, DistribuzionePremi, Fondo
from valutazioni.models.relazione import Relazione, SezioneRelazione, VersioneRelazione
from valutazioni.models.rilevazioni import TERMINI_USUALI, Evidenza, Promemoria, Rilevazione, Risultato, Termine
from valutazioni.models.smvp import VersioneSmvp

__all__ = [
    "TERMINI_USUALI",
    "Carta",
    "DatiPremi",
    "DistribuzionePremi",
    "Evidenza",
    "Fondo",
    "Posizione",
    "Promemoria",
    "Relazione",
    "Rilevazione",
    "Risultato",
    "SezioneRelazione",
    "Termine",
    "VersioneRelazione",
    "VersioneSmvp",
]
