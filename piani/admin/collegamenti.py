"""From the address of a result ("obiettivi/contabile/2020/3/peso") to the field of an admin page."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from piani.models import SLUG_ENTE, SLUG_SEGRETARIO, LineaMandato, SchedaArea

if TYPE_CHECKING:
    from piani.models import Piano
    from semproniano.core.controlli import Esito

# Fields that a page shows as rows inside it; the others are "id_" and their name.
GRUPPI = ("indicatori", "assegnazioni", "persone", "allegati", "copertine", "dati_dichiarati", "bilanci")
# What a sheet's page shows as the list of its objectives.
NELL_ELENCO = ("pesi", "numeri", "operativi", "obiettivi")
# Fields that a page only shows: there is no input to go to.
SOLO_MOSTRATI = ("atto", "schede", *NELL_ELENCO)


def _pagina(modello: str, chiave: int, campo: str) -> str:
    indirizzo = reverse(f"admin:{modello}_change", args=[chiave])
    if campo in SOLO_MOSTRATI:
        return indirizzo
    return f"{indirizzo}#{campo}-group" if campo in GRUPPI else f"{indirizzo}#id_{campo}"


def _capitoli(piano: Piano, parte: str) -> str:
    """The list of the plan's capitoli, of one part where it is said."""
    scelta = {"piano__id__exact": piano.pk} | ({"parte__exact": parte} if parte else {})
    return f"{reverse('admin:piani_capitolo_changelist')}?{urlencode(scelta)}"


class Collegamenti:
    """Addresses for the results of one plan; three queries, however many results there are."""

    def __init__(self, piano: Piano) -> None:
        self._piano = piano

    @cached_property
    def _righe(self) -> tuple[dict, dict]:
        """Primary keys of the sheets by (area, year), of the objectives by (area, year, number)."""
        schede, obiettivi = {}, {}
        slug = {SchedaArea.Tipo.ENTE: SLUG_ENTE, SchedaArea.Tipo.SEGRETARIO: SLUG_SEGRETARIO}
        # By name, because objectives live on the floor above.
        righe = self._piano.schede.order_by().values_list(
            "area__slug", "tipo", "anno", "pk", "obiettivi__numero", "obiettivi__pk"
        )
        for area, tipo, anno, scheda, numero, obiettivo in righe:
            chiave = (area or slug[tipo], str(anno))
            schede[chiave] = scheda
            obiettivi[(*chiave, str(numero))] = obiettivo
        return schede, obiettivi

    @cached_property
    def _narrativa(self) -> list[int]:
        return list(self._piano.narrativa.order_by("ordine").values_list("pk", flat=True))

    @cached_property
    def _linee(self) -> dict[str, int]:
        righe = LineaMandato.objects.filter(mandato=self._piano.mandato_id).values_list("numero", "pk")
        return {str(numero): chiave for numero, chiave in righe}

    def indirizzo(self, esito: Esito) -> str:
        tipo, *chiave, campo = esito.dove.split("/")
        schede, obiettivi = self._righe
        if tipo == "ente":
            return _pagina("piani_ente", self._piano.ente_id, campo)
        if tipo == "peg":
            return _capitoli(self._piano, parte=campo)
        if tipo == "narrativa":
            return _pagina("piani_sezionenarrativa", self._narrativa[int(chiave[0])], campo)
        if tipo == "linee" and chiave[0] in self._linee:
            return _pagina("piani_lineamandato", self._linee[chiave[0]], campo)
        if tipo == "obiettivi" and tuple(chiave) in obiettivi:
            return _pagina("obiettivi_obiettivogestionale", obiettivi[tuple(chiave)], campo)
        if tipo in {"schede", "persone"} and tuple(chiave[:2]) in schede:
            return _pagina("piani_schedaarea", schede[tuple(chiave[:2])], "persone" if tipo == "persone" else campo)
        # A sheet that is missing is made from its plan.
        return _pagina("piani_piano", self._piano.pk, campo if tipo == "piano" else "schede")
