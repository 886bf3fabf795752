"""The fotografia: a plan as typed, frozen objects, and its canonical JSON.

Each app registers its sections; a section knows its type and how to read itself from the live rows. What the Giunta
votes, what is printed, checked and published is made from a fotografia and from nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from piani.selectors import LetturaPiano
from piani.sezioni.lettori import LETTORI, SCHEMA, aggiornato
from semproniano.core.documenti.json import impronta, json_canonico
from semproniano.core.registri import Registro

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from piani.models import Piano

T = TypeVar("T")


class Voce(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the typed objects of a fotografia: frozen, and strict when read back from JSON."""


class FotografiaNonLeggibile(ValueError):
    """A JSON text that is not a fotografia; the message (Italian) says what is wrong and where."""


class Sezione(Generic[T]):
    """A part of the fotografia: a key of the JSON and the type of its value.

    `leggi` reads it from the live rows; `pubblica` leaves out what is not published; `riduci` leaves out what the
    part of one area does not print. `di_scheda`: its value is a tuple of rows, each of one sheet (`area`, `anno`).
    """

    def __init__(
        self,
        codice: str,
        tipo: Any,
        leggi: Callable[[LetturaPiano], T],
        *,
        ordine: int,
        pubblica: Callable[[T, Fotografia], T] | None = None,
        riduci: Callable[[T, str, Fotografia], T] | None = None,
        di_scheda: bool = False,
    ) -> None:
        self.codice = codice
        self.tipo = tipo
        self.leggi = leggi
        self.ordine = ordine
        self.pubblica = pubblica
        self.riduci = riduci
        self.di_scheda = di_scheda


SEZIONI: Registro[Sezione] = Registro("sezioni della fotografia")


class Fotografia:
    """An immutable plan: one typed value per registered section, `fotografia[SEZIONE]`."""

    __slots__ = ("_valori", "schema")

    def __init__(self, valori: Mapping[str, Any], schema: int = SCHEMA) -> None:
        self._valori = dict(valori)
        self.schema = schema

    def __getitem__(self, sezione: Sezione[T]) -> T:
        return self._valori[sezione.codice]

    def __contains__(self, sezione: Sezione) -> bool:
        """False for the sections that the part of a sheet does not have."""
        return sezione.codice in self._valori

    def __eq__(self, altra: object) -> bool:
        return isinstance(altra, Fotografia) and self.json() == altra.json()

    def __hash__(self) -> int:
        return hash(self.sha256)

    def dizionario(self) -> dict[str, Any]:
        return {"schema": self.schema, **self._valori}

    def json(self) -> bytes:
        """Canonical JSON: sorted keys, decimals as strings without useless zeros, dates ISO, UTF-8, no spaces."""
        return json_canonico(self.dizionario())

    @property
    def sha256(self) -> str:
        return impronta(self.json())

    def con(self, valori: Mapping[str, Any]) -> Fotografia:
        """A copy with some sections replaced, by the code of the section."""
        return Fotografia({**self._valori, **valori}, self.schema)

    def pubblica(self) -> Fotografia:
        """The same plan without what is not published: names and shares of everybody but the responsabili."""
        return self.con({s.codice: s.pubblica(self[s], self) for s in SEZIONI if s.pubblica is not None})

    def ridotta(self, area: str) -> Fotografia:
        """Only what the part of one area prints: a change elsewhere must not touch that area's files.

        `area` is the slug of an area, "ente" or "segretario".
        """
        return self.con({s.codice: s.riduci(self[s], area, self) for s in SEZIONI if s.riduci is not None})


def fotografa(piano: Piano) -> Fotografia:
    """The plan as it is now, read with a constant number of queries. `piano` comes from `piani_completi()`."""
    lettura = LetturaPiano(piano)
    return Fotografia({sezione.codice: sezione.leggi(lettura) for sezione in SEZIONI})


def da_json(testo: str | bytes) -> Fotografia:
    """Read a fotografia back from its JSON; raises FotografiaNonLeggibile when it is not one."""
    return leggi_sezioni(testo, list(SEZIONI))


def leggi_sezioni(testo: str | bytes, sezioni: Sequence[Sezione]) -> Fotografia:
    """Read back a JSON that has just the given sections; raises FotografiaNonLeggibile when it does not."""
    try:
        grezzo = msgspec.json.decode(testo)
    except msgspec.DecodeError as errore:
        raise FotografiaNonLeggibile(f"Il testo non è JSON: {errore}.") from errore
    if not isinstance(grezzo, dict) or grezzo.get("schema") not in (*LETTORI, SCHEMA):
        raise FotografiaNonLeggibile(f"Manca lo schema, o non è un numero da 1 a {SCHEMA}.")
    attese = {sezione.codice for sezione in sezioni}
    grezzo = _aggiornato(grezzo)
    if sconosciute := grezzo.keys() - attese - {"schema"}:
        raise FotografiaNonLeggibile(f"Sezioni sconosciute: {', '.join(sorted(sconosciute))}.")
    if mancanti := attese - grezzo.keys():
        raise FotografiaNonLeggibile(f"Sezioni mancanti: {', '.join(sorted(mancanti))}.")
    return Fotografia({sezione.codice: _converti(grezzo[sezione.codice], sezione) for sezione in sezioni})


def _aggiornato(grezzo: dict[str, Any]) -> dict[str, Any]:
    try:
        return aggiornato(grezzo)
    except (KeyError, TypeError, AttributeError) as errore:
        raise FotografiaNonLeggibile(f"Non ha la forma dello schema {grezzo['schema']}: {errore}.") from errore


def _converti(valore: Any, sezione: Sezione[T]) -> T:
    try:
        # strict=False would accept numbers as texts: a weight must be written as the canonical form writes it.
        return msgspec.convert(valore, sezione.tipo, strict=True, builtin_types=())
    except msgspec.ValidationError as errore:
        raise FotografiaNonLeggibile(f"Sezione «{sezione.codice}»: {errore}.") from errore
