"""The HTML of a document as WeasyPrint reads it, without the styles of what no document of ours has.

WeasyPrint's own style sheet names six pseudo-elements of *every* element (markers of lists, calls and marks of notes)
and computes the styles of each: at 400 objectives 52.000 of 53.000 style objects, 75 MB, for nothing. The pages, and
the bytes, are the same without them.
"""

import gc
import re
from functools import cache

import weasyprint
from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA

_NOTE = re.compile(r"^::(?:foot)?note-\w+ \{.*\}$", re.MULTILINE)
_MARCATORI = re.compile(r"^::marker(?= \{)", re.MULTILINE)


def foglio_di_base() -> str:
    """WeasyPrint's style sheet without notes, and with markers for what has one (`display: list-item`)."""
    return _MARCATORI.sub(":is(li, summary)::marker", _NOTE.sub("", UA))


@cache
def _foglio() -> weasyprint.CSS:
    # A counter style of its own: the names that the sheet defines are already taken in WeasyPrint's.
    return weasyprint.CSS(string=foglio_di_base(), counter_style=CounterStyle())


class Sorgente(weasyprint.HTML):
    """`weasyprint.HTML` with :func:`foglio_di_base`: no notes (`float: footnote`), no forms."""

    def _ua_stylesheets(self, forms=False):
        return [_foglio()]

    def render(self, *posizionali, **opzioni):
        documento = super().render(*posizionali, **opzioni)
        gc.collect()
        return documento
