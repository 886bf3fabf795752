"""The public site as files in a ZIP, for a body whose website is elsewhere: they work from any folder."""

from __future__ import annotations

import posixpath
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from piani.models import Documento
from piani.views.trasparenza.sito import PAGINE_DEL_SITO
from piani.views.trasparenza.versioni import con_indirizzo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from piani.views.trasparenza.sito import Sito

# What the public pages load, besides the fonts of the first.
FOGLI = (
    "vendor/bootstrap-italia/fonts.css",
    "vendor/bootstrap-italia/bootstrap-italia.min.css",
    "interfaccia/semproniano.css",
    "interfaccia/moduli.css",
    "interfaccia/senza-script.css",
    "interfaccia/peg.css",
    "interfaccia/pubblico.css",
    "interfaccia/relazione.css",
    "interfaccia/icona.svg",
    "vendor/bootstrap-italia/sprites.svg",
)
_COLLEGAMENTO = re.compile(rb'((?:href|src)=")(/[^"#?]*)([#?][^"]*)?(")')
_RISORSA = re.compile(r"url\([\"']?([^)\"'#?:]+)")
# Files without a time of their own have that of the first day of ZIP: the same site gives the same bytes.
_INIZIO = (1980, 1, 1, 0, 0, 0)


def scrivi_sito(sito: Sito, file: BinaryIO) -> int:
    """Write the site of the body into a ZIP; how many files. Links are relative, so any folder will do."""
    pagine = [pagina for gruppo in PAGINE_DEL_SITO for pagina in gruppo.elenca(sito)]
    documenti = con_indirizzo(
        sito,
        Documento.objects.filter(
            ente=sito.ente, pubblicato_il__isnull=False, ritirato_il__isnull=True, archiviato_il__isnull=True
        ).order_by("pk"),
    )
    risorse = dict(_risorse())
    radice = sito.indirizzo("trasparenza")
    luoghi = {pagina.indirizzo: _luogo(pagina.indirizzo, radice) for pagina in pagine}
    luoghi |= {riga.indirizzo: riga.indirizzo.removeprefix(radice) for riga in documenti}
    luoghi |= {static(nome): f"risorse/{nome}" for nome in risorse}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archivio:
        for pagina in pagine:
            luogo = luoghi[pagina.indirizzo]
            _aggiungi(archivio, luogo, _relativa(pagina.rendi(True), luogo, luoghi), pagina.aggiornata_il)
        for riga in documenti:
            with riga.file.open() as aperto:
                _aggiungi(archivio, luoghi[riga.indirizzo], aperto.read(), riga.pubblicato_il)
        for nome, contenuto in risorse.items():
            _aggiungi(archivio, f"risorse/{nome}", contenuto, None)
    return len(pagine) + len(documenti) + len(risorse)


def _luogo(indirizzo: str, radice: str) -> str:
    return f"{indirizzo.removeprefix(radice)}index.html"


def _relativa(pagina: bytes, luogo: str, luoghi: dict[str, str]) -> bytes:
    """The page with its links as seen from its own folder."""
    cartella = posixpath.dirname(luogo)

    def sostituisci(trovato: re.Match[bytes]) -> bytes:
        meta = luoghi.get(trovato[2].decode())
        if meta is None:
            raise ValueError(f"Nella pagina {luogo} un collegamento porta fuori dal sito: {trovato[2].decode()}")
        return trovato[1] + posixpath.relpath(meta, cartella or ".").encode() + (trovato[3] or b"") + trovato[4]

    return _COLLEGAMENTO.sub(sostituisci, pagina)


def _risorse() -> Iterator[tuple[str, bytes]]:
    """Style sheets, and what they ask for by `url()`."""
    for nome in FOGLI:
        contenuto = _leggi(nome)
        yield nome, contenuto
        if nome.endswith(".css"):
            for chiesto in sorted(set(_RISORSA.findall(contenuto.decode()))):
                interno = posixpath.normpath(posixpath.join(posixpath.dirname(nome), chiesto.strip()))
                if finders.find(interno):
                    yield interno, _leggi(interno)


def _leggi(nome: str) -> bytes:
    """From the sources, whatever name the static files have where they are served."""
    percorso = settings.BASE_DIR / "static" / nome
    return percorso.read_bytes()


def _aggiungi(archivio: zipfile.ZipFile, luogo: str, contenuto: bytes, quando: datetime | None) -> None:
    istante = quando.astimezone(UTC).timetuple()[:6] if quando else _INIZIO
    voce = zipfile.ZipInfo(luogo, istante)
    voce.compress_type, voce.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archivio.writestr(voce, contenuto)
