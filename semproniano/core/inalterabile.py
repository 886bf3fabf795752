"""Tables that only grow: triggers of the database refuse UPDATE, DELETE and, on PostgreSQL, TRUNCATE.

They stop ordinary statements, from a program or by hand; who owns the database can remove them, and then
`manage.py verifica` says that they are missing. SQLite drops the triggers of a table, without a word, when a migration
rebuilds it (AlterField, AddConstraint): such a migration must end with `proteggi`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

# SQLite's REPLACE deletes: `recursive_triggers` (settings) makes it fire the trigger of DELETE.
_SQLITE = {
    "aggiorna": 'CREATE TRIGGER "{nome}" BEFORE UPDATE ON "{tabella}" BEGIN '
    "SELECT RAISE(ABORT, 'La tabella {tabella} si scrive solo in aggiunta.'); END",
    "elimina": 'CREATE TRIGGER "{nome}" BEFORE DELETE ON "{tabella}" BEGIN '
    "SELECT RAISE(ABORT, 'La tabella {tabella} si scrive solo in aggiunta.'); END",
}
_FUNZIONE_POSTGRESQL = """
CREATE OR REPLACE FUNCTION rifiuta_modifica() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'La tabella % si scrive solo in aggiunta.', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$"""
_POSTGRESQL = {
    "aggiorna": 'CREATE TRIGGER "{nome}" BEFORE UPDATE ON "{tabella}" FOR EACH ROW EXECUTE FUNCTION rifiuta_modifica()',
    "elimina": 'CREATE TRIGGER "{nome}" BEFORE DELETE ON "{tabella}" FOR EACH ROW EXECUTE FUNCTION rifiuta_modifica()',
    "svuota": 'CREATE TRIGGER "{nome}" BEFORE TRUNCATE ON "{tabella}" '
    "FOR EACH STATEMENT EXECUTE FUNCTION rifiuta_modifica()",
}


def _comandi(connessione: BaseDatabaseWrapper, tabella: str) -> dict[str, str]:
    """CREATE TRIGGER by name of the trigger."""
    modelli = _POSTGRESQL if connessione.vendor == "postgresql" else _SQLITE
    return {f"{tabella}_{azione}": testo.format(nome=f"{tabella}_{azione}", tabella=tabella)
            for azione, testo in modelli.items()}  # fmt: skip


def proteggi(connessione: BaseDatabaseWrapper, tabella: str) -> None:
    """Make the triggers of the table, those that are missing."""
    mancano = triggers_mancanti(connessione, tabella)
    with connessione.cursor() as cursore:
        if mancano and connessione.vendor == "postgresql":
            cursore.execute(_FUNZIONE_POSTGRESQL)
        for nome, comando in _comandi(connessione, tabella).items():
            if nome in mancano:
                cursore.execute(comando)


def sproteggi(connessione: BaseDatabaseWrapper, tabella: str) -> None:
    sulla_tabella = f' ON "{tabella}"' if connessione.vendor == "postgresql" else ""
    with connessione.cursor() as cursore:
        for nome in _comandi(connessione, tabella):
            cursore.execute(f'DROP TRIGGER IF EXISTS "{nome}"{sulla_tabella}')


def triggers_mancanti(connessione: BaseDatabaseWrapper, tabella: str) -> list[str]:
    """Names of the triggers that are not there, are switched off, or (SQLite) do something else."""
    with connessione.cursor() as cursore:
        if connessione.vendor == "postgresql":
            cursore.execute(
                "SELECT t.tgname FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid "
                "WHERE t.tgrelid = %s::regclass AND t.tgenabled IN ('O', 'A') AND f.proname = 'rifiuta_modifica'",
                [tabella],
            )
            presenti = {nome for (nome,) in cursore.fetchall()}
        else:
            cursore.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [tabella])
            attesi = _comandi(connessione, tabella)
            presenti = {nome for nome, testo in cursore.fetchall() if attesi.get(nome) == testo}
    return [nome for nome in _comandi(connessione, tabella) if nome not in presenti]


@contextmanager
def senza_protezione(connessione: BaseDatabaseWrapper, tabella: str) -> Iterator[None]:
    """For who must empty or refill the whole table: the tests between one and the next, a restored back-up."""
    sproteggi(connessione, tabella)
    try:
        yield
    finally:
        proteggi(connessione, tabella)
