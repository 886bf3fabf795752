"""The library's objectives of the law, from `fixtures/liste/modelli_obiettivo.csv`."""

from __future__ import annotations

from itertools import count, takewhile
from typing import TYPE_CHECKING

from obiettivi.models import ModelloObiettivo
from piani.controlli.norme import norma
from piani.importers.liste import LISTE, Lista, ListaNonLeggibile, istanza, righe_del_file

if TYPE_CHECKING:
    from pathlib import Path

CHIAVE = ("codice", "valido_dal")


def _indicatori(riga: dict[str, str]) -> list[dict[str, str]]:
    """Takes the numbered columns out of the row: `indicatore_1`, `valore_atteso_1`, `indicatore_2` …"""
    numeri = takewhile(lambda numero: f"indicatore_{numero}" in riga, count(1))
    voci = [
        {"descrizione": riga.pop(f"indicatore_{numero}"), "valore_atteso": riga.pop(f"valore_atteso_{numero}", "")}
        for numero in numeri
    ]
    return [voce for voce in voci if any(voce.values())]


def _modello(dove: str, riga: dict[str, str]) -> ModelloObiettivo:
    modello = istanza(ModelloObiettivo, riga, dove, indicatori=_indicatori(riga))
    if norma(modello.norma, modello.valido_dal) is None:
        raise ListaNonLeggibile(f"{dove}: la norma «{modello.norma}» non vale nel {modello.valido_dal}.")
    return modello


def carica_modelli(cartella: Path) -> int:
    """Load or refresh the rows of the law, by code and first year; those of the bodies are left alone."""
    modelli = [_modello(dove, riga) for dove, riga in righe_del_file(cartella / "modelli_obiettivo.csv")]
    presenti = {(riga.codice, riga.valido_dal): riga.pk for riga in ModelloObiettivo.objects.di_legge()}
    for modello in modelli:
        modello.pk = presenti.get((modello.codice, modello.valido_dal))
    campi = [
        campo.name for campo in ModelloObiettivo._meta.concrete_fields if campo.name not in (*CHIAVE, "id", "ente")
    ]
    # No upsert: the unique index of these rows is partial (it holds where there is no Ente).
    ModelloObiettivo.objects.bulk_update([modello for modello in modelli if modello.pk], campi)
    ModelloObiettivo.objects.bulk_create([modello for modello in modelli if not modello.pk])
    return len(modelli)


def registra() -> None:
    LISTE.registra(Lista("modelli di obiettivo", 60, carica_modelli))
