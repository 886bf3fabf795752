"""The PEG of an area: what its responsabile has to manage, and the objectives that each capitolo serves."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from obiettivi.models import RisorsaObiettivo
from obiettivi.services.matrice import titolo_breve
from piani.permessi import legge_scheda
from piani.sezioni.peg import leggi_peg
from piani.sezioni.peg_totali import ENTRATA, SPESA, Somme, riepilogo
from piani.views.peg import PER_PAGINA, apri_peg, contesto_comune, lettura_di_alcuni
from piani.views.peg_tavole import NOMI, RigaTavola, Tavola, contesto_delle_somme, nome_breve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from piani.models import Area, Piano, Utente
    from piani.sezioni.peg import CapitoloFoto, PegFoto

NESSUNA = "-"
"""Stands in the address for the capitoli that no area has."""


class Uso(NamedTuple):
    """An objective that uses a capitolo; without address for who does not read its sheet."""

    testo: str
    indirizzo: str


@require_safe
def peg_area(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    piano = apri_peg(request, pk)
    area = None if slug == NESSUNA else get_object_or_404(piano.ente.aree, slug=slug)
    peg = leggi_peg(lettura_di_alcuni(piano, area=area))
    righe = peg.capitoli
    if area is None and not righe:
        raise Http404("Ogni capitolo ha il suo responsabile.")
    pagina = Paginator(righe, PER_PAGINA).get_page(request.GET.get("pagina"))
    usi = _usi(request.user, piano, area)
    contesto = contesto_comune(request, piano) | contesto_delle_somme(peg, piano.anno_inizio)
    contesto |= {
        "area": area,
        "nome": area.nome if area else "Senza responsabile",
        "tavole": _tavole(peg, righe),
        "capitoli": [(riga, usi.get(riga.chiave, ())) for riga in pagina],
        "pagina": pagina,
        "quanti_usati": sum(riga.chiave in usi for riga in righe),
        "quanti": len(righe),
        "schede": _schede(request.user, piano, area),
    }
    return render(request, "obiettivi/peg_area.html", contesto)


def _tavole(peg: PegFoto, righe: Sequence[CapitoloFoto]) -> list[Tavola]:
    """Entrata by titolo, spesa by missione and by titolo, of the capitoli of the area alone, where there are any."""
    tavole = []
    for parte, livello in ((ENTRATA, "titolo"), (SPESA, "missione"), (SPESA, "titolo")):
        della_parte = [riga for riga in righe if riga.parte == parte]
        rami = riepilogo(peg, parte, livello, della_parte)
        if rami:
            voci = [RigaTavola(nome_breve(ramo), ramo.somme) for ramo in rami]
            voci.append(RigaTavola(f"Totale {parte}", Somme.somma(ramo.somme for ramo in rami), e_totale=True))
            titolo = f"{NOMI[parte]} per {livello}"
            tavole.append(Tavola(f"{parte}-{livello}", titolo, livello.capitalize(), voci))
    return tavole


def _usi(utente: Utente, piano: Piano, area: Area | None) -> dict[tuple[str, str, str], list[Uso]]:
    """The objectives by key of the capitolo; one query."""
    righe = (
        RisorsaObiettivo.objects.filter(capitolo__piano=piano, capitolo__area=area)
        .select_related("capitolo", "obiettivo__trasversale", "obiettivo__scheda__area", "obiettivo__scheda__piano")
        .order_by("obiettivo__scheda__anno", "obiettivo__scheda", "obiettivo__numero")
    )
    usi = defaultdict(list)
    for riga in righe:
        capitolo, scheda = riga.capitolo, riga.obiettivo.scheda
        indirizzo = ""
        if legge_scheda(utente, scheda):
            indirizzo = f"{reverse('scheda', args=[scheda.pk])}#obiettivo-{riga.obiettivo.numero}"
        testo = (
            f"{scheda.nome if scheda.area_id != capitolo.area_id else ''} {scheda.anno}, {titolo_breve(riga.obiettivo)}"
        )
        usi[capitolo.parte, capitolo.capitolo, capitolo.articolo].append(Uso(testo.strip(), indirizzo))
    return usi


def _schede(utente: Utente, piano: Piano, area: Area | None) -> list:
    """The sheets of the area that the user reads: from there capitoli and objectives are linked."""
    if area is None:
        return []
    schede = piano.schede.filter(area=area).select_related("piano", "area").order_by("anno")
    return [scheda for scheda in schede if legge_scheda(utente, scheda)]
