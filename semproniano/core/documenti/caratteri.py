"""The fonts of the documents, and nothing but them.

WeasyPrint asks fontconfig for the fonts of the machine: the same HTML would then give other bytes, and other page
breaks, on the next machine. Here the font map holds only the files kept in ``static/vendor``: Titillium Web (the font
of the Italian design system) and, for the signs it lacks ("≥", "≤", "✓", arrows, Greek, Cyrillic, Hebrew, Arabic,
simple emoji), DejaVu Sans.

A sign that neither font has (Chinese, newer emoji) is printed as an empty box: the document gets a small font made for
the purpose (:mod:`semproniano.core.documenti.segnaposto`). The sign keeps its place in the text of the PDF (search,
copy and screen readers find it) and the PDF stays valid. :func:`senza_segno` says which signs they are.
"""

import unicodedata
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from fontTools.ttLib import TTFont
from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration

from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.segnaposto import MASSIMO, carattere_segnaposto

FAMIGLIA = "Titillium Web"
FAMIGLIA_DI_RISERVA = "DejaVu Sans"
FILE = (
    "vendor/titillium-web/titillium-web-regular.ttf",
    "vendor/titillium-web/titillium-web-italic.ttf",
    "vendor/titillium-web/titillium-web-600.ttf",
    "vendor/titillium-web/titillium-web-700.ttf",
    "vendor/titillium-web/titillium-web-700italic.ttf",
    "vendor/dejavu-sans/DejaVuSans.ttf",
)

# First rule: the semibold file names a family of its own ("Titillium Web SemiBold"); with it font-weight: 600 works.
# Second rule: whatever family a style sheet or an SVG asks for, it gets these two, in this order.
_REGOLE = f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<match target="scan">
<test name="family" compare="eq"><string>{FAMIGLIA} SemiBold</string></test>
<edit name="family" mode="prepend"><string>{FAMIGLIA}</string></edit>
</match>
<match target="pattern">
<edit name="family" mode="append_last" binding="strong">
<string>{FAMIGLIA}</string><string>{FAMIGLIA_DI_RISERVA}</string>
</edit>
</match>
</fontconfig>""".encode()

# WeasyPrint declares only what it uses itself of fontconfig.
ffi.cdef("FcConfig * FcConfigCreate (void); FcBool FcConfigSetCurrent (FcConfig *config);", override=True)


def _configurazione():
    """A fontconfig configuration that has our rules and no font, no folder, no file of the machine."""
    configurazione = fontconfig.FcConfigCreate()
    fontconfig.FcConfigParseAndLoadFromMemory(configurazione, _REGOLE, True)
    return configurazione


@cache
def _senza_regole_di_sistema() -> None:
    """Keep the machine's rules ("sans-serif is …") out.

    Pango looks families up with the current configuration of the process, not with that of its font map. Nothing else
    in this program uses fontconfig inside the process.
    """
    fontconfig.FcConfigSetCurrent(_configurazione())


class CaratteriDelProgetto(FontConfiguration):
    """A font configuration that sees only :data:`FILE` below the folder of static files.

    ``testo`` is everything that will be printed (more does no harm): the signs that need a box are found in it. One
    object serves one document: WeasyPrint keeps its caches there.
    """

    def __init__(self, radice: Path, testo: str = ""):
        super().__init__()
        _senza_regole_di_sistema()
        self._config = _configurazione()
        for nome in FILE:
            self._aggiungi(radice / nome)
        if mancanti := _da_disegnare(testo, radice):
            # WeasyPrint's own folder of fonts: it removes it together with this object.
            self._folder = Path(mkdtemp(prefix="caratteri-"))
            segnaposto = self._folder / "segnaposto.ttf"
            segnaposto.write_bytes(carattere_segnaposto(mancanti))
            self._aggiungi(segnaposto)
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        # The font map keeps its own reference.
        fontconfig.FcConfigDestroy(self._config)

    def _aggiungi(self, percorso: Path) -> None:
        if not fontconfig.FcConfigAppFontAddFile(self._config, str(percorso).encode()):
            raise ErroreDocumento(f"Non si può leggere il file dei caratteri «{percorso.name}».")


@cache
def _coperti(radice: Path) -> frozenset[int]:
    coperti: set[int] = set()
    for nome in (FILE[0], FILE[-1]):
        with TTFont(radice / nome, lazy=True) as carattere:
            coperti.update(carattere.getBestCmap())
    return frozenset(coperti)


def senza_segno(testo: str, radice: Path) -> list[str]:
    """The signs of ``testo`` that no font of the documents can draw, sorted, each once."""
    return sorted(segno for segno in set(testo) if ord(segno) not in _coperti(radice) and segno not in "\t\n\r")


def _da_disegnare(testo: str, radice: Path) -> list[str]:
    # HarfBuzz takes some signs apart before it looks for their glyphs (Thai, Lao, Hangul).
    mancanti = "".join(senza_segno(testo, radice))
    return senza_segno(mancanti + unicodedata.normalize("NFKD", mancanti), radice)[:MASSIMO]
