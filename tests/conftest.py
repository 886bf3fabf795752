"""What every test may ask for: two bodies, users of every role, a logged-in client."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from hypothesis import settings as ipotesi

from piani.models import Ente, Evento, Utente
from piani.permessi import Ruolo
from semproniano.core.inalterabile import senza_protezione
from tests import factories

# A slow machine is not a wrong answer: how long things take is measured by "make bench".
ipotesi.register_profile("senza-orologio", deadline=None)
ipotesi.load_profile("senza-orologio")


@pytest.fixture(scope="session", autouse=True)
def impostazioni_di_prova(tmp_path_factory) -> Iterator[None]:
    """The same settings whatever `.env` says: plain HTTP, static files as they are, uploads in a passing folder.

    Of the session, because the live server of the browser tests starts once.
    """
    cartella = tmp_path_factory.mktemp("impostazioni")
    statici = cartella / "static"
    statici.mkdir()
    with override_settings(
        STATIC_ROOT=statici,
        MEDIA_ROOT=cartella / "media",
        STORAGES={
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        # What a test publishes is read in the same instant.
        SITO_RICORDATO=0,
        SECURE_SSL_REDIRECT=False,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
        # Hashing a password well takes a tenth of a second, a test suite hashes hundreds.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, tmp_path_factory) -> None:
    """SQLite on a file, as in service: in memory all the connections are one, and two requests at once (a page that
    keeps its draft while it asks for the checks) stand in each other's way."""
    base = settings.DATABASES["default"]
    if base["ENGINE"].endswith("sqlite3"):
        base.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("base") / "prova.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def vuota_anche_gli_eventi() -> Iterator[None]:
    """Between one test with real transactions (or a live server) and the next all tables are emptied: the events too,
    which the database protects from just that."""
    vuota = TransactionTestCase._fixture_teardown

    def senza_protezioni(prova: TransactionTestCase) -> None:
        with senza_protezione(connection, Evento._meta.db_table):
            vuota(prova)

    with pytest.MonkeyPatch.context() as toppa:
        toppa.setattr(TransactionTestCase, "_fixture_teardown", senza_protezioni)
        yield


@pytest.fixture
def ente(db) -> Ente:
    return factories.EnteFactory(slug="primo", denominazione="Comune di Prova Primo")


@pytest.fixture
def altro_ente(db) -> Ente:
    return factories.EnteFactory(slug="secondo", denominazione="Comune di Prova Secondo")


@pytest.fixture
def utente_con_ruolo(db) -> Callable[..., Utente]:
    """`utente_con_ruolo(ente, "segretario")`: a user who holds the role today; a responsabile may give `area=`."""

    def crea(ente: Ente, ruolo: str, **dati) -> Utente:
        return factories.IncaricoFactory(ente=ente, ruolo=Ruolo(ruolo), **dati).utente

    return crea


@pytest.fixture
def superuser(db) -> Utente:
    """Whoever runs the installation; holds no role in any body."""
    return factories.UtenteFactory(username="installazione", is_superuser=True)


@pytest.fixture
def accedi() -> Callable[[Utente], Client]:
    """`accedi(utente)`: a client logged in as the user."""

    def entra(utente: Utente) -> Client:
        client = Client()
        client.force_login(utente)
        return client

    return entra


@pytest.fixture
def segretario(ente, utente_con_ruolo) -> Utente:
    return utente_con_ruolo(ente, "segretario")


@pytest.fixture
def amministratore(ente, utente_con_ruolo) -> Utente:
    return utente_con_ruolo(ente, "amministratore")
