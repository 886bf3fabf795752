"""The fotografia and the sections that this app puts in it."""

from piani.sezioni.base import SEZIONI, Fotografia, FotografiaNonLeggibile, Sezione, Voce, da_json, fotografa
from piani.sezioni.confronto import Confronto, confronta
from piani.sezioni.parti import con_parte, parte_da_json, parte_di_scheda
from piani.sezioni.peg import PEG, fotografa_per_le_schede
from piani.sezioni.piano import ENTE, LINEE, NARRATIVA, PIANO
from piani.sezioni.schede import AREE, SCHEDE

__all__ = [
    "AREE",
    "ENTE",
    "LINEE",
    "NARRATIVA",
    "PEG",
    "PIANO",
    "SCHEDE",
    "SEZIONI",
    "Confronto",
    "Fotografia",
    "FotografiaNonLeggibile",
    "Sezione",
    "Voce",
    "con_parte",
    "confronta",
    "da_json",
    "fotografa",
    "fotografa_per_le_schede",
    "parte_da_json",
    "parte_di_scheda",
]
