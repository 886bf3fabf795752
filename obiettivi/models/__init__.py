"""Models of the objectives: strategico → operativo → gestionale, and what hangs on each."""

from obiettivi.models.bozze import BozzaScheda, ModelloObiettivo
from obiettivi.models.gestionali import (
    PESO_MASSIMO,
    TESTO_MASSIMO,
    Fase,
    Indicatore,
    ObiettivoGestionale,
    ValoreAtteso,
)
from obiettivi.models.persone import AssegnazioneDipendente, PesoPersonale
from obiettivi.models.risorse import RisorsaObiettivo
from obiettivi.models.strategia import ObiettivoOperativo, ObiettivoStrategico

__all__ = [
    "PESO_MASSIMO",
    "TESTO_MASSIMO",
    "AssegnazioneDipendente",
    "BozzaScheda",
    "Fase",
    "Indicatore",
    "ModelloObiettivo",
    "ObiettivoGestionale",
    "ObiettivoOperativo",
    "ObiettivoStrategico",
    "PesoPersonale",
    "RisorsaObiettivo",
    "ValoreAtteso",
]
