"""The Relazioni of a body: which there are, one to read and to write, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from piani.models import Documento, Ente
from piani.permessi import Ruolo
from piani.views.documenti import file_in_risposta
from piani.views.menu import VOCI_MENU, VoceMenu
from semproniano.core.controlli import Gravita
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata
from valutazioni.controlli import esiti_della_relazione
from valutazioni.documenti.relazione import valori
from valutazioni.forms.relazione import FormTestata, Sezioni
from valutazioni.models import Relazione
from valutazioni.permessi import RUOLI_RISULTATI, RUOLI_VALUTAZIONI
from valutazioni.selectors import anni_in_forza
from valutazioni.services.coda import richiedi_documenti
from valutazioni.services.contenuto import AnnoSenzaPiano, contenuto_della_relazione
from valutazioni.services.pubblicazione import relazione_con_atto
from valutazioni.services.relazione import candidata_di, prepara_relazione, scrivi_relazione, ultima_approvata
from valutazioni.sezioni.relazione import relazione_da_json
from valutazioni.states import StatoRelazione
from valutazioni.views.relazione.comune import apri_relazione, apri_relazione_propria, passaggi_possibili

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from piani.models import Utente
    from valutazioni.models import VersioneRelazione
    from valutazioni.sezioni.relazione import RelazioneFoto

ENTI_IN_PAGINA = 30


@require_safe
def relazioni(request: HttpRequest) -> HttpResponse:
    """The years that an approved plan covers, with their Relazione, body by body."""
    utente = request.user
    enti = list(Ente.objects.filter(pk__in=utente.enti_con_ruolo(RUOLI_RISULTATI))[:ENTI_IN_PAGINA])
    chiavi = [ente.pk for ente in enti]
    per_anno = {(riga.ente_id, riga.anno): riga for riga in Relazione.objects.filter(ente__in=chiavi)}
    anni, oggi = anni_in_forza(chiavi), timezone.localdate()
    prepara = utente.enti_con_ruolo([Ruolo.SEGRETARIO])
    premi = utente.enti_con_ruolo(RUOLI_VALUTAZIONI)
    gruppi = [
        {
            "ente": ente,
            "righe": [(anno, per_anno.get((ente.pk, anno))) for anno in anni.get(ente.pk, []) if anno <= oggi.year],
            "prepara": ente.pk in prepara,
            "premi": ente.pk in premi,
        }
        for ente in enti
    ]
    uno = enti[0] if len(enti) == 1 else None
    return render(request, "valutazioni/relazione/elenco.html", {"gruppi": gruppi, "ente": uno})


@require_POST
def nuova(request: HttpRequest, ente: str, anno: int) -> HttpResponse:
    riga = get_object_or_404(Ente, slug=ente)
    if riga.pk not in request.user.enti_con_ruolo(RUOLI_RISULTATI):
        raise Http404
    try:
        relazione = prepara_relazione(ente=riga, anno=anno, utente=request.user)
    except TransizioneVietata as errore:
        raise PermissionDenied from errore
    except TransizioneRifiutata as errore:
        messages.warning(request, str(errore))
        return redirect("relazioni")
    messages.success(request, f"La Relazione {anno} è pronta da scrivere.")
    return redirect("relazione", relazione.pk)


@require_safe
def relazione(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands, what the checks say of the year, what can be done now, the versions with their files."""
    riga = apri_relazione(request, pk)
    aperta = riga.stato == StatoRelazione.IN_REDAZIONE
    esiti = esiti_della_relazione(riga.ente, riga.anno) if aperta else []
    versioni = list(
        riga.versioni.filter(numero__isnull=False).select_related("atto").defer("contenuto").order_by("-numero")
    )
    propria = riga.ente_id in request.user.enti_con_ruolo([Ruolo.SEGRETARIO])
    contesto = {
        "ente": riga.ente,
        "relazione": riga,
        "passaggi": [(voce, f"relazione-{voce.codice}") for voce in passaggi_possibili(request.user, riga)],
        "scrive": propria and aperta,
        "propria": propria,
        "gruppi": [(g, [e for e in esiti if e.gravita is g]) for g in Gravita if any(e.gravita is g for e in esiti)],
        "versioni": [(versione, list(versione.documenti.order_by("ordine"))) for versione in versioni],
        "controllata": aperta,
    }
    return render(request, "valutazioni/relazione/pagina.html", contesto)


def testo_da_leggere(riga: Relazione) -> RelazioneFoto:
    """What there is to read now: the text before the Giunta, the approved one, else the one being written."""
    if riga.stato == StatoRelazione.IN_REDAZIONE:
        return contenuto_della_relazione(riga)
    if (candidata := candidata_di(riga)) is not None:
        return relazione_da_json(candidata.contenuto)
    return relazione_con_atto(ultima_approvata(riga))


