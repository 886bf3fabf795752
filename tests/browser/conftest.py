"""Chromium, the pages that it opens and the two judges: the CSP, then axe.

Skipped where Chromium is absent, failed there when CI is set: a check that nobody runs is no check.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.servers.basehttp import WSGIServer
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, Response

from obiettivi.importers.fotografia import carica_fotografia
from piani.importers.liste import carica_liste
from piani.models import Piano, SchedaArea, Utente
from piani.services.demo import crea_account_demo
from tests.foto import foto_del_piano_vero

AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
CHROMIUM = next((percorso for nome in ("chromium", "chromium-browser") if (percorso := shutil.which(nome))), None)
LARGHEZZE = (1280, 320)
# Counted by the page itself, from its first byte on: the console tells of some violations only.
ASCOLTA_CSP = """
window.violazioniCsp = [];
document.addEventListener("securitypolicyviolation", (e) => {
  window.violazioniCsp.push(`${e.violatedDirective}: ${e.blockedURI} ${e.sourceFile || ""}:${e.lineNumber}`);
});
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    cartella = Path(__file__).parent
    for prova in items:
        if cartella in prova.path.parents:
            prova.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def chromium_presente() -> None:
    if CHROMIUM is None:
        testo = "Chromium non c'è: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(testo)
        pytest.skip(testo)


@pytest.fixture(scope="session", autouse=True)
def orm_dentro_playwright() -> Iterator[None]:
    """Playwright's sync API keeps an event loop in the thread; Django would refuse the ORM there."""
    prima = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if prima is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = prima


@pytest.fixture(scope="session", autouse=True)
def coda_del_server() -> Iterator[None]:
    """A page opens more connections at once than the ten that wait in the live server's queue; one that is dropped
    comes again after seconds, and on a busy machine the test gives up first."""
    with pytest.MonkeyPatch.context() as toppa:
        toppa.setattr(WSGIServer, "request_queue_size", 128)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's Chromium, silent: nothing it does by itself leaves the machine."""
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def base_url() -> None:
    """No address is relative here; the plugin's own fixture is written in a way that pytest deprecates."""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    # Without animations the page is where it goes as soon as the key is pressed.
    return {**browser_context_args, "locale": "it-IT", "timezone_id": "Europe/Rome", "reduced_motion": "reduce"}


