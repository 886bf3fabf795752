"""Cards prepared from the positions: for whom, in which category, who assesses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import transaction

from piani.models import Ente, Incarico, SchedaArea
from piani.permessi import Ruolo
from semproniano.core.workflow import TransizioneRifiutata, TransizioneVietata
from valutazioni.calcolo.smvp import smvp_da_json
from valutazioni.models import Carta, Posizione
from valutazioni.permessi import prepara
from valutazioni.selectors import versione_smvp_in_forza
from valutazioni.services.carte import posizioni_per_persona
from valutazioni.states import StatoCarta

if TYPE_CHECKING:
    from typing import Any

    from piani.models import Utente
    from valutazioni.calcolo.smvp import Categoria
    from valutazioni.models import VersioneSmvp


@dataclass(frozen=True)
class _Regole:
    """Who assesses whom: the Nucleo the Segretario, the Segretario who leads an area, who leads the area the others."""

    versione: VersioneSmvp

    @cached_property
    def categorie(self) -> dict[str, Categoria]:
        return {voce.codice: voce for voce in smvp_da_json(self.versione.contenuto).categorie}

    @cached_property
    def _chi_dirige(self) -> set[tuple[int | None, int]]:
        """(area, user) of who leads an area today, whatever the category: nobody assesses himself."""
        incarichi = Incarico.objects.in_vigore().filter(ente=self.versione.ente_id, ruolo=Ruolo.RESPONSABILE)
        return set(incarichi.values_list("area", "utente"))

    def campi(self, posizione: Posizione) -> dict[str, Any]:
        """Category, area and assessor of the card, as the last position of the year says. Raises TransizioneRifiutata
        for a category that the SMVP does not have."""
        if posizione.categoria not in self.categorie:
            raise TransizioneRifiutata(f"{posizione.dipendente}: la categoria non è nel sistema di valutazione.")
        return {
            "categoria": posizione.categoria,
            "area": posizione.area,
            "valutatore": self._valutatore(posizione),
        }

    def _valutatore(self, posizione: Posizione) -> str:
        if posizione.tipo == SchedaArea.Tipo.SEGRETARIO:
            return Carta.Valutatore.NUCLEO
        dirige = (posizione.area_id, posizione.dipendente.utente_id) in self._chi_dirige
        if self.categorie[posizione.categoria].responsabile or posizione.area_id is None or dirige:
            return Carta.Valutatore.SEGRETARIO
        return Carta.Valutatore.RESPONSABILE


@transaction.atomic
def prepara_carte(*, ente: Ente, anno: int, utente: Utente) -> int:
    """A card in bozza for whoever has a position in the year and no card; returns how many.

    Raises TransizioneVietata, TransizioneRifiutata.
    """
    if not prepara(utente, Carta(ente=ente)):
        raise TransizioneVietata
    # One at a time: two that prepare at once would both find that somebody has no card.
    Ente.objects.select_for_update(no_key=True).only("pk").get(pk=ente.pk)
    versione = versione_smvp_in_forza(ente, anno)
    if versione is None:
        raise TransizioneRifiutata(f"Nessun sistema di valutazione adottato vale per il {anno}.")
    regole = _Regole(versione)
    con_carta = set(Carta.objects.filter(ente=ente, anno=anno).values_list("dipendente", flat=True))
    nuove = [
        Carta(ente=ente, anno=anno, dipendente=righe[-1].dipendente, smvp=versione, **regole.campi(righe[-1]))
        for persona, righe in posizioni_per_persona(ente, anno).items()
        if persona not in con_carta
    ]
    Carta.objects.bulk_create(nuove)
    return len(nuove)


def allinea_carta(*, posizione: Posizione) -> None:
    """After a position has changed: the card of the person, while it is in bozza, follows the last one of the year.
    Points of behaviours that the category does not have go. Call in the transaction of the change."""
    carta = (
        Carta.objects.select_for_update(of=("self",), no_key=True)
        .select_related("smvp")
        .filter(anno=posizione.anno, dipendente=posizione.dipendente_id, stato=StatoCarta.BOZZA)
        .first()
    )
    righe = Posizione.objects.filter(anno=posizione.anno, dipendente=posizione.dipendente_id)
    ultima = righe.select_related("dipendente", "area").order_by("-dal").first()
    if carta is None or ultima is None:
        return
    regole = _Regole(carta.smvp)
    campi = regole.campi(ultima)
    if all(getattr(carta, nome) == valore for nome, valore in campi.items()):
        return
    for nome, valore in campi.items():
        setattr(carta, nome, valore)
    previsti = {voce.codice for voce in regole.categorie[carta.categoria].comportamenti}
    carta.voti = {codice: punti for codice, punti in carta.voti.items() if codice in previsti}
    carta.versione += 1
    carta.save()
