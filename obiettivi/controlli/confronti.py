"""Checks that compare objectives with one another (OB10, OB11) and with the DUP (OB13, PI01)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from obiettivi.controlli.lettura import Nomi, operativi_per_codice
from obiettivi.sezioni import OBIETTIVI
from piani.controlli import controllo
from piani.controlli.testi import (
    ANNO,
    coppie_possibili,
    elenco,
    leggi_missioni,
    leggi_somiglianza,
    normale,
    scrivi_decimale,
    scrivi_missioni,
    simili,
)
from piani.models import SchedaArea
from piani.sezioni import LINEE, SCHEDE
from semproniano.core.controlli import Gravita, Oggetto, Parametro, Rilievo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from obiettivi.sezioni import ObiettivoFoto, OperativoFoto
    from piani.sezioni import Fotografia

# How many similar objectives a message names: three are enough to propose a transversal one.
ALTRE_AREE = 3
NUMERI = re.compile(r"\d+(?:[.,]\d+)?")


def _somiglianza(predefinita: str) -> Parametro:
    return Parametro(
        "somiglianza",
        "somiglianza dei testi, da 0 a 1 (1: uguali)",
        Decimal(predefinita),
        leggi_somiglianza,
        scrivi_decimale,
    )


@controllo(
    "OB10",
    soggetto="l'obiettivo",
    gravita=Gravita.AVVISO,
    frase="Nello stesso anno un'altra area ha un obiettivo simile: si può scriverne uno trasversale.",
    parametri=(_somiglianza("0.85"),),
)
def simile_in_un_altra_area(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    soglia, nomi = float(parametri["somiglianza"]), Nomi(foto)
    aree = {scheda.chiave for scheda in foto[SCHEDE] if scheda.tipo == SchedaArea.Tipo.AREA}
    per_anno = defaultdict(list)
    for obiettivo in foto[OBIETTIVI]:
        if obiettivo.chiave_scheda in aree and obiettivo.trasversale is None and obiettivo.descrizione.strip():
            per_anno[obiettivo.anno].append(obiettivo)
    for obiettivi in per_anno.values():
        for obiettivo, simili_a in _simili_tra_aree(obiettivi, soglia):
            altri = elenco(f"{nomi.area(riga.area)} {riga.numero}" for riga in simili_a)
            testo = f"la descrizione è simile a quella di {altri}: proporre un obiettivo trasversale."
            yield nomi.rilievo(obiettivo, testo, "trasversale")


class _Somiglianze:
    """The first similar objectives of other areas, one an area and ALTRE_AREE at most, for each place in a list."""

    def __init__(self, obiettivi: Sequence[ObiettivoFoto]) -> None:
        self._obiettivi = obiettivi
        self._trovati: dict[int, dict[str, ObiettivoFoto]] = defaultdict(dict)

    def unisci(self, uni: Sequence[int], altri: Sequence[int]) -> None:
        """The objectives at `altri` are similar to those at `uni`."""
        for uno in uni:
            trovati, area = self._trovati[uno], self._obiettivi[uno].area
            for altro in (self._obiettivi[posto] for posto in altri):
                if len(trovati) >= ALTRE_AREE:
                    break
                if altro.area != area:
                    trovati.setdefault(altro.area, altro)

    def complete(self, posti: Sequence[int]) -> bool:
        return all(len(self._trovati[posto]) >= ALTRE_AREE for posto in posti)

    def __iter__(self) -> Iterator[tuple[ObiettivoFoto, list[ObiettivoFoto]]]:
        for posto, trovati in sorted(self._trovati.items()):
            if trovati:
                yield self._obiettivi[posto], [trovati[area] for area in sorted(trovati)]


def _simili_tra_aree(obiettivi: Sequence[ObiettivoFoto], soglia: float) -> _Somiglianze:
    """Equal texts are compared once, and no pair is compared that could tell nothing new."""
    uguali = defaultdict(list)
    for posto, obiettivo in enumerate(obiettivi):
        uguali[normale(obiettivo.descrizione)].append(posto)
    somiglianze = _Somiglianze(obiettivi)
    for posti in uguali.values():
        somiglianze.unisci(posti, posti)
    for uno, altro in coppie_possibili(list(uguali), soglia):
        uni, altri = uguali[uno], uguali[altro]
        completi = somiglianze.complete(uni) and somiglianze.complete(altri)
        if not completi and simili(uno, altro, soglia):
            somiglianze.unisci(uni, altri)
            somiglianze.unisci(altri, uni)
    return somiglianze


def _testo_intero(obiettivo: ObiettivoFoto) -> str:
    """Description, indicators and targets, as they are compared from one year to the next."""
    celle = [obiettivo.descrizione]
    for voce in obiettivo.indicatori:
        celle += [voce.descrizione, voce.valore_atteso]
    return normale("\n".join(celle))


def _traguardo(obiettivo: ObiettivoFoto) -> Counter:
    """The figures of the targets: one that changes is a new target, however alike the texts are."""
    figure = Counter()
    for voce in obiettivo.indicatori:
        figure.update(NUMERI.findall(ANNO.sub("#", voce.valore_atteso)))
        figure.update(
            (valore.operatore, valore.valore, valore.data and (valore.data.month, valore.data.day))
            for valore in voce.valori_attesi
            if valore.anno == obiettivo.anno
        )
    return figure


@controllo(
    "OB11",
    soggetto="l'obiettivo",
    gravita=Gravita.AVVISO,
    frase="L'anno prima la stessa area aveva lo stesso obiettivo, con lo stesso valore atteso.",
    norma="NO05",
    parametri=(_somiglianza("0.95"),),
)
def uguale_all_anno_prima(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    soglia, nomi = float(parametri["somiglianza"]), Nomi(foto)
    per_scheda = defaultdict(list)
    for obiettivo in foto[OBIETTIVI]:
        per_scheda[obiettivo.chiave_scheda].append((obiettivo, _testo_intero(obiettivo), _traguardo(obiettivo)))
    for (area, anno), righe in per_scheda.items():
        for obiettivo, testo, traguardo in righe:
            for prima, testo_prima, traguardo_prima in per_scheda.get((area, anno - 1), ()):
                if traguardo == traguardo_prima and simili(testo, testo_prima, soglia):
                    domanda = f"è come il {prima.numero} del {prima.anno}: continua con lo stesso valore atteso?"
                    yield nomi.rilievo(obiettivo, domanda, "indicatori")
                    break


# --- Missione and programma ----------------------------------------------------------------------

# Words that say where a matter belongs in the budget (d.lgs. 118/2011 all. 14), whatever the area.
MATERIE = (
    (re.compile(r"\bcentr[oi] commercial", re.IGNORECASE), "14", "il commercio"),
    (re.compile(r"\bturis(?:mo|tic)", re.IGNORECASE), "07", "il turismo"),
    (re.compile(r"\b(?:mensa|refezione|trasporto) scolastic", re.IGNORECASE), "04", "la scuola"),
    (re.compile(r"\b(?:cimiter|necroscopic)", re.IGNORECASE), "12", "i cimiteri"),
    (re.compile(r"\bprotezione civile", re.IGNORECASE), "11", "la protezione civile"),
)


def _problema_di_missione(
    obiettivo: ObiettivoFoto, operativo: OperativoFoto | None, ammesse: Sequence[str] | None
) -> str:
    if operativo is None or operativo.missione is None:
        return "non ha missione e programma"
    for materia, missione, nome in MATERIE:
        if materia.search(obiettivo.descrizione) and operativo.missione != missione:
            return f"sta nella missione {operativo.missione}, ma {nome} è di norma nella {missione}"
    if ammesse is not None and operativo.missione not in ammesse:
        return f"sta nella missione {operativo.missione}, che non è tra quelle dell'area ({elenco(ammesse)})"
    return "ha la missione ma non il programma" if operativo.programma is None else ""


@controllo(
    "OB13",
    soggetto="l'obiettivo",
    gravita=Gravita.INFORMAZIONE,
    frase="Missione o programma mancano, oppure la missione non è plausibile per l'area o per la materia.",
    parametri=(
        Parametro(
            "missioni",
            "missioni plausibili, un'area per riga (tecnica: 08, 09, 10); altrove vanno bene tutte",
            {},
            leggi_missioni,
            scrivi_missioni,
            su_piu_righe=True,
        ),
    ),
)
def missione_da_rivedere(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi, operativi = Nomi(foto), operativi_per_codice(foto)
    for obiettivo in foto[OBIETTIVI]:
        operativo = operativi.get(obiettivo.operativo or "")
        problema = _problema_di_missione(obiettivo, operativo, parametri["missioni"].get(obiettivo.area))
        if problema:
            yield nomi.rilievo(obiettivo, f"{problema}.", "operativo")


@controllo(
    "PI01",
    soggetto="la linea di mandato",
    gravita=Gravita.AVVISO,
    frase="Una linea di mandato non ha obiettivi in nessuna scheda.",
)
def linea_senza_obiettivi(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    operativi = operativi_per_codice(foto)
    citati = {obiettivo.operativo for obiettivo in foto[OBIETTIVI]}
    coperte = {riga.linea for codice, riga in operativi.items() if codice in citati}
    for linea in foto[LINEE]:
        if linea.numero not in coperte:
            titolo = linea.titolo.rstrip(". ")
            yield Rilievo(
                f"La linea di mandato {linea.numero} («{titolo}») non ha obiettivi in nessuna area.",
                Oggetto("linea", numero=linea.numero),
                f"linee/{linea.numero}/titolo",
            )