class Esaminatore:
    """Opens pages of the live server one after the other in the same tab, and judges each."""

    def __init__(self, pagina: Page, radice: str) -> None:
        self.pagina, self.radice = pagina, radice
        self.con_script = True
        self.errori: list[str] = []
        pagina.set_default_timeout(15000)
        pagina.add_init_script(ASCOLTA_CSP)
        pagina.on("pageerror", lambda errore: self.errori.append(f"script: {errore}"))
        pagina.on(
            "console",
            lambda voce: voce.type == "error" and self.errori.append(f"console: {voce.text}"),
        )

    def accede(self, utente: Utente) -> None:
        client = Client()
        client.force_login(utente)
        biscotto = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.pagina.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": biscotto, "url": self.radice}])

    def apre(self, indirizzo: str) -> Response:
        """Go to the page; what the browser complained of until now is forgotten."""
        self.errori.clear()
        return self.pagina.goto(self.radice + indirizzo, wait_until="load")

    def preme(self, selettore: str) -> Response:
        """Click what leads to another page, and wait for it."""
        with self.pagina.expect_navigation(wait_until="load") as attesa:
            self.pagina.click(selettore)
        return attesa.value

    def testo(self) -> str:
        """The words of the page, with single spaces."""
        return " ".join(self.pagina.inner_text("main").split())

    def esamina(self, indirizzo: str, *, stato: int = 200) -> Iterator[tuple[int, list[str]]]:
        """Open the page once and give, for each width, what is wrong: status, script errors, CSP, axe, scrolling."""
        self.pagina.set_viewport_size({"width": LARGHEZZE[0], "height": 900})
        self.errori.clear()
        risposta = self.pagina.goto(self.radice + indirizzo, wait_until="load")
        difetti = [] if risposta.status == stato else [f"stato {risposta.status}, atteso {stato}"]
        # The browser reports an expected 403 or 404 of the page itself as a console error.
        difetti += [errore for errore in self.errori if not (stato >= 400 and f"status of {stato}" in errore)]
        difetti += self.violazioni_csp()
        for larghezza in LARGHEZZE:
            self.pagina.set_viewport_size({"width": larghezza, "height": 900})
            yield larghezza, difetti + self.difetti_della_pagina()
            difetti = []

    def violazioni_csp(self) -> list[str]:
        """To be asked before axe runs, which injects a style of its own. Without JavaScript nobody listens in the
        page: what the CSP refuses is then among the errors of the console."""
        return [f"CSP {voce}" for voce in self.pagina.evaluate("window.violazioniCsp || []")]

    def giudica(self, nome: str, *, stato: int = 200) -> list[str]:
        """What is wrong in the page as it stands, at every width; `stato` is the status with which it came."""
        difetti = [errore for errore in self.errori if not (stato >= 400 and f"status of {stato}" in errore)]
        difetti += self.violazioni_csp()
        for larghezza in LARGHEZZE:
            self.pagina.set_viewport_size({"width": larghezza, "height": 900})
            self.fotografa(f"{nome}-{larghezza}")
            difetti += self.difetti_della_pagina()
        self.errori.clear()
        self.pagina.set_viewport_size({"width": LARGHEZZE[0], "height": 900})
        return [f"{nome}: {difetto}" for difetto in difetti]

    def difetti_della_pagina(self) -> list[str]:
        """Accessibility and sideways scrolling of the page as it stands."""
        return self.difetti(self.pagina)

    @staticmethod
    def difetti(pagina: Page) -> list[str]:
        difetti = []
        if eccesso := pagina.evaluate("document.documentElement.scrollWidth - window.innerWidth"):
            difetti += [f"scorre di lato di {eccesso} px"] if eccesso > 0 else []
        pagina.evaluate(f"window.axe || (() => {{ {AXE} }})()")
        esito = pagina.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations']})"
        )
        return difetti + [
            f"axe {regola['id']}: {nodo['target']} {nodo['html'][:160]}"
            for regola in esito["violations"]
            for nodo in regola["nodes"]
        ]

    def fotografa(self, nome: str) -> None:
        """Keep a picture of the whole page when SCHERMATE names a folder: axe does not see what is ugly."""
        if cartella := os.environ.get("SCHERMATE"):
            # caret="initial": to hide it Playwright writes style attributes, which htmx would then copy.
            self.pagina.screenshot(path=Path(cartella) / f"{nome}.png", full_page=True, caret="initial")


class EsaminatoreSenzaScript(Esaminatore):
    """The same in a tab without JavaScript. axe cannot run there: it judges a copy of the page, as it was drawn."""

    def __init__(self, pagina: Page, radice: str, copia: Page) -> None:
        super().__init__(pagina, radice)
        self.copia, self.con_script = copia, False

    def violazioni_csp(self) -> list[str]:
        """Nothing counts them here; the tab with JavaScript loads the same files and more."""
        return []

    def difetti_della_pagina(self) -> list[str]:
        senza = re.sub(r"<script\b.*?</script>|</?noscript>", "", self.pagina.content(), flags=re.DOTALL)
        self.copia.set_viewport_size(self.pagina.viewport_size)
        self.copia.route("**/copia/", lambda rotta: rotta.fulfill(body=senza, content_type="text/html; charset=utf-8"))
        self.copia.goto(f"{self.radice}/copia/", wait_until="load")
        self.copia.unroute("**/copia/")
        return self.difetti(self.copia)

    def fotografa(self, nome: str) -> None:
        super().fotografa(f"{nome}-senza-script")


@pytest.fixture
def esaminatore(page: Page, live_server) -> Esaminatore:
    return Esaminatore(page, live_server.url)


