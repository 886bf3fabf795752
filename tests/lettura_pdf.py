"""Reads a PDF as a screen reader does: tag after tag, in the order of the structure tree."""

import io
import re
from dataclasses import dataclass, field

import pypdf
from pypdf.generic import ContentStream

_CODICE = re.compile(r"<([0-9a-f]{4})> <([0-9a-f]+)>")


@dataclass
class Elemento:
    """A structure element: its tag, its own words, those of what is below it."""

    tag: str
    attributi: dict = field(default_factory=dict)
    alt: str = ""
    figli: list = field(default_factory=list)

    @property
    def testo(self) -> str:
        pezzi = [figlio if isinstance(figlio, str) else figlio.testo for figlio in self.figli]
        return " ".join("".join(pezzi).split())

    def tutti(self, *tag: str):
        """This element and those below it that have one of the tags (all, without tags), in reading order."""
        if not tag or self.tag in tag:
            yield self
        for figlio in self.figli:
            if isinstance(figlio, Elemento):
                yield from figlio.tutti(*tag)


def leggi(pdf: bytes) -> Elemento:
    """The root of the structure tree."""
    lettore = pypdf.PdfReader(io.BytesIO(pdf))
    testi = {}
    for pagina in lettore.pages:
        for mcid, testo in _testi_segnati(pagina).items():
            testi[pagina.indirect_reference.idnum, mcid] = testo
    radice = lettore.trailer["/Root"]["/StructTreeRoot"]
    return Elemento("/StructTreeRoot", figli=list(_figli(radice, testi, None)))


def _figli(elemento, testi, pagina):
    pagina = elemento["/Pg"].indirect_reference.idnum if "/Pg" in elemento else pagina
    figli = elemento.get("/K", [])
    for figlio in figli if isinstance(figli, list) else [figli]:
        oggetto = figlio.get_object()
        if isinstance(oggetto, int):
            yield testi.get((pagina, int(oggetto)), "")
        elif "/S" in oggetto:
            yield Elemento(
                oggetto["/S"],
                dict(oggetto.get("/A", {})),
                str(oggetto.get("/Alt", "")),
                list(_figli(oggetto, testi, pagina)),
            )
        elif "/MCID" in oggetto:
            dove = oggetto["/Pg"].indirect_reference.idnum if "/Pg" in oggetto else pagina
            yield testi.get((dove, int(oggetto["/MCID"])), "")


def _testi_segnati(pagina) -> dict[int, str]:
    """The words of each marked content of a page."""
    caratteri = {nome: _mappa(voce.get_object()) for nome, voce in pagina["/Resources"].get("/Font", {}).items()}
    testi: dict[int, str] = {}
    aperti: list[int | None] = []
    mappa: dict[int, str] = {}
    for operandi, operatore in ContentStream(pagina.get_contents(), pagina.pdf).operations:
        if operatore in (b"BDC", b"BMC"):
            proprieta = operandi[1] if len(operandi) > 1 else {}
            aperti.append(proprieta.get("/MCID") if isinstance(proprieta, dict) else None)
        elif operatore == b"EMC":
            aperti.pop()
        elif operatore == b"Tf":
            mappa = caratteri[operandi[0]]
        elif operatore in (b"TJ", b"Tj") and aperti and aperti[-1] is not None:
            pezzi = operandi[0] if operatore == b"TJ" else [operandi[0]]
            testo = "".join(_decodifica(pezzo, mappa) for pezzo in pezzi if not isinstance(pezzo, int | float))
            testi[aperti[-1]] = testi.get(aperti[-1], "") + testo
    return testi


def _decodifica(pezzo, mappa: dict[int, str]) -> str:
    grezzo = pezzo.original_bytes
    return "".join(mappa.get(int.from_bytes(grezzo[posto : posto + 2]), "") for posto in range(0, len(grezzo), 2))


def _mappa(carattere) -> dict[int, str]:
    """Glyph → text, as the font's own table says."""
    tabella = carattere["/ToUnicode"].get_data().decode()
    return {int(glifo, 16): bytes.fromhex(testo).decode("utf-16-be") for glifo, testo in _CODICE.findall(tabella)}
