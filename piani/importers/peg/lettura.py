"""From the bytes of a file to a PegLetto: the sheet, the columns, the rows, the sums, the words of the responsabili."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from piani.importers.peg.capitolo import Riferimenti
from piani.importers.peg.codici import testo_di
from piani.importers.peg.colonne import campi_del_peg
from piani.importers.peg.forme import Colonna, PegLetto
from piani.importers.peg.liste import Liste
from piani.importers.peg.responsabili import Responsabili, nomi_delle_aree
from piani.importers.peg.riconoscimento import parte_dai_nomi, parte_dalle_colonne
from piani.importers.peg.righe import Righe
from piani.importers.peg.totali import Controprova
from piani.models import MappaturaColonne
from piani.selectors import voci_di_bilancio
from semproniano.core.griglie.base import Limiti, con_punti
from semproniano.core.griglie.colonne import e_vuoto, mappa_colonne, normalizza
from semproniano.core.griglie.formati import XLSX, controlla_dimensione, riconosci
from semproniano.core.griglie.lettura import leggi_file
from semproniano.core.griglie.xlsx import Libro

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from piani.models import Piano
    from semproniano.core.griglie.base import Avvertenza, Griglia, Riga
    from semproniano.core.griglie.colonne import Campo, Mappa

    Progresso = Callable[[int, str], None]

LIMITI = Limiti(colonne=120)
SCOPO = "peg"
"""Of the mapping that the body remembers."""
RIGHE_D_ESEMPIO = 30
ESEMPIO_MASSIMO = 40
# Where the reading of the cells ends and that of the rows begins, of 100.
_META = 60
_RIGHE_DI_UN_PEG = 20_000
# Columns that only a statement of what was spent or received has.
_DI_RENDICONTO = ("impegnato", "pagato", "accertato", "riscosso", "liquidato")
_TROPPE = 40
"""Columns of a statement with a column for each missione; a PEG has twenty."""


class Scelte(msgspec.Struct, frozen=True):
    """What the person has chosen in the preview."""

    parte: str = ""
    foglio: str = ""
    colonne: dict[int, str] = {}
    """Field by column; "" leaves it out."""
    responsabili: dict[str, str] = {}
    """Word, normalised → slug of the area, "" for none."""


def assaggia(nome: str, contenuto: bytes) -> None:
    """Raises GrigliaNonLeggibile for what is no table at all, without reading all of it."""
    controlla_dimensione(len(contenuto), LIMITI)
    if riconosci(nome, contenuto) == XLSX:
        Libro(nome, contenuto, LIMITI)


def leggi_peg(
    nome: str,
    contenuto: bytes,
    *,
    piano: Piano,
    scelte: Scelte | None = None,
    progresso: Progresso | None = None,
) -> PegLetto:
    """All that the file says, read for the plan (years, lists of the first one, areas of the body, what the body chose
    the last time). `progresso(percent, words)`. Raises GrigliaNonLeggibile for what is no table."""
    scelte, progresso = scelte or Scelte(), progresso or (lambda *_: None)
    progresso(2, "Apertura del file")
    campi = campi_del_peg(piano.anno_inizio)
    griglia = leggi_file(
        nome,
        contenuto,
        foglio=scelte.foglio,
        preferenza=lambda foglio: _somiglia(foglio, campi),
        limiti=LIMITI,
        avanza=lambda righe: progresso(_di_cento(righe), f"Lettura delle celle: {con_punti(righe)} righe"),
    )
    memoria = MappaturaColonne.objects.filter(ente=piano.ente_id, scopo=SCOPO).first() or MappaturaColonne()
    mappa = _mappa(griglia, campi, scelte, memoria.colonne)
    comune = PegLetto(
        nome=nome,
        foglio=griglia.foglio,
        fogli=griglia.fogli,
        colonne=_colonne(griglia, mappa),
        avvertenze=tuple(_avvertenze(griglia, mappa)),
    )
    if motivo := _motivo(griglia, mappa):
        return msgspec.structs.replace(comune, motivo=motivo)
    responsabili = Responsabili(nomi_delle_aree(piano.ente), memoria.valori.get("area", {}) | scelte.responsabili)
    righe = Righe(
        griglia,
        mappa,
        Riferimenti(Liste(piano.anno_inizio, voci_di_bilancio(piano.anno_inizio)), responsabili),
        Controprova(piano.anno_inizio),
        scelte.parte or parte_dai_nomi(griglia.foglio) or parte_dalle_colonne(mappa) or parte_dai_nomi(nome),
    )
    righe.leggi(lambda fatte, tutte: progresso(_META + (98 - _META) * fatte // tutte, "Controllo delle righe"))
    return msgspec.structs.replace(
        comune,
        righe=tuple(righe.righe),
        altre=tuple(righe.altre),
        totali=tuple(righe.controprova.dichiarati),
        parole=responsabili.parole(),
        motivo="" if righe.righe else "Sotto i titoli delle colonne non c'è nessun capitolo.",
    )


def _di_cento(righe: int) -> int:
    return min(_META, 5 + righe * (_META - 5) // _RIGHE_DI_UN_PEG)


def _somiglia(griglia: Griglia, campi: tuple[Campo, ...]) -> int:
    mappa = mappa_colonne(griglia, campi)
    return len(mappa.colonne) + 20 * (not mappa.mancanti)


def _mappa(griglia: Griglia, campi: tuple[Campo, ...], scelte: Scelte, ricordate: Mapping[str, str]) -> Mappa:
    """The columns by name; what the body chose the last time wins over it, what the person chooses now over all."""
    mappa = mappa_colonne(griglia, campi)
    note = {
        colonna: ricordate[titolo]
        for colonna, testo in enumerate(mappa.titoli)
        if (titolo := normalizza(testo)) in ricordate
    }
    a_mano = note | scelte.colonne
    return mappa_colonne(griglia, campi, a_mano=a_mano) if a_mano else mappa


def _colonne(griglia: Griglia, mappa: Mappa) -> tuple[Colonna, ...]:
    campi = {colonna: nome for nome, colonna in mappa.colonne.items()}
    righe = griglia.righe[mappa.prima : mappa.prima + RIGHE_D_ESEMPIO]
    return tuple(
        Colonna(mappa.titolo_di(colonna), campi.get(colonna, ""), _esempio(righe, colonna))
        for colonna in range(griglia.larghezza)
    )


def _esempio(righe: tuple[Riga, ...], colonna: int) -> str:
    pieno = next((valore for riga in righe if not e_vuoto(valore := riga.cella(colonna))), "")
    return testo_di(pieno)[:ESEMPIO_MASSIMO]


def _avvertenze(griglia: Griglia, mappa: Mappa) -> list[str]:
    frasi = [_frase(voce) for voce in griglia.avvertenze]
    if len(griglia.fogli) > 1:
        frasi.append(
            f"Il file ha {len(griglia.fogli)} fogli e se ne legge uno per volta: ora «{griglia.foglio}». Un altro si "
            "sceglie qui sotto, o si importa dopo: la parte che non c'è in un foglio non si tocca."
        )
    if mappa.mancanti:
        return frasi
    per_nome = {campo.nome: campo.titolo for campo in mappa.campi}
    if assenti := [per_nome[nome] for nome in ("competenza_2", "competenza_3") if nome not in mappa.colonne]:
        frasi.append(f"Nel file non c'è: {', '.join(assenti)}. Gli importi restano a zero: il PEG è di tre anni.")
    if "cassa" not in mappa.colonne:
        frasi.append("Nel file non c'è la cassa del primo anno, che il PEG deve avere (art. 169 TUEL).")
    if "area" not in mappa.colonne:
        frasi.append("Nel file non c'è il responsabile: i capitoli restano senza.")
    return frasi


def _frase(avvertenza: Avvertenza) -> str:
    return f"Cella {avvertenza.cella}: {avvertenza.messaggio}" if avvertenza.cella else avvertenza.messaggio


def _motivo(griglia: Griglia, mappa: Mappa) -> str:
    """Why the table is not a PEG; "" when it has the columns that are needed."""
    if not mappa.mancanti:
        return ""
    mancanti = " e ".join(campo.titolo.lower() for campo in mappa.mancanti)
    titoli = mappa.titoli or tuple(testo_di(valore) for valore in griglia.righe[0].celle)
    motivo = f"Non è un PEG che si possa leggere: manca la colonna di: {mancanti}. Il file ha {_in_breve(titoli)}."
    if "capitolo" in mappa.colonne:
        return motivo
    parole = Counter(parola for titolo in titoli for parola in set(normalizza(titolo).split()))
    if griglia.larghezza > _TROPPE or sum(parole[parola] for parola in _DI_RENDICONTO) >= len(_DI_RENDICONTO):
        return (
            f"{motivo} Sembra un rendiconto, o un quadro per missioni: serve l'elenco dei capitoli con le previsioni."
        )
    return f"{motivo} Serve l'elenco dei capitoli; se la colonna c'è con un altro nome, indicarla."


def _in_breve(titoli: Sequence[str]) -> str:
    primi = ", ".join(f"«{titolo.strip()[:50]}»" for titolo in titoli[:4])
    return f"{primi} e altre {len(titoli) - 4} colonne" if len(titoli) > 5 else primi