@require_safe
def leggi(request: HttpRequest, pk: int) -> HttpResponse:
    """The Relazione as a web page."""
    riga = apri_relazione(request, pk)
    try:
        foto = testo_da_leggere(riga)
    except AnnoSenzaPiano as errore:
        raise Http404(str(errore)) from errore
    contesto = {**valori(foto), "riga": riga, "ente": riga.ente}
    return render(request, "valutazioni/relazione/leggi.html", contesto)


@require_http_methods(["GET", "HEAD", "POST"])
def scrivi(request: HttpRequest, pk: int) -> HttpResponse:
    """Heading and sections on one page. Who saves over somebody else's text is told, and loses nothing."""
    riga = apri_relazione_propria(request, pk)
    if not riga.e_modificabile:
        return _non_ora(request, riga)
    if request.method == "POST":
        return _salva(request, riga)
    iniziali = [
        {"posto": posto, "titolo": voce.titolo, "livello": voce.livello, "testo": voce.testo}
        for posto, voce in enumerate(riga.sezioni.order_by("ordine", "pk"), start=1)
    ]
    testata = FormTestata(initial={"versione": riga.versione, "titolo": riga.titolo, "e_unificata": riga.e_unificata})
    return _modulo(request, riga, testata, Sezioni(initial=iniziali, prefix="sezioni"))


def _salva(request: HttpRequest, riga: Relazione) -> HttpResponse:
    testata, sezioni = FormTestata(request.POST), Sezioni(request.POST, prefix="sezioni")
    if not (testata.is_valid() & sezioni.is_valid()):
        return _modulo(request, riga, testata, sezioni, stato=422)
    try:
        scrivi_relazione(
            relazione=riga,
            utente=request.user,
            versione=testata.cleaned_data["versione"],
            testata=testata.testata(),
            sezioni=sezioni.sezioni(),
        )
    except OggettoCambiato:
        attuale = Relazione.objects.select_related("ente").get(pk=riga.pk)
        if not attuale.e_modificabile:
            return _non_ora(request, attuale)
        # The text stays in the fields; saved again, it takes the place of the other one, knowingly.
        testata.data = testata.data.copy()
        testata.data["versione"] = attuale.versione
        return _modulo(request, attuale, testata, sezioni, stato=409, cambiata=True)
    messages.success(request, "La Relazione è salvata.")
    return redirect("relazione-scrivi" if "resta" in request.POST else "relazione", riga.pk)


def _modulo(
    request: HttpRequest, riga: Relazione, testata: FormTestata, sezioni: Any, stato: int = 200, cambiata: bool = False
) -> HttpResponse:
    contesto = {
        "ente": riga.ente,
        "relazione": riga,
        "testata": testata,
        "sezioni": sezioni,
        "cambiata": cambiata,
        "errori": stato == 422,
    }
    return render(request, "valutazioni/relazione/scrivi.html", contesto, status=stato)


def _non_ora(request: HttpRequest, riga: Relazione) -> HttpResponse:
    contesto = {
        "ente": riga.ente,
        "motivo": f"La Relazione è nello stato «{riga.get_stato_display()}»: non si modifica.",
        "indirizzo": riga.get_absolute_url(),
        "testo_indirizzo": "Apri la Relazione com'è adesso",
    }
    return render(request, "409.html", contesto, status=409)


# --- files -----------------------------------------------------------------------------------------


@require_POST
def prepara_documenti(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the files of the approved version, or ask again after an error."""
    riga = apri_relazione_propria(request, pk)
    versione: VersioneRelazione | None = ultima_approvata(riga)
    if versione is None:
        messages.warning(request, "I documenti si preparano dopo l'approvazione.")
    elif richiedi_documenti(versione):
        messages.success(request, "I documenti sono in preparazione: fra qualche minuto, aggiornare la pagina.")
    return redirect("relazione", riga.pk)


@require_safe
def documento(request: HttpRequest, pk: int, chiave: int, nome: str) -> HttpResponse:
    """A file of the Relazione, the Referto included, for who reads the results."""
    riga = apri_relazione(request, pk)
    file = get_object_or_404(
        Documento.objects.filter(pk__in=riga.versioni.values("documenti")), pk=chiave, nome=nome, ente=riga.ente_id
    )
    risposta = file_in_risposta(file)
    patch_cache_control(risposta, private=True, no_cache=True)
    return risposta


def legge_relazioni(utente: Utente) -> bool:
    return bool(utente.enti_con_ruolo(RUOLI_RISULTATI))


def registra() -> None:
    VOCI_MENU.registra(VoceMenu("relazioni", 45, "Relazione", "relazioni", legge_relazioni))
