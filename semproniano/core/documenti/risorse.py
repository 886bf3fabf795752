"""The only road by which a document being made can read something."""

import mimetypes
from pathlib import Path
from urllib.parse import unquote

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEMA = "statico"
# Types by name only, without the machine's own tables.
_TIPI = mimetypes.MimeTypes()


class RisorseDelProgetto(URLFetcher):
    """Allows ``data:`` addresses and ``statico:PATH`` (a file below the folder of static files), nothing else.

    No network, no ``file:``, no relative address. What is refused stops the document: texts are escaped, so such an
    address can only be a defect of a template.
    """

    def __init__(self, radice: Path):
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self._radice = radice.resolve()

    def fetch(self, url, headers=None):
        """The content of ``url``. Raises FatalURLFetchingError(url), which no part of WeasyPrint catches."""
        try:
            if url.lower().startswith(f"{SCHEMA}:"):
                return self._file(url)
            return super().fetch(url, headers)
        except (ValueError, OSError) as errore:
            raise FatalURLFetchingError(url[:200]) from errore

    def _file(self, url: str) -> URLFetcherResponse:
        percorso = (self._radice / unquote(url.partition(":")[2])).resolve()
        if not percorso.is_relative_to(self._radice):
            raise ValueError(f"Fuori dalla cartella dei file statici: {url}")
        tipo = _TIPI.guess_type(percorso.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, percorso.read_bytes(), {"Content-Type": tipo})
