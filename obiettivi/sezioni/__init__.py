"""What this app puts in the fotografia: objectives of the DUP, objectives of the sheets, shares of people."""

from obiettivi.sezioni.forme import (
    AssegnazioneFoto,
    FaseFoto,
    IndicatoreFoto,
    ObiettivoFoto,
    OperativoFoto,
    PesoPersonaleFoto,
    ValoreAttesoFoto,
)
from obiettivi.sezioni.letture import ASSEGNAZIONI, OBIETTIVI, OPERATIVI, leggi_righe, registra
from obiettivi.sezioni.trasversali import completa

__all__ = [
    "ASSEGNAZIONI",
    "OBIETTIVI",
    "OPERATIVI",
    "AssegnazioneFoto",
    "FaseFoto",
    "IndicatoreFoto",
    "ObiettivoFoto",
    "OperativoFoto",
    "PesoPersonaleFoto",
    "ValoreAttesoFoto",
    "completa",
    "leggi_righe",
    "registra",
]
