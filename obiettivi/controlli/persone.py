"""Checks of the people and of their shares (PE01–PE06). A sheet without shares is the subject of none but PE05."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING

from obiettivi.controlli.lettura import Nomi, quote_per_scheda
from obiettivi.sezioni import OBIETTIVI
from piani.controlli import controllo
from piani.controlli.luoghi import dove_persona
from piani.controlli.testi import elenco, leggi_percentuale, leggi_somiglianza, scrivi_decimale
from piani.models import PersonaScheda
from piani.sezioni import SCHEDE
from semproniano.core.controlli import Gravita, Oggetto, Parametro, Rilievo
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from obiettivi.sezioni import AssegnazioneFoto
    from piani.sezioni import Fotografia
    from piani.sezioni.schede import DipendenteFoto, PersonaFoto, SchedaFoto

CENTO = Decimal(100)


def _nomi_di_persona(foto: Fotografia) -> dict[str, str]:
    return {
        persona.dipendente.codice: f"{persona.dipendente.cognome} {persona.dipendente.nome}"
        for scheda in foto[SCHEDE]
        for persona in scheda.persone
    }


def _rilievo(scheda: tuple[str, int], codice: str, testo: str, campo: str) -> Rilievo:
    return Rilievo(testo, Oggetto("persona", *scheda, codice), dove_persona(*scheda, codice, campo))


@controllo(
    "PE01",
    soggetto="la persona",
    gravita=Gravita.AVVISO,
    frase="Le quote di una persona sugli obiettivi di un anno del piano non sommano a 100.",
)
def quote_a_cento(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi, persone = Nomi(foto), _nomi_di_persona(foto)
    quote: dict[tuple[int, str], list[AssegnazioneFoto]] = defaultdict(list)
    for righe in quote_per_scheda(foto).values():
        for riga in righe:
            quote[riga.anno, riga.dipendente].append(riga)
    for (anno, codice), righe in quote.items():
        totale = sum(riga.percentuale for riga in righe)
        if totale != CENTO:
            aree = list(dict.fromkeys(riga.area for riga in righe))
            yield _rilievo(
                (aree[0], anno),
                codice,
                f"{persone.get(codice, codice)}, {anno} ({elenco(map(nomi.area, aree))}): le quote sommano a "
                f"{in_italiano(totale)}, non a 100.",
                "assegnazioni",
            )


@controllo(
    "PE02",
    soggetto="l'obiettivo",
    gravita=Gravita.AVVISO,
    frase="In una scheda con quote, un obiettivo che pesa non è assegnato a nessuno.",
)
def obiettivo_di_nessuno(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi, quote = Nomi(foto), quote_per_scheda(foto)
    assegnati = {(riga.area, riga.anno, riga.numero) for righe in quote.values() for riga in righe}
    for obiettivo in foto[OBIETTIVI]:
        chiave = (*obiettivo.chiave_scheda, obiettivo.numero)
        if obiettivo.chiave_scheda in quote and obiettivo.peso and chiave not in assegnati:
            testo = f"pesa {in_italiano(obiettivo.peso)} e non è assegnato a nessuno."
            yield nomi.rilievo(obiettivo, testo, "assegnazioni")


@controllo(
    "PE03",
    soggetto="la persona",
    gravita=Gravita.INFORMAZIONE,
    frase="Una persona ha gran parte della sua quota su un obiettivo che pesa poco.",
    parametri=(
        Parametro("peso", "peso che è poco, fino a", Decimal(5), leggi_percentuale, scrivi_decimale),
        Parametro("quota", "quota che è molta, da (%)", Decimal(50), leggi_percentuale, scrivi_decimale),
    ),
)
def molto_su_poco(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi, persone = Nomi(foto), _nomi_di_persona(foto)
    pesi = {(*riga.chiave_scheda, riga.numero): riga.peso for riga in foto[OBIETTIVI]}
    for scheda, righe in quote_per_scheda(foto).items():
        per_persona = defaultdict(list)
        for riga in righe:
            peso = pesi.get((*scheda, riga.numero))
            if peso is not None and peso <= parametri["peso"] and riga.percentuale >= parametri["quota"]:
                per_persona[riga.dipendente].append(
                    f"il {in_italiano(riga.percentuale)}% sull'obiettivo {riga.numero}, che pesa {in_italiano(peso)}"
                )
        for codice, quote in per_persona.items():
            testo = f"{nomi.scheda(*scheda)}: {persone.get(codice, codice)} ha {elenco(quote)}."
            yield _rilievo(scheda, codice, testo, "assegnazioni")


def _schede_con_quote(foto: Fotografia) -> Iterator[tuple[SchedaFoto, list[AssegnazioneFoto]]]:
    quote = quote_per_scheda(foto)
    for scheda in foto[SCHEDE]:
        if scheda.chiave in quote:
            yield scheda, quote[scheda.chiave]


@controllo(
    "PE04",
    soggetto="la persona",
    gravita=Gravita.AVVISO,
    frase="In una scheda con quote, una persona della scheda non ha obiettivi.",
)
def persona_senza_obiettivi(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi = Nomi(foto)
    for scheda, righe in _schede_con_quote(foto):
        con_quota = {riga.dipendente for riga in righe}
        for persona in scheda.persone:
            codice = persona.dipendente.codice
            if codice not in con_quota:
                ruolo = ", responsabile," if persona.dipendente == scheda.responsabile else ""
                testo = f"{nomi.scheda(*scheda.chiave)}: {_nome(persona)}{ruolo} non ha obiettivi assegnati."
                yield _rilievo(scheda.chiave, codice, testo, "assegnazioni")


def _nome(persona: PersonaFoto) -> str:
    return f"{persona.dipendente.cognome} {persona.dipendente.nome}"


@controllo(
    "PE05",
    soggetto="la persona",
    gravita=Gravita.AVVISO,
    frase="Due persone hanno nomi quasi uguali: forse è la stessa, scritta in due modi.",
    parametri=(
        Parametro(
            "somiglianza",
            "somiglianza dei nomi, da 0 a 1 (1: uguali)",
            Decimal("0.85"),
            leggi_somiglianza,
            scrivi_decimale,
        ),
    ),
)
def nomi_quasi_uguali(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    prima_volta: dict[str, tuple[tuple[str, int], DipendenteFoto]] = {}
    for scheda in foto[SCHEDE]:
        for persona in scheda.persone:
            prima_volta.setdefault(persona.dipendente.codice, (scheda.chiave, persona.dipendente))
    for (_, uno), (scheda, altro) in combinations(prima_volta.values(), 2):
        if _quasi_uguali(uno, altro, float(parametri["somiglianza"])):
            testo = (
                f"«{altro.cognome} {altro.nome}» somiglia a «{uno.cognome} {uno.nome}»: se è la stessa persona, "
                "correggere il nome."
            )
            yield _rilievo(scheda, altro.codice, testo, "dipendente")


def _quasi_uguali(uno: DipendenteFoto, altro: DipendenteFoto, soglia: float) -> bool:
    """One of cognome and nome is equal, the other is close: a slip of the pen. Names that differ by the last vowel
    (Francesco, Francesca) are two names."""
    coppie = [(uno.cognome.casefold(), altro.cognome.casefold()), (uno.nome.casefold(), altro.nome.casefold())]
    diverse = [coppia for coppia in coppie if coppia[0] != coppia[1]]
    if len(diverse) != 1:
        return False
    primo, secondo = diverse[0]
    if primo[:-1] == secondo[:-1]:
        return False
    return SequenceMatcher(None, primo, secondo, autojunk=False).ratio() >= soglia


@controllo(
    "PE06",
    soggetto="la persona",
    gravita=Gravita.INFORMAZIONE,
    frase="Personale esterno con il 100% su un obiettivo.",
)
def esterno_al_cento(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi = Nomi(foto)
    for scheda, righe in _schede_con_quote(foto):
        intere = {riga.dipendente: riga.numero for riga in righe if riga.percentuale == CENTO}
        for persona in scheda.persone:
            codice = persona.dipendente.codice
            if persona.rapporto == PersonaScheda.Rapporto.ESTERNO and codice in intere:
                testo = (
                    f"{nomi.scheda(*scheda.chiave)}: {_nome(persona)} è personale esterno e ha il 100% "
                    f"sull'obiettivo {intere[codice]}."
                )
                yield _rilievo(scheda.chiave, codice, testo, "assegnazioni")
