"""A browser as the server sees it: cookies, forms sent back with their token, pages asked for by script."""

from __future__ import annotations

import http.client
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode

SECONDI_MASSIMI = 30
NESSUNA_RISPOSTA = 599


class Risposta(NamedTuple):
    """What came back; `stato` is NESSUNA_RISPOSTA when nothing did."""

    stato: int
    testo: str = ""
    indirizzo: str = ""
    """Where a redirection leads."""


class Navigatore:
    """One person's browser. The server is reached as its proxy reaches it: plain HTTP, saying that HTTPS came in."""

    def __init__(self, host: str, porta: int) -> None:
        self.host, self.porta = host, porta
        self.biscotti: dict[str, str] = {}

    @property
    def gettone(self) -> str:
        return self.biscotti.get("csrftoken", "")

    def leggi(self, percorso: str) -> Risposta:
        return self._chiedi("GET", percorso)

    def manda(self, percorso: str, campi: dict[str, str], *, da_script: bool = False) -> Risposta:
        """Send a form; `da_script`: as htmx does, for a piece of the page."""
        return self._chiedi("POST", percorso, campi, da_script=da_script)

    def _chiedi(
        self, metodo: str, percorso: str, campi: dict[str, str] | None = None, *, da_script: bool = False
    ) -> Risposta:
        collegamento = http.client.HTTPConnection(self.host, self.porta, timeout=SECONDI_MASSIMI)
        try:
            corpo = None if campi is None else urlencode(campi)
            collegamento.request(metodo, percorso, corpo, self._intestazioni(metodo, da_script=da_script))
            risposta = collegamento.getresponse()
            testo = risposta.read().decode()
            self._ricorda(risposta)
            return Risposta(risposta.status, testo, risposta.getheader("Location", ""))
        except (OSError, http.client.HTTPException):
            return Risposta(NESSUNA_RISPOSTA)
        finally:
            collegamento.close()

    def _intestazioni(self, metodo: str, *, da_script: bool) -> dict[str, str]:
        sito = f"https://{self.host}:{self.porta}"
        intestazioni = {
            "X-Forwarded-Proto": "https",
            "Referer": f"{sito}/",
            "Cookie": "; ".join(f"{nome}={valore}" for nome, valore in self.biscotti.items()),
        }
        if metodo == "POST":
            intestazioni |= {"Origin": sito, "Content-Type": "application/x-www-form-urlencoded"}
        if da_script:
            intestazioni["HX-Request"] = "true"
        return intestazioni

    def _ricorda(self, risposta: http.client.HTTPResponse) -> None:
        for riga in risposta.headers.get_all("Set-Cookie", ()):
            for nome, voce in SimpleCookie(riga).items():
                self.biscotti[nome] = voce.value
