"""The cards: the own ones, those one writes, all of a year for who reads them; the box of the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from piani.models import Ente
from piani.permessi import Ruolo
from piani.views.home import RIQUADRI, Riquadro
from piani.views.menu import VOCI_MENU, VoceMenu
from semproniano.core.workflow import TransizioneRifiutata
from valutazioni.calcolo.base import due_decimali
from valutazioni.permessi import RUOLI_VALUTAZIONI
from valutazioni.selectors import anni_in_forza, smvp_in_forza
from valutazioni.selectors.carte import (
    CHE_COSA_ASPETTA,
    carte_da_valutare,
    carte_dell_anno,
    carte_proprie,
    conteggio_degli_stati,
    in_attesa,
)
from valutazioni.services.preparazione import prepara_carte
from valutazioni.states import StatoCarta
from valutazioni.views.anno import apri_anno_da_preparare, apri_anno_delle_carte, e_segretario, riservata

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from piani.models import Utente
    from piani.views.home import Contenuto

PER_PAGINA = 100
CERCATO_MASSIMO = 80
# Who has a card, writes cards or reads them.
CHI_E_DELLA_VALUTAZIONE = (*RUOLI_VALUTAZIONI, Ruolo.RESPONSABILE, Ruolo.DIPENDENTE)


@require_safe
def indice(request: HttpRequest) -> HttpResponse:
    """The user's own cards, those that the user writes, the years of the bodies of which the user reads all of them."""
    utente, oggi = request.user, timezone.localdate()
    letti = utente.enti_con_ruolo(RUOLI_VALUTAZIONI)
    anni = anni_in_forza(letti) if letti else {}
    pagina = Paginator(carte_da_valutare(utente), PER_PAGINA).get_page(request.GET.get("pagina"))
    contesto = {
        "proprie": list(carte_proprie(utente)),
        "pagina": pagina,
        "righe": [(carta, CHE_COSA_ASPETTA[carta.stato]) for carta in pagina],
        "anni": [
            (ente, [anno for anno in anni.get(ente.pk, []) if anno <= oggi.year])
            for ente in (Ente.objects.filter(pk__in=letti) if letti else ())
        ],
        "valuta": bool(utente.enti_con_ruolo((*RUOLI_VALUTAZIONI, Ruolo.RESPONSABILE))),
    }
    return riservata(render(request, "valutazioni/carte/indice.html", contesto))


@require_safe
def dell_anno(request: HttpRequest, ente: str, anno: int) -> HttpResponse:
    """All the cards of a year: how far they are, who has which score."""
    riga = apri_anno_delle_carte(request, ente, anno)
    carte = carte_dell_anno(riga, anno, request.user)
    cercato = request.GET.get("cerca", "")[:CERCATO_MASSIMO].strip()
    stato = request.GET.get("stato", "")
    if cercato:
        carte = carte.filter(
            Q(dipendente__cognome__icontains=cercato)
            | Q(dipendente__nome__icontains=cercato)
            | Q(area__nome__icontains=cercato)
        )
    if stato in StatoCarta:
        carte = carte.filter(stato=stato)
    smvp = smvp_in_forza(riga, anno)
    nomi = {voce.codice: voce.nome for voce in smvp.categorie} if smvp else {}
    pagina = Paginator(carte, PER_PAGINA).get_page(request.GET.get("pagina"))
    contesto = {
        "ente": riga,
        "anno": anno,
        "conti": [(StatoCarta(s), s, quante) for s, quante in conteggio_degli_stati(riga, anno).items()],
        "pagina": pagina,
        "righe": [
            (carta, nomi.get(carta.categoria, carta.categoria), _punteggio(carta), CHE_COSA_ASPETTA[carta.stato])
            for carta in pagina
        ],
        "cercato": cercato,
        "stato": stato if stato in StatoCarta else "",
        "resto": urlencode({k: v for k, v in (("cerca", cercato), ("stato", stato)) if v}),
        "scrive": e_segretario(request, riga),
    }
    return riservata(render(request, "valutazioni/carte/anno.html", contesto))


def _punteggio(carta) -> str:
    return "" if carta.punteggio is None else due_decimali(carta.punteggio)


@require_POST
def prepara_tutte(request: HttpRequest, ente: str, anno: int) -> HttpResponse:
    riga = apri_anno_da_preparare(request, ente, anno)
    try:
        quante = prepara_carte(ente=riga, anno=anno, utente=request.user)
    except TransizioneRifiutata as errore:
        for motivo in errore.motivi:
            messages.error(request, motivo)
    else:
        messages.success(request, f"Schede preparate: {quante}.")
    return redirect("carte-anno", riga.slug, anno)


# --- home and menu ---------------------------------------------------------------------------------


def e_della_valutazione(utente: Utente) -> bool:
    return bool(utente.enti_con_ruolo(CHI_E_DELLA_VALUTAZIONE))


def riquadro(request: HttpRequest) -> Contenuto:
    """Cards that wait for the user; one query."""
    if not e_della_valutazione(request.user):
        return None
    conti = in_attesa(request.user)
    return ("valutazioni/riquadri/carte.html", conti) if any(conti.values()) else None


def registra() -> None:
    RIQUADRI.registra(Riquadro("carte", 9, riquadro))
    VOCI_MENU.registra(VoceMenu("carte", 40, "Valutazione", "carte", lambda utente: bool(utente.ruoli_in_vigore)))
