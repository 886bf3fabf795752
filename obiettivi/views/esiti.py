"""The results of the checks beside the form: each in words, linked to its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse

from semproniano.core.controlli import Gravita

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from obiettivi.forms.modulo import ModuloScheda
    from piani.models import SchedaArea
    from semproniano.core.controlli import Esito

PAROLE = {
    Gravita.BLOCCANTE: ("Da correggere", "Impedisce di proporre la scheda."),
    Gravita.AVVISO: ("Avvisi", "Non impediscono di proporre: si risponde con una nota."),
    Gravita.INFORMAZIONE: ("Informazioni", "Da sapere."),
}
# The field of a card to which the field named by a check belongs.
CAMPI = {"indicatori": "ind-0-descrizione", "valori_attesi": "ind-0-valore_atteso"}


class EsitoInPagina(NamedTuple):
    codice: str
    messaggio: str
    norma: str
    indirizzo: str


class GruppoEsiti(NamedTuple):
    gravita: str
    titolo: str
    spiegazione: str
    esiti: Sequence[EsitoInPagina]


def gruppi_di_esiti(
    esiti: Iterable[dict[str, Any]], scheda: SchedaArea, modulo: ModuloScheda | None = None
) -> list[GruppoEsiti]:
    """Results (as `Esito.dizionario()`, which a Revisione keeps) by severity, the heaviest first.

    Links lead to the fields of the page when there is one (`modulo`), else to the sheet's page.
    """
    pagina = "" if modulo else reverse("scheda", args=[scheda.pk])
    prefissi = {str(carta.numero): carta.prefisso for carta in modulo.presenti} if modulo else {}
    per_gravita: dict[str, list[EsitoInPagina]] = {gravita.value: [] for gravita in Gravita}
    for esito in esiti:
        per_gravita[esito["gravita"]].append(
            EsitoInPagina(
                esito["codice"],
                _senza_nome(esito["messaggio"], scheda),
                esito["norma"],
                pagina + _ancora(esito["dove"], scheda, prefissi),
            )
        )
    return [
        GruppoEsiti(gravita.value, *PAROLE[gravita], per_gravita[gravita.value])
        for gravita in Gravita
        if per_gravita[gravita.value]
    ]


def _senza_nome(messaggio: str, scheda: SchedaArea) -> str:
    """The sheet's name is on top of the page: "Area contabile 2020, obiettivo 3: …" → "Obiettivo 3: …"."""
    resto = messaggio.removeprefix(str(scheda)).lstrip(",: ")
    return resto[:1].upper() + resto[1:]


def _ancora(dove: str, scheda: SchedaArea, prefissi: dict[str, str]) -> str:
    tipo, *passi = dove.split("/")
    if tipo == "persone" or passi[-1] == "assegnazioni":
        return reverse("scheda-matrice", args=[scheda.pk])
    if tipo != "obiettivi":
        return "#totale-pesi"
    prefisso = prefissi.get(passi[2])
    if prefisso is None:
        return f"#obiettivo-{passi[2]}"
    return f"#id_{prefisso}-{CAMPI.get(passi[-1], passi[-1])}"


def dizionari(esiti: Iterable[Esito]) -> list[dict[str, Any]]:
    return [esito.dizionario() for esito in esiti]
