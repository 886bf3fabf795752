"""What WeasyPrint 70 leaves out of a PDF that is PDF/A-3a and PDF/UA-1 at once.

:func:`rifinisci` is WeasyPrint's ``finisher``: it gets the objects of the PDF just before they are written. Figures in
brackets are clauses of ISO 14289-1 (PDF/UA-1) where nothing else is said.
"""

import re

import pydyf
from weasyprint.layout.absolute import AbsolutePlaceholder

from semproniano.core.documenti.errori import ErroreDocumento

# PDF/A-3 (ISO 19005-3, 6.6.2.3.1): a property that is not of the standard schemas is described in the packet itself.
_IDENTIFICAZIONE_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 this file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""

_NUMERAZIONI = {
    "none": "None",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
}


class _Nullo(pydyf.Object):
    """Takes the place of an object nobody refers to: numbers of objects are their positions."""

    data = b"null"


def rifinisci(documento, pdf) -> None:
    """Complete the objects of ``pdf`` in place (``documento``: the laid out WeasyPrint document).

    Raises ErroreDocumento where the HTML asks for what an accessible PDF cannot hold.
    """
    struttura = _Struttura(pdf)
    _identificazione(pdf)
    _liste(documento, struttura)
    _tabelle(struttura)
    _collegamenti(documento)
    _testatine(documento, pdf, struttura)
    _testo_di_ogni_segno(pdf)


def _numero(riferimento: bytes) -> int:
    return int(riferimento.split()[0])


class _Struttura:
    """The tag tree: ``elementi`` in the order of creation, ``raggiunti`` the numbers of those below the root."""

    def __init__(self, pdf):
        self.oggetti = pdf.objects
        self.pdf = pdf
        self.radice = self.oggetti[_numero(pdf.catalog["StructTreeRoot"])]
        self.elementi = [
            oggetto
            for oggetto in self.oggetti
            if isinstance(oggetto, pydyf.Dictionary) and oggetto.get("Type") == "/StructElem"
        ]
        self.raggiunti = self._visita(self.radice["K"])

    def _visita(self, figli) -> set[int]:
        raggiunti: set[int] = set()
        da_vedere = list(figli)
        while da_vedere:
            figlio = da_vedere.pop()
            if isinstance(figlio, bytes):
                raggiunti.add(_numero(figlio))
                da_vedere.extend(self.oggetti[_numero(figlio)].get("K", ()))
        return raggiunti

    def padre(self, elemento):
        return self.oggetti[_numero(elemento["P"])]

    def vivo(self, elemento) -> bool:
        return elemento.number in self.raggiunti


def _identificazione(pdf) -> None:
    """XMP: PDF/UA part 1 (5) and its schema; the packet stays readable without decompression (ISO 19005-3, 6.6.2.1)."""
    metadati = pdf.objects[_numero(pdf.catalog["Metadata"])]
    [pacchetto] = metadati.stream
    metadati.stream = [pacchetto.replace(b"</rdf:RDF>", _IDENTIFICAZIONE_UA)]
    metadati.compress = False


def _scatole(scatola):
    """The boxes in the order in which WeasyPrint makes their tags: depth first, parents before children."""
    if isinstance(scatola, AbsolutePlaceholder):
        scatola = scatola._box
    yield scatola
    for figlia in getattr(scatola, "children", ()):
        yield from _scatole(figlia)


def _liste(documento, struttura) -> None:
    """/ListNumbering for every list (7.6): required where items have visible labels."""
    scatole = [
        scatola
        for pagina in documento.pages
        for scatola in _scatole(pagina._page_box)
        if scatola.element is not None and scatola.element_tag in ("ul", "ol", "dl")
    ]
    liste = [elemento for elemento in struttura.elementi if elemento["S"] == "/L"]
    for scatola, lista in zip(scatole, liste, strict=True):
        lista["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{_numerazione(scatola)}"})


def _numerazione(scatola) -> str:
    if scatola.element_tag == "dl":
        return "None"
    stile = scatola.style["list_style_type"]
    # A marker given as a string or by a symbol of its own is an unordered one.
    return _NUMERAZIONI.get(stile, "Disc") if isinstance(stile, str) else "Disc"


