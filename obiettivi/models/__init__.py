"""Models of the objectives: strategico → operativo → gestionale, and what hangs on each."""

from obiettivi.models.gestionali import PESO_MASSIMO, Fase, Indicatore, ObiettivoGestionale, ValoreAtteso
from obiettivi.models.persone import AssegnazioneDipendente, PesoPersonale
from obiettivi.models.strategia import ObiettivoOperativo, ObiettivoStrategico

__all__ = [
    "PESO_MASSIMO",
    "AssegnazioneDipendente",
    "Fase",
    "Indicatore",
    "ObiettivoGestionale",
    "ObiettivoOperativo",
    "ObiettivoStrategico",
    "PesoPersonale",
    "ValoreAtteso",
]
