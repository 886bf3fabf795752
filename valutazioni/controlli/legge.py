"""Checks of the law on a year: monitoring, Relazione, premi, SMVP, publication (NO10–NO16, NO19–NO21)."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from obiettivi.controlli.legge import NOME_CON_SOMMA, SOMMA_O_PUNTEGGIO
from piani.controlli.testi import elenco, leggi_righe, scrivi_righe
from piani.models import Documento
from semproniano.core.controlli import Gravita, Parametro, ParametroErrato, Rilievo
from semproniano.core.numeri import in_italiano
from valutazioni.calcolo.aggregati import PremioContato, differenziazione
from valutazioni.calcolo.base import CENTO, ZERO, due_decimali
from valutazioni.calcolo.verifica import unita_prevalente
from valutazioni.controlli.base import controllo_dell_anno, oggetto_anno

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from valutazioni.controlli.fatti import FattiAnno

    Importi = tuple[tuple[int, Decimal], ...]

QUOTA_EQ = Decimal(15)
"""Least share of the resources of the EQ that goes to their result, in hundredths (CCNL Funzioni locali)."""
DA_PUBBLICARE = {
    Documento.Tipo.SMVP: "il SMVP",
    Documento.Tipo.PIANO: "il Piano",
    Documento.Tipo.RELAZIONE: "la Relazione",
    Documento.Tipo.PREMI_TOTALE: "l'ammontare complessivo dei premi",
    Documento.Tipo.PREMI_DATI: "i dati relativi ai premi",
}


def termine_della_relazione(anno: int) -> datetime.date:
    """30 June of the year after (art. 10 c. 1 lett. b d.lgs 150/2009)."""
    return datetime.date(anno + 1, 6, 30)


@controllo_dell_anno(
    "NO10",
    soggetto="l'anno",
    gravita=Gravita.AVVISO,
    frase="Durante l'anno c'è almeno una rilevazione.",
)
def manca_il_monitoraggio(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    if fatti.piano and not fatti.rilevazioni:
        yield Rilievo(
            f"Nel {fatti.anno} non c'è nessuna rilevazione: i risultati non hanno un monitoraggio alle spalle.",
            oggetto_anno(fatti),
            "rilevazioni",
        )


@controllo_dell_anno(
    "NO11",
    soggetto="la Relazione",
    gravita=Gravita.BLOCCANTE,
    altre_gravita=(Gravita.AVVISO,),
    abbassabile_a=Gravita.AVVISO,
    frase="La Relazione è approvata entro il 30 giugno e validata: prima non si danno premi (bloccante per i premi).",
)
def relazione_da_validare(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    relazione, termine = fatti.relazione, termine_della_relazione(fatti.anno)
    if relazione is None or not relazione.e_validata:
        com_e = "non c'è ancora" if relazione is None else f"è nello stato «{relazione.stato}»"
        yield Rilievo(
            f"La Relazione {fatti.anno} non è validata ({com_e}): i premi si danno dopo la validazione del Nucleo.",
            oggetto_anno(fatti),
            "relazione",
        )
    approvata = relazione and relazione.approvata_il
    if (approvata or fatti.oggi) > termine:
        quando = f"è stata approvata il {approvata:%d/%m/%Y}" if approvata else "non è ancora approvata"
        yield Rilievo(
            f"La Relazione {fatti.anno} {quando}: il termine era il {termine:%d/%m/%Y}.",
            oggetto_anno(fatti),
            "relazione",
            Gravita.AVVISO,
        )


@controllo_dell_anno(
    "NO12",
    soggetto="l'anno",
    gravita=Gravita.BLOCCANTE,
    abbassabile_a=Gravita.AVVISO,
    frase="Senza un piano approvato non si dà la retribuzione di risultato (bloccante per i premi).",
)
def manca_il_piano(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    if not fatti.piano:
        yield Rilievo(
            f"Nessun piano approvato vale per il {fatti.anno}: senza piano non si dà la retribuzione di risultato.",
            oggetto_anno(fatti),
            "piano",
        )


@controllo_dell_anno(
    "NO13",
    soggetto="la categoria",
    gravita=Gravita.AVVISO,
    frase="I valutati di una categoria, se sono almeno cinque, non stanno tutti in una fascia.",
)
def premi_indifferenziati(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    per_categoria = defaultdict(list)
    for carta in fatti.carte:
        if carta.e_definitiva and carta.fascia:
            per_categoria[carta.categoria].append(
                PremioContato(categoria=carta.categoria, fascia=carta.fascia, importo=ZERO)
            )
    for codice, premi in sorted(per_categoria.items()):
        if differenziazione(premi).indifferenziata:
            yield Rilievo(
                f"{_nome_categoria(fatti, codice)}: i {len(premi)} valutati sono tutti nella stessa fascia.",
                oggetto_anno(fatti),
                "carte",
            )


def _nome_categoria(fatti: FattiAnno, codice: str) -> str:
    categorie = fatti.smvp.categorie if fatti.smvp else ()
    return next((categoria.nome for categoria in categorie if categoria.codice == codice), codice)


def leggi_importi(testo: str) -> Importi:
    """Lines "2025: 30.000,00": euro of a year."""
    importi = []
    for riga in leggi_righe(testo):
        try:
            anno, scritto = riga.split(":")
            importi.append((int(anno), Decimal(scritto.strip().replace(".", "").replace(",", "."))))
        except (ValueError, InvalidOperation) as errore:
            raise ParametroErrato("Scrivere un anno per riga, con gli euro: 2025: 30.000,00.") from errore
    return tuple(importi)


def scrivi_importi(importi: Importi) -> str:
    return scrivi_righe(f"{anno}: {due_decimali(euro)}" for anno, euro in importi)


@controllo_dell_anno(
    "NO14",
    soggetto="il SMVP e i fondi",
    gravita=Gravita.AVVISO,
    altre_gravita=(Gravita.INFORMAZIONE,),
    frase="Al risultato degli EQ va il 15% delle loro risorse; la maggiorazione dei migliori è quella del contratto.",
    parametri=(
        Parametro(
            "risorse_eq",
            "risorse per gli EQ (posizione e risultato), anno per anno",
            (),
            leggi_importi,
            scrivi_importi,
            su_piu_righe=True,
        ),
    ),
)
def quote_del_contratto(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    if fatti.smvp is None:
        return
    responsabili = {categoria.codice for categoria in fatti.smvp.categorie if categoria.responsabile}
    risultato = sum((euro for codice, euro in fatti.fondi.items() if codice in responsabili), ZERO)
    risorse = dict(parametri["risorse_eq"]).get(fatti.anno)
    if risorse and CENTO * risultato < QUOTA_EQ * risorse:
        yield Rilievo(
            f"Al risultato degli EQ vanno {due_decimali(risultato)} euro su {due_decimali(risorse)}: "
            f"meno del {in_italiano(QUOTA_EQ)}%.",
            oggetto_anno(fatti),
            "fondi",
        )
    if all(categoria.premio.maggiorazione is None for categoria in fatti.smvp.categorie):
        yield Rilievo(
            "Il SMVP non prevede la maggiorazione per i migliori: le cifre sono quelle del contratto in vigore.",
            oggetto_anno(fatti),
            "smvp",
            Gravita.INFORMAZIONE,
        )


@controllo_dell_anno("NO15")
def documenti_da_pubblicare(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    if senza_dati := [f"«{riga.nome}»" for riga in fatti.documenti if not riga.ha_dati]:
        yield Rilievo(
            f"Mancano titolo o descrizione per la pubblicazione: {elenco(senza_dati)}.",
            oggetto_anno(fatti),
            "documenti",
        )
    presenti = {riga.tipo for riga in fatti.documenti}
    mancanti = [nome for tipo, nome in DA_PUBBLICARE.items() if tipo not in presenti]
    if mancanti and fatti.oggi > termine_della_relazione(fatti.anno):
        yield Rilievo(
            f"Sotto Performance mancano i documenti del {fatti.anno}: {elenco(mancanti)}.",
            oggetto_anno(fatti),
            "documenti",
            Gravita.AVVISO,
        )


@controllo_dell_anno("NO16")
def nome_con_somma(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    if not fatti.persone:
        return
    persone = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(fatti.persone)))})\b", re.IGNORECASE)

    def unisce(testo: str) -> bool:
        return bool(SOMMA_O_PUNTEGGIO.search(testo) and persone.search(testo))

    testi = fatti.relazione.testi if fatti.relazione else ()
    if sezioni := [f"«{titolo}»" for titolo, testo in testi if unisce(testo)]:
        yield Rilievo(f"La Relazione ({elenco(sezioni)}) {NOME_CON_SOMMA}.", oggetto_anno(fatti), "relazione")
    for obiettivo in fatti.obiettivi:
        if any(map(unisce, obiettivo.motivi)):
            yield Rilievo(
                f"{obiettivo.nome}: la motivazione del risultato {NOME_CON_SOMMA}.",
                oggetto_anno(fatti),
                f"risultati/{obiettivo.area}/{obiettivo.numero}",
            )


@controllo_dell_anno(
    "NO19",
    soggetto="l'anno",
    gravita=Gravita.INFORMAZIONE,
    frase="Il Referto del controllo di gestione si ricava dai dati della Relazione.",
)
def referto(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    if not fatti.ha_referto:
        yield Rilievo(
            f"Il Referto del controllo di gestione {fatti.anno} non è ancora pronto: si prepara con i documenti della "
            "Relazione approvata.",
            oggetto_anno(fatti),
            "relazione",
        )


@controllo_dell_anno(
    "NO20",
    soggetto="il SMVP",
    gravita=Gravita.AVVISO,
    frase="Il SMVP è aggiornato ogni anno, dopo il parere del Nucleo.",
)
def smvp_da_aggiornare(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    if fatti.smvp is None:
        yield Rilievo(f"Nessun SMVP adottato vale per il {fatti.anno}.", oggetto_anno(fatti), "smvp")
    elif fatti.smvp_dal is not None and fatti.smvp_dal < fatti.anno:
        yield Rilievo(
            f"Il SMVP del {fatti.anno} è quello adottato dal {fatti.smvp_dal}: ogni anno si aggiorna, o si conferma "
            "con il parere del Nucleo.",
            oggetto_anno(fatti),
            "smvp",
        )


@controllo_dell_anno(
    "NO21",
    soggetto="la categoria",
    gravita=Gravita.AVVISO,
    frase="Nella scheda di EQ e dirigenti gli indicatori dell'unità hanno il peso prevalente.",
)
def peso_dell_unita(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    for frase in unita_prevalente(fatti.smvp) if fatti.smvp else ():
        yield Rilievo(frase, oggetto_anno(fatti), "smvp")