@pytest.fixture
def senza_script(page: Page, browser: Browser, browser_context_args: dict, live_server) -> Iterator[Esaminatore]:
    """An Esaminatore in a browser that has JavaScript turned off."""
    contesto = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield EsaminatoreSenzaScript(contesto.new_page(), live_server.url, copia=page)
    contesto.close()


@pytest.fixture(params=["con script", "senza script"])
def browser_qualunque(request: pytest.FixtureRequest) -> Esaminatore:
    """The same test in a browser with JavaScript and in one without (`con_script` says which)."""
    return request.getfixturevalue("senza_script" if request.param == "senza script" else "esaminatore")


# --- the real plan, with its people ----------------------------------------------------------------


@pytest.fixture(scope="session")
def database_col_piano(django_db_setup, django_db_blocker, impostazioni_di_prova, tmp_path_factory) -> Path:
    """A copy of the database with the real plan and the demo accounts; the database itself stays empty.

    Pages of a live server need rows that are really there, and every such test ends with empty tables: SQLite copies
    the whole database back in a few milliseconds, where loading the plan again takes seconds.
    """
    cartella = tmp_path_factory.mktemp("piano")
    vuoto, pieno = cartella / "vuoto.sqlite3", cartella / "pieno.sqlite3"
    with django_db_blocker.unblock():
        connection.ensure_connection()
        copia(connection.connection, vuoto)
        carica_liste(settings.BASE_DIR / "fixtures" / "liste")
        piano = carica_fotografia(foto_del_piano_vero())
        crea_account_demo(ente=piano.ente, password="Prova-nel-browser-1")
        copia(connection.connection, pieno)
        copia(vuoto, connection.connection)
    return pieno


def copia(da: Path | sqlite3.Connection, a: Path | sqlite3.Connection) -> None:
    """The whole database in the place of another."""
    aperte = [sqlite3.connect(voce) for voce in (da, a) if isinstance(voce, Path)]
    origine = aperte[0] if isinstance(da, Path) else da
    origine.backup(aperte[-1] if isinstance(a, Path) else a)
    for aperta in aperte:
        aperta.close()


@pytest.fixture
def piano_vero(transactional_db, database_col_piano) -> Piano:
    """The real plan 2019/2021, every sheet in bozza, and one demo account for each role."""
    connection.ensure_connection()
    copia(database_col_piano, connection.connection)
    ContentType.objects.clear_cache()
    return Piano.objects.get()


@pytest.fixture
def utente_demo(piano_vero) -> Callable[[str], Utente]:
    """`utente_demo("responsabile-contabile")`"""
    return lambda nome: Utente.objects.get(username=nome)


@pytest.fixture
def contabile(piano_vero) -> Callable[[int], SchedaArea]:
    """`contabile(2020)`: the sheet of the Area contabile of a year."""
    return lambda anno: SchedaArea.objects.get(piano=piano_vero, area__slug="contabile", anno=anno)


@pytest.fixture
def contabile_vuota(contabile) -> SchedaArea:
    """Area contabile 2020 before anybody has begun to write it."""
    scheda = contabile(2020)
    scheda.obiettivi.all().delete()
    scheda.persone.all().delete()
    scheda.revisioni.all().delete()
    return scheda


@pytest.fixture
def apri_browser(new_context, live_server) -> Callable[..., Esaminatore]:
    """`apri_browser(utente, java_script=False)`: a browser of its own, with that person logged in."""

    def apri(utente: Utente, *, java_script: bool = True) -> Esaminatore:
        pagina = new_context(java_script_enabled=java_script).new_page()
        if java_script:
            esaminatore = Esaminatore(pagina, live_server.url)
        else:
            esaminatore = EsaminatoreSenzaScript(pagina, live_server.url, copia=new_context().new_page())
        pagina.set_viewport_size({"width": LARGHEZZE[0], "height": 900})
        esaminatore.accede(utente)
        return esaminatore

    return apri


@pytest.fixture
def responsabile(apri_browser, utente_demo) -> Esaminatore:
    """The browser of the responsabile of the Area contabile."""
    return apri_browser(utente_demo("responsabile-contabile"))
