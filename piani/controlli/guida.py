"""The page of the documentation that lists the checks, written from the register so that it never lags behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piani.controlli.base import CONTROLLI
from piani.controlli.norme import NORME, Norma, righe_della_norma

if TYPE_CHECKING:
    from collections.abc import Iterator

    from semproniano.core.controlli import Controllo

TITOLI = {
    "OB": "La scheda e i suoi obiettivi",
    "PE": "Le persone",
    "PI": "Il piano",
    "NO": "La legge, anno per anno",
    "PG": "Il PEG contabile",
    "VA": "I risultati e le valutazioni",
}
INTESTAZIONE = """\
# I controlli

Questa pagina è scritta da `manage.py guida_controlli`: non si modifica a mano.

Un **bloccante** ferma la transizione e non si spegne; un **avviso** chiede una risposta nella nota della proposta,
obbligatoria quando cita una norma; un'**informazione** si legge. L'ente può spegnere avvisi e informazioni, con un
motivo, e cambiare i parametri. I controlli di legge valgono negli anni della loro norma: l'anno della scheda per gli
obiettivi, il primo anno del piano per il piano."""
CERTEZZE = {"V": "letta in una fonte", "M": "da verificare"}


def guida_controlli() -> str:
    """`docs/controlli.md`: every check with severity, sentence, norm, parameters; then the norms with their years."""
    return "\n".join(_righe()) + "\n"


def _righe() -> Iterator[str]:
    yield INTESTAZIONE
    for famiglia, titolo in TITOLI.items():
        yield from ("", f"## {titolo} ({famiglia})", "")
        yield from ("| codice | gravità | che cosa dice | un risultato per | norma |", "|---|---|---|---|---|")
        yield from (_riga(voce) for voce in CONTROLLI if voce.codice.startswith(famiglia))
    yield from ("", "## Parametri", "", "| codice | parametro | valore di sempre |", "|---|---|---|")
    for voce in CONTROLLI:
        for parametro in voce.parametri:
            valore = parametro.scrivi(parametro.predefinito).replace("\n", "; ") or "nessuno"
            yield f"| {voce.codice} | {parametro.etichetta} | {valore} |"
    yield from ("", "## Norme", "", "L'ente può correggere l'articolo che un risultato cita.", "")
    yield from ("| norma | anni | articolo | regola | come la conosciamo |", "|---|---|---|---|---|")
    yield from (_riga_norma(riga) for riga in NORME)


def _riga(voce: Controllo) -> str:
    gravita = " o ".join(str(g.value) for g in (voce.gravita, *voce.altre_gravita))
    anni = ", ".join(riga.anni for riga in righe_della_norma(voce.norma))
    norma = f"{voce.norma} ({anni})" if voce.norma else ""
    return f"| {voce.codice} | {gravita} | {voce.frase} | {voce.soggetto} | {norma} |"


def _riga_norma(riga: Norma) -> str:
    return f"| {riga.codice} | {riga.anni} | {riga.articolo} | {riga.testo} | {CERTEZZE[riga.certezza]} |"
