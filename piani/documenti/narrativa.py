"""The narrative of a plan to HTML: restricted Markdown, and markers replaced by what the data say.

Allowed: paragraphs, *corsivo*, **grassetto**, numbered and dotted lists, links to web and mail addresses. Everything
else (HTML, images, headings, code, tables) is printed as it was typed: nothing is lost and nothing is fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from piani.models import SezioneNarrativa
from semproniano.core.documenti.testi import stampabile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from piani.sezioni.piano import SezioneNarrativaFoto

REGOLE = ("newline", "escape", "emphasis", "balance_pairs", "link", "image", "autolink", "entity", "list")
# markdown-it drops what is nested deeper than this: such a text is printed as it was typed instead.
ANNIDAMENTO_MASSIMO = 20
# The parser's time can grow with the square of the length; a section of the real plan has some 4.000 characters.
LUNGHEZZA_MASSIMA = 100_000
_INDIRIZZO = re.compile(r"(https?://[^\s/]|mailto:[^\s@]+@[^\s@])", re.IGNORECASE)
_CAPOVERSI = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class SezioneStampa:
    """A heading of the plan as it is printed: `livello` of the heading (h2 to h4), the text as HTML."""

    ancora: str
    livello: int
    titolo: str
    html: SafeString
    e_parte: bool


def _lettore() -> MarkdownIt:
    lettore = MarkdownIt("zero", {"maxNesting": ANNIDAMENTO_MASSIMO}).enable(list(REGOLE))
    lettore.validateLink = lambda indirizzo: bool(_INDIRIZZO.match(indirizzo))
    lettore.add_render_rule("image", _immagine)
    return lettore


def _immagine(_resa, segni: Sequence[Token], posto: int, _opzioni, _ambiente) -> str:
    """An image is never shown: its Markdown is."""
    segno = segni[posto]
    return escape(f"![{segno.content}]({segno.attrGet('src')})")


def _collegamenti_semplici(segni: list[Token]) -> list[Token]:
    """Links hold plain words only (PDF/UA-1, 7.18.5, as WeasyPrint tags it), and never nothing at all."""
    usciti: list[Token] = []
    aperto: Token | None = None
    parole = ""
    for segno in segni:
        if segno.type == "link_open":
            aperto, parole = segno, ""
            usciti.append(segno)
        elif segno.type == "link_close" and aperto:
            usciti.append(_parole(parole.strip() or str(aperto.attrGet("href"))))
            usciti.append(segno)
            aperto = None
        elif aperto:
            parole += " " if segno.type in {"softbreak", "hardbreak"} else segno.content
        else:
            usciti.append(segno)
    return usciti


def _parole(testo: str) -> Token:
    return Token("text", "", 0, content=testo)


def markdown_in_html(testo: str) -> SafeString:
    """HTML of a text in restricted Markdown; a text too long or too deeply nested is printed as it was typed."""
    testo = stampabile(testo)
    if len(testo) > LUNGHEZZA_MASSIMA:
        return testo_in_html(testo)
    lettore = _lettore()
    segni = lettore.parse(testo)
    if any(segno.level >= ANNIDAMENTO_MASSIMO - 1 for segno in segni):
        return testo_in_html(testo)
    for segno in segni:
        if segno.children:
            segno.children = _collegamenti_semplici(segno.children)
    # What the parser gives is escaped: HTML rules are off, addresses pass validateLink.
    return mark_safe(lettore.renderer.render(segni, lettore.options, {}))  # noqa: S308


def testo_in_html(testo: str) -> SafeString:
    """Paragraphs of a plain text, escaped."""
    capoversi = (capoverso for capoverso in _CAPOVERSI.split(testo) if capoverso.strip())
    return mark_safe("".join(f"<p>{escape(capoverso.strip())}</p>\n" for capoverso in capoversi))  # noqa: S308


def segnaposti_usati(sezioni: Sequence[SezioneNarrativaFoto]) -> set[str]:
    """The markers that stand on a line of their own somewhere in the narrative."""
    righe = {riga.strip() for sezione in sezioni for riga in sezione.testo.splitlines()}
    return righe & SezioneNarrativa.SEGNAPOSTI.keys()


def _testo(testo: str, elenchi: Mapping[str, Callable[[], str]]) -> SafeString:
    pezzi: list[str] = []
    righe: list[str] = []
    for riga in testo.splitlines():
        if riga.strip() in elenchi:
            pezzi += [markdown_in_html("\n".join(righe)), elenchi[riga.strip()]()]
            righe = []
        else:
            righe.append(riga)
    pezzi.append(markdown_in_html("\n".join(righe)))
    return mark_safe("".join(pezzi))  # noqa: S308 - each piece is escaped


def sezioni_stampa(
    sezioni: Sequence[SezioneNarrativaFoto], elenchi: Mapping[str, Callable[[], str]]
) -> Iterator[SezioneStampa]:
    """The sections with their headings; `elenchi` gives the HTML that takes the place of each marker.

    The title of the plan is the h1. A part is an h2, and so is a section that comes before any part. No level is
    ever skipped (PDF/UA-1, 7.4.2).
    """
    precedente, scatto = 1, 0
    for numero, sezione in enumerate(sezioni, start=1):
        e_parte = sezione.livello == SezioneNarrativa.Livello.PARTE
        scatto = 1 if e_parte else scatto
        livello = precedente = min(sezione.livello + scatto, precedente + 1)
        yield SezioneStampa(
            ancora=f"sezione-{numero}",
            livello=livello,
            titolo=stampabile(sezione.titolo),
            html=_testo(sezione.testo, elenchi),
            e_parte=e_parte,
        )
