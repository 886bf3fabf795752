"""What the Giunta votes, in one archive: the documents of the frozen plan and the draft of the deliberation."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from piani.documenti.base import DOCUMENTI
from piani.documenti.proposta import NOME, Variazione, testo_proposta
from piani.services.squadra import esegui_in_parallelo
from piani.services.versioni import fotografia_di, motivo_della_variazione, ultima_approvata
from semproniano.core.documenti.file import NOME_DELLE_IMPRONTE
from semproniano.core.documenti.json import impronta

if TYPE_CHECKING:
    from collections.abc import Callable

    from piani.models import Versione

# The same version always gives the same archive: no time of today in it (ZIP counts from 1980).
DATA_FISSA = (1980, 1, 1, 0, 0, 0)


def nome_pacchetto(versione: Versione) -> str:
    return f"giunta-{versione.piano.codice}-{versione.sha256[:12]}.zip"


def pacchetto_per_la_giunta(
    *,
    versione: Versione,
    progresso: Callable[[int, int, str], None] | None = None,
    battito: Callable[[], None] | None = None,
) -> bytes:
    """The ZIP of a candidate: every document, made and judged, the draft of the deliberation, the fingerprints.

    `progresso(done, all, name)` after each document, `battito()` while they are being made.

    Raises ErroreDocumento when a document cannot be made; nothing is handed out then.
    """
    foto = fotografia_di(versione)
    contenuti = esegui_in_parallelo([lavoro for tipo in DOCUMENTI for lavoro in tipo.lavori(foto)], progresso, battito)
    impronte = [(nome, impronta(contenuto)) for nome, contenuto in sorted(contenuti.items())]
    contenuti[NOME] = testo_proposta(foto, impronta=versione.sha256, file=impronte, variazione=_variazione(versione))
    righe = [*impronte, (NOME, impronta(contenuti[NOME]))]
    contenuti[NOME_DELLE_IMPRONTE] = "".join(f"{sha256}  {nome}\n" for nome, sha256 in sorted(righe)).encode()
    archivio = io.BytesIO()
    with zipfile.ZipFile(archivio, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nome, contenuto in sorted(contenuti.items()):
            zip_.writestr(zipfile.ZipInfo(nome, DATA_FISSA), contenuto, zipfile.ZIP_DEFLATED)
    return archivio.getvalue()


def _variazione(versione: Versione) -> Variazione | None:
    vigente = ultima_approvata(versione.piano)
    return vigente and Variazione(atto=str(vigente.atto), motivo=motivo_della_variazione(versione.piano))
