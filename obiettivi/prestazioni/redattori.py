"""Twenty people at work on their sheets: who they are, and what each does in the browser."""

from __future__ import annotations

import re
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from obiettivi.prestazioni.navigatore import Navigatore, Risposta
from obiettivi.prestazioni.pagina import campi_del_modulo
from piani.models import Ente, Incarico, SchedaArea, Utente
from piani.permessi import Ruolo

if TYPE_CHECKING:
    from collections.abc import Iterator

REDATTORI = 20
# As many as a body has sheets: each saves one that nobody else does, so that no save meets another's.
SALVANO = 9
ALTRI = (Ruolo.SEGRETARIO, Ruolo.SINDACO)
RESPONSABILI = REDATTORI - len(ALTRI)
TESTO_PERSO = 598
NASCOSTO = re.compile(r'<input type="hidden" name="(finestra|versione)" value="([^"]*)"')


class Posto(NamedTuple):
    """An account and the sheet on which it works."""

    username: str
    scheda: int
    e_responsabile: bool


@transaction.atomic
def crea_redattori() -> tuple[list[Posto], str]:
    """Make the accounts, spread over the bodies that there are, and their common password.

    The first SALVANO have a sheet each, also where there is one body only.
    """
    password = get_random_string(20)
    cifrata = make_password(password)
    enti = list(Ente.objects.filter(e_esempio=True).order_by("pk"))
    posti = []
    for numero in range(REDATTORI):
        ente = enti[numero * len(enti) // REDATTORI]
        scheda = list(SchedaArea.objects.filter(piano__ente=ente).order_by("pk"))[numero % SALVANO]
        ruolo = Ruolo.RESPONSABILE if numero < RESPONSABILI else ALTRI[numero - RESPONSABILI]
        utente = Utente.objects.create(username=f"carico-{numero:02d}", last_name=f"Esempio {numero}", password=cifrata)
        area = scheda.area if ruolo == Ruolo.RESPONSABILE else None
        Incarico.objects.create(ente=ente, utente=utente, ruolo=ruolo, area=area, dal=timezone.localdate())
        posti.append(Posto(utente.username, scheda.pk, e_responsabile=area is not None))
    return posti, password


class AccessoFallito(Exception):
    """Somebody could not log in or open the sheet: there is nothing to measure."""


class Redattore:
    """A person with the sheet's page open: the fields as they are in it, one request at a time."""

    def __init__(self, posto: Posto, navigatore: Navigatore) -> None:
        self.posto, self.navigatore = posto, navigatore
        self.occupato = Lock()
        self.campi: dict[str, str] = {}
        self._battute = 0

    def accedi(self, password: str) -> None:
        """Log in and open the sheet. Raises AccessoFallito."""
        login = reverse("login")
        self.navigatore.leggi(login)
        credenziali = {"username": self.posto.username, "password": password}
        risposta = self.navigatore.manda(login, {**credenziali, "csrfmiddlewaretoken": self.navigatore.gettone})
        pagina = self.navigatore.leggi(self._indirizzo("scheda"))
        if (risposta.stato, pagina.stato) != (302, 200):
            raise AccessoFallito(f"{self.posto.username}: accesso {risposta.stato}, scheda {pagina.stato}.")
        self.campi = campi_del_modulo(pagina.testo)
        if bool(self.campi) != self.posto.e_responsabile:
            raise AccessoFallito(f"{self.posto.username}: la pagina della scheda non è quella attesa.")

    def _indirizzo(self, nome: str) -> str:
        return reverse(nome, args=[self.posto.scheda])

    def home(self) -> Iterator[Risposta]:
        yield self.navigatore.leggi(reverse("home"))

    def scheda(self) -> Iterator[Risposta]:
        yield self.navigatore.leggi(self._indirizzo("scheda"))

    def bozza(self) -> Iterator[Risposta]:
        self._scrivi()
        yield self.navigatore.manda(self._indirizzo("scheda-bozza"), self.campi, da_script=True)

    def controlli(self) -> Iterator[Risposta]:
        yield self.navigatore.manda(self._indirizzo("scheda-controlli"), self.campi, da_script=True)

    def salva(self) -> Iterator[Risposta]:
        """Save, and open the page again as the redirection asks: it must show what was saved."""
        self._scrivi()
        yield self.navigatore.manda(self._indirizzo("scheda"), {**self.campi, "azione": "salva"})
        pagina = self.navigatore.leggi(self._indirizzo("scheda"))
        self.campi |= dict(islice(NASCOSTO.findall(pagina.testo), 2))
        yield pagina if self._battuta in pagina.testo else Risposta(TESTO_PERSO)

    def _scrivi(self) -> None:
        """Something is typed in the first card."""
        self._battute += 1
        testo = self.campi["ob-0-descrizione"].partition(" (prova ")[0]
        self.campi["ob-0-descrizione"] = f"{testo} {self._battuta}"

    @property
    def _battuta(self) -> str:
        return f"(prova {self._battute})"
