"""Reference lists from `fixtures/liste`: CSV with `;`, one file a list, sources in FONTI.md."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction

from piani.models import Comune, MacroaggregatoSpesa, Missione, Programma, TipologiaEntrata

if TYPE_CHECKING:
    from collections.abc import Iterable

CHIAVE = ("codice", "valido_dal")


class ListaNonLeggibile(Exception):
    """A list that cannot be loaded; the message (Italian) names file and row."""


def _valore(campo: models.Field, testo: str) -> object:
    if isinstance(campo, models.BooleanField):
        return {"si": True, "no": False}[testo]
    if campo.null and not testo:
        return None
    return campo.to_python(testo)


def _leggi(percorso: Path, modello: type[models.Model], **collegamenti: dict[str, models.Model]) -> list[models.Model]:
    """Rows of a file as unsaved instances; `collegamenti` maps the codes of a foreign key to its objects."""
    righe = []
    try:
        with percorso.open(encoding="utf-8-sig", newline="") as flusso:
            for numero, riga in enumerate(csv.DictReader(flusso, delimiter=";", strict=True), start=2):
                righe.append(_istanza(modello, riga, collegamenti, f"{percorso.name}, riga {numero}"))
    except (OSError, UnicodeDecodeError, csv.Error) as errore:
        raise ListaNonLeggibile(f"{percorso.name}: il file non si legge ({errore}).") from errore
    return righe


def _istanza(modello: type[models.Model], riga: dict[str, str], collegamenti: dict, dove: str) -> models.Model:
    try:
        valori = {
            nome: collegamenti[nome][testo] if nome in collegamenti else _valore(modello._meta.get_field(nome), testo)
            for nome, testo in riga.items()
        }
        istanza = modello(**valori)
        istanza.clean_fields(exclude={"id", *collegamenti})
    except ValidationError as errore:
        raise ListaNonLeggibile(f"{dove}: {' '.join(errore.messages)}") from errore
    except (KeyError, TypeError, models.FieldDoesNotExist) as errore:
        raise ListaNonLeggibile(f"{dove}: colonna o valore non riconosciuto ({errore}).") from errore
    return istanza


def _salva(righe: Iterable[models.Model], chiave: tuple[str, ...]) -> int:
    righe = list(righe)
    modello = type(righe[0])
    altri = [campo.name for campo in modello._meta.concrete_fields if campo.name not in (*chiave, "id")]
    modello.objects.bulk_create(
        righe, update_conflicts=True, unique_fields=chiave, update_fields=altri, batch_size=1000
    )
    return len(righe)


@transaction.atomic
def carica_liste(cartella: Path) -> dict[str, int]:
    """Load or refresh every list; returns how many rows each has. Nothing is loaded when one row is wrong."""
    quante = {"missioni": _salva(_leggi(cartella / "missioni.csv", Missione), CHIAVE)}
    missioni = {missione.codice: missione for missione in Missione.objects.order_by("valido_dal")}
    quante["programmi"] = _salva(_leggi(cartella / "programmi.csv", Programma, missione=missioni), CHIAVE)
    quante["tipologie di entrata"] = _salva(_leggi(cartella / "tipologie_entrata.csv", TipologiaEntrata), CHIAVE)
    quante["macroaggregati di spesa"] = _salva(
        _leggi(cartella / "macroaggregati_spesa.csv", MacroaggregatoSpesa), CHIAVE
    )
    quante["comuni"] = _salva(_leggi(cartella / "comuni.csv", Comune), ("codice_istat",))
    return quante
