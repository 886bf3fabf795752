"""Checks of the sheet and of what its objectives must have (OB01–OB06, OB12, OB14)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from obiettivi.controlli.lettura import (
    Nomi,
    numero_stampato,
    operativi_per_codice,
    schede_con_obiettivi,
)
from obiettivi.sezioni import OBIETTIVI
from piani.controlli import controllo
from piani.controlli.luoghi import dove_scheda, oggetto_scheda
from piani.controlli.testi import elenco, leggi_intero
from piani.models import SchedaArea
from piani.sezioni import LINEE, PIANO
from semproniano.core.controlli import Gravita, Parametro, Rilievo
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from obiettivi.sezioni import ObiettivoFoto
    from piani.sezioni import Fotografia

CENTO = Decimal(100)


@controllo(
    "OB01",
    soggetto="la scheda",
    gravita=Gravita.BLOCCANTE,
    frase="I pesi di una scheda in percentuale sommano esattamente a 100.",
)
def pesi_a_cento(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi = Nomi(foto)
    for scheda, obiettivi in schede_con_obiettivi(foto):
        pesati = [obiettivo for obiettivo in obiettivi if not obiettivo.e_condizione]
        solo_condizioni = obiettivi and not pesati
        totale = sum((obiettivo.peso or Decimal(0) for obiettivo in pesati), Decimal(0))
        if scheda.modo_peso != SchedaArea.ModoPeso.PERCENTUALE or solo_condizioni or totale == CENTO:
            continue
        yield Rilievo(
            f"{nomi.scheda(*scheda.chiave)}: {_scarto(totale, pesati)}.",
            oggetto_scheda(*scheda.chiave),
            dove_scheda(*scheda.chiave, "pesi"),
        )


def _scarto(totale: Decimal, pesati: Sequence[ObiettivoFoto]) -> str:
    if not pesati:
        return "la scheda non ha obiettivi e i pesi devono sommare a 100"
    verso = "mancano" if totale < CENTO else "sono di troppo"
    testo = f"i pesi sommano a {in_italiano(totale)}, {verso} {in_italiano(abs(CENTO - totale))} punti"
    senza = [obiettivo.numero for obiettivo in pesati if obiettivo.peso is None]
    return f"{testo}; senza peso: {elenco(senza)}" if senza else testo


@controllo(
    "OB02",
    soggetto="la scheda",
    gravita=Gravita.AVVISO,
    frase="I numeri stampati di una scheda sono ripetuti, mancano o saltano.",
)
def numeri_stampati(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi = Nomi(foto)
    for scheda, obiettivi in schede_con_obiettivi(foto):
        problemi = _problemi_dei_numeri(obiettivi)
        if problemi:
            yield Rilievo(
                f"{nomi.scheda(*scheda.chiave)}: {'; '.join(problemi)}.",
                oggetto_scheda(*scheda.chiave),
                dove_scheda(*scheda.chiave, "numeri"),
            )


def _problemi_dei_numeri(obiettivi: Sequence[ObiettivoFoto]) -> list[str]:
    problemi = []
    scritti = [obiettivo for obiettivo in obiettivi if obiettivo.numero_pubblicato.strip()]
    if scritti and len(scritti) < len(obiettivi):
        senza = elenco(riga.numero for riga in obiettivi if not riga.numero_pubblicato.strip())
        problemi.append(f"manca il numero stampato degli obiettivi {senza}")
    stampati = [numero_stampato(riga).strip() for riga in (scritti or obiettivi)]
    ripetuti = [numero for numero, volte in Counter(stampati).items() if volte > 1]
    if ripetuti:
        problemi.append(f"il numero stampato {elenco(ripetuti)} è ripetuto")
    interi = {int(numero) for numero in stampati if numero.isdecimal()}
    # One by one: a printed number may be 9999999999.
    saltati = list(islice((n for n in range(1, max(interi, default=0)) if n not in interi), 5))
    if saltati:
        problemi.append(f"tra i numeri stampati manca il {elenco(saltati)}")
    return problemi


@controllo(
    "OB03",
    soggetto="l'obiettivo",
    gravita=Gravita.BLOCCANTE,
    frase="Un obiettivo ha descrizione, almeno un indicatore, un valore atteso e una scadenza.",
    norma="NO05",
)
def obiettivo_intero(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi = Nomi(foto)
    for obiettivo in foto[OBIETTIVI]:
        mancanze = _mancanze(obiettivo)
        if mancanze:
            parole = elenco(parola for parola, _ in mancanze)
            yield nomi.rilievo(obiettivo, f"manca {parole}.", mancanze[0][1])


def _mancanze(obiettivo: ObiettivoFoto) -> list[tuple[str, str]]:
    """(what is missing, the field) in the order of the form."""
    indicatori = obiettivo.indicatori
    presenti = {
        ("la descrizione", "descrizione"): obiettivo.descrizione.strip(),
        ("l'indicatore", "indicatori"): any(voce.descrizione.strip() for voce in indicatori),
        ("il valore atteso", "indicatori"): any(v.valore_atteso.strip() or v.valori_attesi for v in indicatori),
        ("la scadenza", "scadenza"): obiettivo.scadenza or obiettivo.scadenza_testo.strip(),
    }
    return [voce for voce, presente in presenti.items() if not presente]


@controllo(
    "OB04",
    soggetto="l'obiettivo",
    gravita=Gravita.AVVISO,
    altre_gravita=(Gravita.INFORMAZIONE,),
    frase="La scadenza cade fuori dall'anno della scheda: prima, o dopo il triennio (avviso); dopo, ma nel triennio "
    "(informazione: obiettivo pluriennale).",
)
def scadenza_fuori_anno(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi, ultimo = Nomi(foto), foto[PIANO].anno_fine
    for obiettivo in foto[OBIETTIVI]:
        data = obiettivo.scadenza
        if data is None or data.year == obiettivo.anno:
            continue
        if data.year < obiettivo.anno:
            testo, gravita = "cade prima dell'anno della scheda", Gravita.AVVISO
        elif data.year > ultimo:
            testo, gravita = f"cade dopo l'ultimo anno del piano ({ultimo})", Gravita.AVVISO
        else:
            testo, gravita = "cade dopo l'anno della scheda: è un obiettivo pluriennale", Gravita.INFORMAZIONE
        yield nomi.rilievo(obiettivo, f"la scadenza {data:%d/%m/%Y} {testo}.", "scadenza", gravita)


@controllo(
    "OB05",
    soggetto="l'obiettivo",
    gravita=Gravita.AVVISO,
    frase="La scadenza viene prima della data dell'atto che approva il piano.",
)
def scadenza_prima_dell_atto(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    atto, nomi = foto[PIANO].atto, Nomi(foto)
    for obiettivo in foto[OBIETTIVI]:
        data = obiettivo.scadenza
        if atto and data and data < atto.data:
            testo = f"la scadenza {data:%d/%m/%Y} viene prima dell'atto che approva il piano ({atto.data:%d/%m/%Y})."
            yield nomi.rilievo(obiettivo, testo, "scadenza")


@controllo(
    "OB06",
    soggetto="l'obiettivo",
    gravita=Gravita.AVVISO,
    frase="La scadenza è scritta solo a parole.",
)
def scadenza_a_parole(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi = Nomi(foto)
    for obiettivo in foto[OBIETTIVI]:
        parole = obiettivo.scadenza_testo.strip()
        if obiettivo.scadenza is None and parole:
            yield nomi.rilievo(obiettivo, f"la scadenza è solo a parole, «{parole}»: serve una data.", "scadenza")


@controllo(
    "OB12",
    soggetto="la scheda",
    gravita=Gravita.AVVISO,
    frase="Obiettivi che non si collegano, con un obiettivo operativo, a una linea di mandato.",
    norma="NO05",
)
def senza_linea_di_mandato(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    numeri = {linea.numero for linea in foto[LINEE]}
    if not numeri:
        return
    nomi, operativi = Nomi(foto), operativi_per_codice(foto)
    for scheda, obiettivi in schede_con_obiettivi(foto):
        slegati = [
            obiettivo.numero
            for obiettivo in obiettivi
            if obiettivo.operativo not in operativi or operativi[obiettivo.operativo].linea not in numeri
        ]
        if slegati:
            soggetto, verbo = ("gli obiettivi", "citano") if len(slegati) > 1 else ("l'obiettivo", "cita")
            yield Rilievo(
                f"{nomi.scheda(*scheda.chiave)}: {soggetto} {elenco(slegati)} non {verbo} una linea di mandato.",
                oggetto_scheda(*scheda.chiave),
                dove_scheda(*scheda.chiave, "operativi"),
            )


@controllo(
    "OB14",
    soggetto="la scheda",
    gravita=Gravita.INFORMAZIONE,
    frase="La scheda ha più obiettivi del limite che l'ente si è dato.",
    parametri=(Parametro("massimo", "numero massimo di obiettivi in una scheda", 8, leggi_intero),),
)
def troppi_obiettivi(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi, massimo = Nomi(foto), parametri["massimo"]
    for scheda, obiettivi in schede_con_obiettivi(foto):
        if len(obiettivi) > massimo:
            yield Rilievo(
                f"{nomi.scheda(*scheda.chiave)}: {len(obiettivi)} obiettivi, il limite dell'ente è {massimo}.",
                oggetto_scheda(*scheda.chiave),
                dove_scheda(*scheda.chiave, "obiettivi"),
            )
