"""Back-up of everything, data and files, in one archive that any database of the project reads back.

The rows are written in canonical JSON, one a line, table by table; the files as they are; a list says how many there
are of each and the sha256 of every part. A restored back-up, saved again, has the same fingerprints: that is how
`ripristina` knows that nothing was lost between SQLite and PostgreSQL.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core import serializers
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from semproniano.core.documenti.json import json_canonico

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FORMATO = 1
ELENCO = "elenco.json"
CARTELLA_DATI, CARTELLA_FILE = "dati/", "file/"
# What is of a moment: who is logged in, who got the password wrong, what is waiting to be done.
DI_PASSAGGIO = frozenset({"sessions", "axes", "django_tasks_db", "django_tasks_database"})
# Rows that Django itself writes when it prepares a database.
DI_DJANGO = ("contenttypes.contenttype", "auth.permission")
PEZZO = 1024 * 1024


class SalvataggioNonValido(Exception):
    """The archive cannot be restored here; the message (Italian) says why. Nothing has been written."""


@dataclass(frozen=True)
class Riassunto:
    righe: int
    file: int


def modelli_salvati() -> list[type[models.Model]]:
    """Every table that holds something worth keeping, in the order of its name."""
    presenti = (
        modello
        for modello in apps.get_models(include_auto_created=True)
        if modello._meta.app_label not in DI_PASSAGGIO and not modello._meta.proxy
    )
    return sorted(presenti, key=lambda modello: modello._meta.label_lower)


def _migrazioni() -> list[str]:
    righe = MigrationRecorder.Migration.objects.values_list("app", "name")
    return sorted(f"{app}.{nome}" for app, nome in righe if app not in DI_PASSAGGIO)


def _righe(modello: type[models.Model]) -> Iterator[bytes]:
    """The rows of a table in canonical form, the same from any database."""
    righe = modello._base_manager.order_by("pk").iterator(chunk_size=2000)
    for voce in serializers.serialize("python", righe):
        yield json_canonico(voce) + b"\n"


def _nomi_dei_file() -> Iterator[str]:
    for modello in modelli_salvati():
        campi = [campo.name for campo in modello._meta.fields if isinstance(campo, models.FileField)]
        for nomi in modello._base_manager.order_by("pk").values_list(*campi) if campi else ():
            yield from filter(None, nomi)


def salva_tutto(destinazione: Path, progresso: Callable[[str], None] = lambda _: None) -> Riassunto:
    """Write the archive; it appears under its name only when it is complete. Raises OSError.

    One transaction, that sees one moment of the database whatever others write meanwhile.
    """
    provvisorio = destinazione.with_name(f".{destinazione.name}.parziale")
    try:
        with transaction.atomic(), zipfile.ZipFile(provvisorio, "w", zipfile.ZIP_DEFLATED) as archivio:
            _un_solo_istante()
            elenco = _scrivi_dati(archivio, progresso)
            elenco["file"] = _scrivi_file(archivio, progresso)
            archivio.writestr(ELENCO, json_canonico(elenco))
        provvisorio.replace(destinazione)
    finally:
        provvisorio.unlink(missing_ok=True)
    return Riassunto(sum(voce["righe"] for voce in elenco["tabelle"].values()), len(elenco["file"]))


def _un_solo_istante() -> None:
    # SQLite's transaction holds the file already; PostgreSQL shows each statement the latest rows unless it is told.
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursore:
            cursore.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _scrivi_dati(archivio: zipfile.ZipFile, progresso: Callable[[str], None]) -> dict[str, Any]:
    tabelle = {}
    for modello in modelli_salvati():
        nome = modello._meta.label_lower
        progresso(nome)
        impronta, quante = hashlib.sha256(), 0
        with archivio.open(f"{CARTELLA_DATI}{nome}.jsonl", "w", force_zip64=True) as flusso:
            for riga in _righe(modello):
                flusso.write(riga)
                impronta.update(riga)
                quante += 1
        tabelle[nome] = {"righe": quante, "sha256": impronta.hexdigest()}
    return {"formato": FORMATO, "migrazioni": _migrazioni(), "tabelle": tabelle}


def _scrivi_file(archivio: zipfile.ZipFile, progresso: Callable[[str], None]) -> dict[str, str]:
    impronte: dict[str, str] = {}
    for nome in _nomi_dei_file():
        if nome in impronte:
            continue
        progresso(nome)
        with (
            default_storage.open(nome) as origine,
            archivio.open(f"{CARTELLA_FILE}{nome}", "w", force_zip64=True) as flusso,
        ):
            impronte[nome] = _copia(origine, flusso)
    return impronte


def _copia(origine: Any, destinazione: Any = None) -> str:
    """Copy a stream (when there is somewhere to) and return its sha256."""
    impronta = hashlib.sha256()
    while pezzo := origine.read(PEZZO):
        impronta.update(pezzo)
        if destinazione is not None:
            destinazione.write(pezzo)
    return impronta.hexdigest()


def ripristina(origine: Path, progresso: Callable[[str], None] = lambda _: None) -> Riassunto:
    """Read an archive back into a database that is migrated and empty; the two may be of different kinds.

    Raises SalvataggioNonValido before anything is written (not an archive, another release, a part that is not whole,
    a database with data) or, with the whole transaction undone, when what was written reads back different.
    """
    try:
        with zipfile.ZipFile(origine) as archivio:
            elenco = _elenco(archivio)
            _verifica(archivio, elenco)
            _verifica_vuoto()
            with transaction.atomic():
                _leggi_dati(archivio, elenco, progresso)
                _confronta(elenco)
            _leggi_file(archivio, elenco, progresso)
    except (OSError, zipfile.BadZipFile) as errore:
        raise SalvataggioNonValido(f"«{origine.name}» non si legge come un salvataggio: {errore}.") from errore
    return Riassunto(sum(voce["righe"] for voce in elenco["tabelle"].values()), len(elenco["file"]))


def _elenco(archivio: zipfile.ZipFile) -> dict[str, Any]:
    try:
        elenco = json.loads(archivio.read(ELENCO))
    except (KeyError, ValueError) as errore:
        raise SalvataggioNonValido("Manca l'elenco: non è un salvataggio di questo programma.") from errore
    if elenco.get("formato") != FORMATO:
        raise SalvataggioNonValido("Il salvataggio è di un formato che questa versione del programma non conosce.")
    if elenco["migrazioni"] != _migrazioni():
        raise SalvataggioNonValido(
            "Il salvataggio è di un'altra versione del programma: ripristinarlo con quella, poi aggiornare."
        )
    return elenco


def _verifica(archivio: zipfile.ZipFile, elenco: dict[str, Any]) -> None:
    """Every part is there and whole."""
    attese = {f"{CARTELLA_DATI}{nome}.jsonl": voce["sha256"] for nome, voce in elenco["tabelle"].items()}
    attese |= {f"{CARTELLA_FILE}{nome}": impronta for nome, impronta in elenco["file"].items()}
    presenti = set(archivio.namelist())
    for nome, impronta in attese.items():
        if nome not in presenti:
            raise SalvataggioNonValido(f"Nel salvataggio manca «{nome}».")
        with archivio.open(nome) as flusso:
            if _copia(flusso) != impronta:
                raise SalvataggioNonValido(f"Nel salvataggio «{nome}» è rovinato: l'impronta non torna.")


def _verifica_vuoto() -> None:
    pieni = [
        modello._meta.label_lower
        for modello in modelli_salvati()
        if modello._meta.label_lower not in DI_DJANGO and modello._base_manager.exists()
    ]
    if pieni:
        raise SalvataggioNonValido(
            f"Il database ha già dei dati ({', '.join(pieni[:3])}…): si ripristina solo in un database vuoto."
        )


def _leggi_dati(archivio: zipfile.ZipFile, elenco: dict[str, Any], progresso: Callable[[str], None]) -> None:
    """Row by row, as they were: no field is recomputed. Foreign keys are looked at when the transaction ends."""
    modelli = {modello._meta.label_lower: modello for modello in modelli_salvati()}
    for nome in reversed(DI_DJANGO):
        modelli[nome]._base_manager.all().delete()
    for nome in elenco["tabelle"]:
        progresso(nome)
        with archivio.open(f"{CARTELLA_DATI}{nome}.jsonl") as flusso:
            for voce in serializers.deserialize("python", map(json.loads, flusso)):
                voce.save(force_insert=True)
    with connection.cursor() as cursore:
        for comando in connection.ops.sequence_reset_sql(no_style(), list(modelli.values())):
            cursore.execute(comando)


def _confronta(elenco: dict[str, Any]) -> None:
    """What is in the database now has the fingerprints of what was saved."""
    for modello in modelli_salvati():
        nome, impronta = modello._meta.label_lower, hashlib.sha256()
        for riga in _righe(modello):
            impronta.update(riga)
        if impronta.hexdigest() != elenco["tabelle"][nome]["sha256"]:
            raise SalvataggioNonValido(f"La tabella «{nome}» si rilegge diversa da come era stata salvata.")


def _leggi_file(archivio: zipfile.ZipFile, elenco: dict[str, Any], progresso: Callable[[str], None]) -> None:
    for nome, impronta in elenco["file"].items():
        progresso(nome)
        if default_storage.exists(nome):
            with default_storage.open(nome) as presente:
                if _copia(presente) == impronta:
                    continue
            raise SalvataggioNonValido(f"Un altro file ha già il nome «{nome}»: spostarlo e ripetere.")
        with archivio.open(f"{CARTELLA_FILE}{nome}") as flusso:
            scritto = default_storage.save(nome, File(flusso, name=nome))
        if scritto != nome:
            raise SalvataggioNonValido(f"Il file «{nome}» è stato scritto con un altro nome: «{scritto}».")
