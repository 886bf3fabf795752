"""piano.pdf: cover, contents, the narrative, and a summary made from the data, which are attached to it.

What needs objectives lives upstairs and comes by registration: a part of the summary (`PARTI_DEL_PIANO`), a file to
attach (`ALLEGATI_DEL_PIANO`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from piani.documenti.base import DOCUMENTI, Lavoro, TipoDocumento
from piani.documenti.cifre import cifre
from piani.documenti.diciture import dicitura, riferimenti
from piani.documenti.impaginazione import contesto, stampa
from piani.documenti.narrativa import segnaposti_usati, sezioni_stampa
from piani.models import Atto, Documento
from piani.sezioni import ENTE, LINEE, NARRATIVA, PIANO, Fotografia, da_json
from semproniano.core.documenti.pdf import Allegato
from semproniano.core.registri import Registro

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from piani.documenti.narrativa import SezioneStampa
    from piani.sezioni.piano import AttoFoto

FOGLI = ("base.css", "piano.css")
_ELENCHI = {
    "[[linee di mandato]]": "piani/documenti/linee.html",
    "[[tematiche]]": "piani/documenti/tematiche.html",
    "[[allegati]]": "piani/documenti/allegati.html",
}
_ORGANI = {
    Atto.Organo.GIUNTA: "deliberazione della Giunta comunale",
    Atto.Organo.CONSIGLIO: "deliberazione del Consiglio comunale",
    Atto.Organo.SINDACO: "decreto del Sindaco",
}


@dataclass(frozen=True)
class ParteDelPiano:
    """A part of the summary: title, template, and its values (None: nothing to print)."""

    codice: str
    ordine: int
    titolo: str
    modello: str
    valori: Callable[[Fotografia], dict[str, Any] | None]


@dataclass(frozen=True)
class AllegatoDelPiano:
    """A file attached to the PDF (relationship Data: what the document is made from)."""

    codice: str
    ordine: int
    crea: Callable[[Fotografia], Allegato]


@dataclass(frozen=True)
class ParteStampata:
    ancora: str
    titolo: str
    html: str


@dataclass(frozen=True)
class VoceIndice:
    ancora: str
    titolo: str
    sotto: list[VoceIndice] = field(default_factory=list)


PARTI_DEL_PIANO: Registro[ParteDelPiano] = Registro("parti del piano")
ALLEGATI_DEL_PIANO: Registro[AllegatoDelPiano] = Registro("allegati del PDF del piano")


def testo_atto(atto: AttoFoto) -> str:
    """ "deliberazione della Giunta comunale n. 38 del 12/07/2019"."""
    organo = _ORGANI.get(atto.organo, "atto")
    return f"{organo} n. {atto.numero} del {atto.data:%d/%m/%Y}"


def _valori_elenchi(foto: Fotografia) -> dict[str, Any]:
    return {"linee": foto[LINEE], "allegati": foto[PIANO].allegati}


def sezioni_del_piano(foto: Fotografia) -> list[SezioneStampa]:
    """The narrative, ready to print."""
    valori = _valori_elenchi(foto)

    def elenco(modello: str) -> Callable[[], str]:
        return lambda: render_to_string(modello, valori)

    return list(sezioni_stampa(foto[NARRATIVA], {nome: elenco(modello) for nome, modello in _ELENCHI.items()}))


def parti_del_piano(foto: Fotografia) -> Iterator[ParteStampata]:
    """The parts of the summary that have something to say."""
    for parte in PARTI_DEL_PIANO:
        valori = parte.valori(foto)
        if valori is not None:
            yield ParteStampata(f"sintesi-{parte.codice}", parte.titolo, render_to_string(parte.modello, valori))


def _indice(sezioni: Sequence[SezioneStampa], parti: Sequence[ParteStampata]) -> list[VoceIndice]:
    """Two levels: parts and sections. A section before any part stands by itself."""
    voci: list[VoceIndice] = []
    for sezione in sezioni:
        voce = VoceIndice(sezione.ancora, sezione.titolo)
        if sezione.livello == 2:
            voci.append(voce)
        elif sezione.livello == 3:
            voci[-1].sotto.append(voce)
    voci.append(VoceIndice("sintesi", "Il piano in sintesi", [VoceIndice(p.ancora, p.titolo) for p in parti]))
    return [*voci, VoceIndice("riferimenti", "Riferimenti normativi")]


def _occhiello(titolo: str, anno: int) -> str:
    """The legal name of the document, where its own title does not say it already."""
    nome = dicitura("titolo", anno)
    return "" if nome.casefold() in titolo.casefold() else nome


def pdf_piano(ingresso: bytes) -> bytes:
    """The plan as a PDF; `ingresso` is its fotografia, whole."""
    foto = da_json(ingresso)
    ente, piano = foto[ENTE], foto[PIANO]
    sezioni, parti = sezioni_del_piano(foto), list(parti_del_piano(foto))
    valori = {
        **contesto(foto),
        "occhiello": _occhiello(piano.titolo, piano.anno_inizio),
        "atto": testo_atto(piano.atto) if piano.atto else "",
        "sezioni": sezioni,
        "parti": parti,
        "indice": _indice(sezioni, parti),
        "riferimenti": riferimenti(ente, piano.anno_inizio),
    }
    allegati = [voce.crea(foto) for voce in ALLEGATI_DEL_PIANO]
    return stampa("piani/documenti/piano.html", valori, ingresso, fogli=FOGLI, allegati=allegati)


def _json_allegato(foto: Fotografia) -> Allegato:
    return Allegato(
        nome="piano.json",
        contenuto=foto.json(),
        descrizione="Il piano in forma di dati: tutto ciò da cui questo documento è fatto",
        mime="application/json",
    )


def _cifre(foto: Fotografia) -> dict[str, Any] | None:
    righe = cifre(foto)
    return {"cifre": righe} if righe else None


def _linee(foto: Fotografia) -> dict[str, Any] | None:
    """The lines and their themes, when the narrative does not call for them by a marker."""
    usati = segnaposti_usati(foto[NARRATIVA]) >= {"[[linee di mandato]]", "[[tematiche]]"}
    return None if usati or not foto[LINEE] else _valori_elenchi(foto)


def _allegati(foto: Fotografia) -> dict[str, Any] | None:
    """The annexes, when the narrative does not call for them by a marker."""
    usati = "[[allegati]]" in segnaposti_usati(foto[NARRATIVA])
    return None if usati or not foto[PIANO].allegati else _valori_elenchi(foto)


def lavori(foto: Fotografia) -> Iterator[Lavoro]:
    yield Lavoro(
        "piano.pdf",
        pdf_piano,
        foto.json(),
        tipo=Documento.Tipo.PIANO.value,
        titolo=foto[PIANO].titolo,
        descrizione="Identità dell’ente, contesto, indirizzi strategici e sintesi degli obiettivi.",
        passo="Piano",
    )


def registra() -> None:
    DOCUMENTI.registra(TipoDocumento("piano", 10, lavori))
    ALLEGATI_DEL_PIANO.registra(AllegatoDelPiano("piano.json", 10, _json_allegato))
    for parte in (
        ParteDelPiano("cifre", 10, "L’ente in cifre", "piani/documenti/cifre.html", _cifre),
        ParteDelPiano("linee", 20, "Linee di mandato e tematiche", "piani/documenti/linee_e_tematiche.html", _linee),
        ParteDelPiano("allegati", 90, "Allegati", "piani/documenti/allegati.html", _allegati),
    ):
        PARTI_DEL_PIANO.registra(parte)
