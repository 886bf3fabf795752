"""Reads: what is in force, what was measured of it, which degrees come out."""

from valutazioni.selectors.gradi import (
    ObiettivoMisurato,
    SchedaMisurata,
    VoceMisurata,
    scheda_misurata,
    schede_misurate,
)
from valutazioni.selectors.in_forza import (
    FotoInForza,
    SchedaInForza,
    anni_in_forza,
    foto_in_forza,
    parametri_in_forza,
    scheda_in_forza,
    smvp_in_forza,
    versioni_in_forza,
)
from valutazioni.selectors.persone import GradiDellAnno, gradi_dell_anno
from valutazioni.selectors.valori import (
    POSTO_FASI,
    Storia,
    ValoriObiettivo,
    ValoriScheda,
    rilevazioni_della_scheda,
    testi_misurati,
    valori_dell_anno,
    valori_della_scheda,
)

__all__ = [
    "POSTO_FASI",
    "FotoInForza",
    "GradiDellAnno",
    "ObiettivoMisurato",
    "SchedaInForza",
    "SchedaMisurata",
    "Storia",
    "ValoriObiettivo",
    "ValoriScheda",
    "VoceMisurata",
    "anni_in_forza",
    "foto_in_forza",
    "gradi_dell_anno",
    "parametri_in_forza",
    "rilevazioni_della_scheda",
    "scheda_in_forza",
    "scheda_misurata",
    "schede_misurate",
    "smvp_in_forza",
    "testi_misurati",
    "valori_dell_anno",
    "valori_della_scheda",
    "versioni_in_forza",
]
