"""Reference lists from `fixtures/liste`: CSV with `;`, one file a list, sources in FONTI.md.

An app registers its lists, so that what belongs upstairs is loaded by the same command.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction

from piani.models import Comune, ContoFinanziario, MacroaggregatoSpesa, Missione, Programma, TipologiaEntrata
from semproniano.core.registri import Registro

if TYPE_CHECKING:
    from collections.abc import Iterable

CHIAVE = ("codice", "valido_dal")


class ListaNonLeggibile(Exception):
    """A list that cannot be loaded; the message (Italian) names file and row."""


@dataclass(frozen=True)
class Lista:
    """A registered list: `carica` takes the folder of the files, writes the rows and says how many there are."""

    codice: str
    ordine: int
    carica: Callable[[Path], int]


LISTE: Registro[Lista] = Registro("liste di riferimento")


def _valore(campo: models.Field, testo: str) -> object:
    if isinstance(campo, models.BooleanField):
        return {"si": True, "no": False}[testo]
    if campo.null and not testo:
        return None
    return campo.to_python(testo)


def righe_del_file(percorso: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row of a file by the names of its columns, and how an error names it. Raises ListaNonLeggibile."""
    try:
        with percorso.open(encoding="utf-8-sig", newline="") as flusso:
            for numero, riga in enumerate(csv.DictReader(flusso, delimiter=";", strict=True), start=2):
                yield f"{percorso.name}, riga {numero}", riga
    except (OSError, UnicodeDecodeError, csv.Error) as errore:
        raise ListaNonLeggibile(f"{percorso.name}: il file non si legge ({errore}).") from errore


def istanza(modello: type[models.Model], riga: dict[str, str], dove: str, **altri: object) -> models.Model:
    """A valid row, not saved: texts become what the fields hold, `altri` are values as they are.

    Raises ListaNonLeggibile.
    """
    try:
        valori = {nome: _valore(modello._meta.get_field(nome), testo) for nome, testo in riga.items()}
        voce = modello(**valori, **altri)
        # A foreign key is given as an object: asking the database for it again would be a query for each row.
        voce.clean_fields(exclude={"id", *(campo.name for campo in modello._meta.fields if campo.is_relation)})
    except ValidationError as errore:
        raise ListaNonLeggibile(f"{dove}: {' '.join(errore.messages)}") from errore
    except (KeyError, TypeError, models.FieldDoesNotExist) as errore:
        raise ListaNonLeggibile(f"{dove}: colonna o valore non riconosciuto ({errore}).") from errore
    return voce


def _salva(righe: Iterable[models.Model], chiave: tuple[str, ...] = CHIAVE) -> int:
    righe = list(righe)
    modello = type(righe[0])
    altri = [campo.name for campo in modello._meta.concrete_fields if campo.name not in (*chiave, "id")]
    modello.objects.bulk_create(
        righe, update_conflicts=True, unique_fields=chiave, update_fields=altri, batch_size=1000
    )
    return len(righe)


def _semplice(nome: str, modello: type[models.Model], chiave: tuple[str, ...] = CHIAVE) -> Callable[[Path], int]:
    """A list whose columns are the fields of its model."""
    return lambda cartella: _salva(
        (istanza(modello, riga, dove) for dove, riga in righe_del_file(cartella / nome)), chiave
    )


def _programmi(cartella: Path) -> int:
    missioni = {missione.codice: missione for missione in Missione.objects.order_by("valido_dal")}
    programmi = []
    for dove, riga in righe_del_file(cartella / "programmi.csv"):
        codice = riga.pop("missione", None)
        if codice not in missioni:
            raise ListaNonLeggibile(f"{dove}: la missione «{codice}» non c'è.")
        programmi.append(istanza(Programma, riga, dove, missione=missioni[codice]))
    return _salva(programmi)


@transaction.atomic
def carica_liste(cartella: Path) -> dict[str, int]:
    """Load or refresh every list; returns how many rows each has. Nothing is loaded when one row is wrong."""
    return {lista.codice: lista.carica(cartella) for lista in LISTE}


def registra() -> None:
    for lista in (
        Lista("missioni", 10, _semplice("missioni.csv", Missione)),
        Lista("programmi", 20, _programmi),
        Lista("tipologie di entrata", 30, _semplice("tipologie_entrata.csv", TipologiaEntrata)),
        Lista("macroaggregati di spesa", 40, _semplice("macroaggregati_spesa.csv", MacroaggregatoSpesa)),
        Lista("piano dei conti", 45, _semplice("piano_conti.csv", ContoFinanziario)),
        Lista("comuni", 50, _semplice("comuni.csv", Comune, ("codice_istat",))),
    ):
        LISTE.registra(lista)
