"""What this app puts in the fotografia: objectives of the DUP, objectives of the sheets, shares of people."""

from obiettivi.sezioni.forme import (
    AssegnazioneFoto,
    FaseFoto,
    IndicatoreFoto,
    ObiettivoFoto,
    OperativoFoto,
    PesoPersonaleFoto,
    RisorsaFoto,
    ValoreAttesoFoto,
)
from obiettivi.sezioni.letture import (
    ASSEGNAZIONI,
    OBIETTIVI,
    OPERATIVI,
    RISORSE,
    leggi_operativi_citati,
    leggi_righe,
    registra,
)
from obiettivi.sezioni.trasversali import completa, origini_per_riga

__all__ = [
    "ASSEGNAZIONI",
    "OBIETTIVI",
    "OPERATIVI",
    "RISORSE",
    "AssegnazioneFoto",
    "FaseFoto",
    "IndicatoreFoto",
    "ObiettivoFoto",
    "OperativoFoto",
    "PesoPersonaleFoto",
    "RisorsaFoto",
    "ValoreAttesoFoto",
    "completa",
    "leggi_operativi_citati",
    "leggi_righe",
    "origini_per_riga",
    "registra",
]
