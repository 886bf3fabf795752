"""How a load writes rows: each one is checked, and a refusal says where in the plan it is."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models

M = TypeVar("M", bound=models.Model)


class CaricamentoRifiutato(Exception):
    """A fotografia that cannot become rows; the message (Italian) says what and where. Nothing has been written."""


def _rifiuta(dove: str, errore: ValidationError) -> CaricamentoRifiutato:
    """The refusal that names the place and, for each field, what is wrong."""
    if not hasattr(errore, "error_dict"):
        return CaricamentoRifiutato(f"{dove}: {' '.join(errore.messages)}")
    voci = (
        " ".join(messaggi) if campo == "__all__" else f"{campo}: {' '.join(messaggi)}"
        for campo, messaggi in errore.message_dict.items()
    )
    return CaricamentoRifiutato(f"{dove}: {'; '.join(voci)}")


def salva(riga: M, dove: str) -> M:
    """Check and save one row."""
    try:
        riga.full_clean()
    except ValidationError as errore:
        raise _rifiuta(dove, errore) from errore
    riga.save()
    return riga


def salva_in_blocco(righe: list[tuple[M, str]]) -> list[M]:
    """Check each row's own fields and save all with one statement; foreign keys are objects of this very load."""
    if not righe:
        return []
    modello = type(righe[0][0])
    esterne = {campo.name for campo in modello._meta.fields if campo.is_relation or campo.primary_key}
    for riga, dove in righe:
        try:
            riga.clean_fields(exclude=esterne)
            riga.clean()
        except ValidationError as errore:
            raise _rifiuta(dove, errore) from errore
    return modello.objects.bulk_create((riga for riga, _ in righe), batch_size=500)
