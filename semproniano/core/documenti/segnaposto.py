"""A font made on the spot for the signs that no font of the documents can draw."""

import unicodedata
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

FAMIGLIA = "Segnaposto"
_UNITA = 1000
_LARGHEZZA = 700
# Blank signs between two boxes are drawn with the same font, and invisible ones are replaced by its space.
_SPAZI = " \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LARGHEZZA_DI_SPAZIO = 250
# PDF/A-3 (6.2.11.8) and PDF/UA-1 (7.21.8) forbid the glyph .notdef, and a font holds 65.535 glyphs.
MASSIMO = 60_000


def _riquadro():
    penna = TTGlyphPen(None)
    for sinistra, basso, destra, alto in ((80, 0, 620, 700), (140, 60, 560, 640)):
        angoli = [(sinistra, basso), (sinistra, alto), (destra, alto), (destra, basso)]
        # The inner box runs the other way round, so that it is a hole.
        if sinistra != 80:
            angoli.reverse()
        penna.moveTo(angoli[0])
        for angolo in angoli[1:]:
            penna.lineTo(angolo)
        penna.closePath()
    return penna.glyph()


def _si_vede(segno: str) -> bool:
    return unicodedata.category(segno) not in {"Cf", "Zs", "Zl", "Zp", "Mn", "Me"}


def carattere_segnaposto(segni: list[str]) -> bytes:
    """A TrueType font that draws an empty box for each of ``segni`` (at most :data:`MASSIMO`).

    One glyph a sign, so that the PDF keeps the true text of each. The same signs give the same bytes.
    """
    nomi = {segno: f"u{ord(segno):05X}" for segno in sorted({*segni, *_SPAZI})}
    vuoto, riquadro = TTGlyphPen(None).glyph(), _riquadro()
    disegni = {".notdef": vuoto}
    larghezze = {".notdef": (_LARGHEZZA, 0)}
    for segno, nome in nomi.items():
        si_vede = _si_vede(segno)
        disegni[nome] = riquadro if si_vede else vuoto
        larghezze[nome] = (_LARGHEZZA if si_vede else _LARGHEZZA_DI_SPAZIO if segno in _SPAZI else 0, 0)
    fabbrica = FontBuilder(_UNITA, isTTF=True)
    fabbrica.setupGlyphOrder(list(disegni))
    fabbrica.setupCharacterMap({ord(segno): nome for segno, nome in nomi.items()})
    fabbrica.setupGlyf(disegni)
    fabbrica.setupHorizontalMetrics(larghezze)
    fabbrica.setupHorizontalHeader(ascent=900, descent=-250)
    fabbrica.setupNameTable({"familyName": FAMIGLIA, "styleName": "Regular", "psName": FAMIGLIA})
    fabbrica.setupOS2(sTypoAscender=900, sTypoDescender=-250, usWinAscent=900, usWinDescent=250)
    fabbrica.setupPost()
    fabbrica.updateHead(created=0, modified=0)
    fabbrica.font.recalcTimestamp = False
    uscita = BytesIO()
    fabbrica.save(uscita)
    return uscita.getvalue()