def _tabelle(struttura) -> None:
    """/Scope for header cells (7.5), and the tree that finds the cells named in /Headers (ISO 32000-1, 14.7.2)."""
    identificati = []
    for elemento in struttura.elementi:
        if elemento["S"] == "/TH":
            in_testa = struttura.padre(struttura.padre(elemento))["S"] == "/THead"
            elemento["A"]["Scope"] = "/Column" if in_testa else "/Row"
        if "ID" in elemento and struttura.vivo(elemento):
            identificati.append((elemento["ID"].data, elemento))
    if identificati:
        nomi = pydyf.Array()
        for _, elemento in sorted(identificati, key=lambda coppia: coppia[0]):
            nomi.extend([elemento["ID"], elemento.reference])
        albero = pydyf.Dictionary({"Names": nomi})
        struttura.pdf.add_object(albero)
        struttura.radice["IDTree"] = albero.reference


def _collegamenti(documento) -> None:
    """A readable /Contents for every link (7.18.5), in place of the raw target."""
    for pagina in documento.pages:
        for tipo, indirizzo, _, scatola in pagina.links:
            if tipo in ("internal", "external") and scatola.link_annotation:
                scatola.link_annotation["Contents"] = pydyf.String(_descrizione(scatola.element, tipo, indirizzo))


def _descrizione(elemento, tipo: str, indirizzo: str) -> str:
    """The element's own ``aria-label`` or ``title``, else its words, else its target."""
    testo = elemento.get("aria-label") or elemento.get("title") or " ".join("".join(elemento.itertext()).split())
    if tipo == "internal":
        return f"Vai a: {testo or indirizzo}"
    return f"{testo} ({indirizzo})" if testo and testo != indirizzo else indirizzo


def _testatine(documento, pdf, struttura) -> None:
    """Running heads and feet become pagination artifacts, Header or Footer (7.8).

    WeasyPrint tags them as text and hangs their tags on nothing.
    """
    orfani = {elemento.number for elemento in struttura.elementi if not struttura.vivo(elemento)}
    if not orfani:
        return
    contenuti = pdf.objects[_numero(struttura.radice["ParentTree"])]["Nums"]
    if any(_numero(valore) in orfani for valore in contenuti[1::2] if isinstance(valore, bytes)):
        raise ErroreDocumento("Le testatine e i piè di pagina non possono contenere collegamenti.")
    for posizione, pagina in enumerate(documento.pages):
        elementi = contenuti[2 * posizione + 1]
        da_cambiare = {mcid for mcid, elemento in enumerate(elementi) if _numero(elemento) in orfani}
        for mcid in da_cambiare:
            elementi[mcid] = b"null"
        flusso = pdf.objects[_numero(pdf.objects[_numero(pdf.page_references[posizione])]["Contents"])].stream
        _segna_artefatti(flusso, da_cambiare, pagina.height / 2)
    for numero in orfani:
        pdf.objects[numero] = _Nullo()
        pdf.objects[numero].number = numero


def _segna_artefatti(flusso: list, da_cambiare: set[int], meta: float) -> None:
    """Turn the marked content with these identifiers into artifacts; ``meta``: half the height of the page, in px."""
    for posto, pezzo in enumerate(flusso):
        if isinstance(pezzo, pydyf.Dictionary) and pezzo.get("MCID") in da_cambiare:
            da_cambiare = da_cambiare - {pezzo["MCID"]}
            flusso[posto - 1] = "/Artifact"
            tipo = "/Header" if _ordinata(flusso, posto) < meta else "/Footer"
            flusso[posto] = pydyf.Dictionary({"Type": "/Pagination", "Subtype": tipo})
    if da_cambiare:
        raise ErroreDocumento("Le testatine e i piè di pagina non possono avere trasparenze.")


def _ordinata(flusso: list, posto: int) -> float:
    """Distance from the top of the page, in px, of the marked content that begins at ``posto``.

    Text is placed by a text matrix (Tm), images by a transformation (cm): the last of the six numbers.
    """
    for pezzo in flusso[posto:]:
        if isinstance(pezzo, bytes) and pezzo.endswith((b" Tm", b" cm")):
            return float(pezzo.split()[5])
        if pezzo == b"EMC":
            break
    return 0.0


def _testo_di_ogni_segno(pdf) -> None:
    """A text for the second glyph of a cluster (a mark over its letter), which WeasyPrint maps to nothing (7.21.7).

    The text of the cluster stays with its first glyph: the others get a zero-width space.
    """
    vuoto = re.compile(rb"^(<[0-9a-f]{4}>) <>$")
    for oggetto in pdf.objects:
        if isinstance(oggetto, pydyf.Stream) and oggetto.stream[:1] == [b"/CIDInit /ProcSet findresource begin"]:
            oggetto.stream = [vuoto.sub(rb"\1 <200b>", riga) for riga in oggetto.stream]
