"""For the Segretario: the sheets that wait, and the page on which one is examined before its transition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from obiettivi.selectors import osservazioni_da_leggere, schede_con_cifre
from obiettivi.sezioni import OBIETTIVI
from obiettivi.sezioni.risorse import con_risorse
from piani.admin.collegamenti import Collegamenti
from piani.admin.controlli import sezioni_di_esiti
from piani.controlli import controlla
from piani.controlli.gruppi import e_della_scheda, titolo_del_gruppo
from piani.controlli.impostazioni import impostazioni_di
from piani.models import Evento, SchedaArea
from piani.permessi import RUOLI_ADMIN, Ruolo, chi_valida
from piani.selectors import piani_completi, scheda_precedente, transizioni_possibili
from piani.sezioni import confronta, fotografa_per_le_schede, parte_da_json, parte_di_scheda
from piani.states import SCHEDA
from semproniano.core.controlli import Gravita

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from piani.models import Utente
    from piani.sezioni import Confronto, Fotografia

SCHEDE_IN_CODA = 200


@dataclass(frozen=True)
class InCoda:
    """A sheet that waits: since how many days, what the checks said when it was proposed, who validates it."""

    scheda: SchedaArea
    giorni: int
    ruolo: Ruolo
    e_mia: bool

    @property
    def attesa(self) -> str:
        return {0: "da oggi", 1: "da ieri"}.get(self.giorni, f"da {self.giorni} giorni")

    def quanti(self, gravita: Gravita) -> int:
        return sum(esito["gravita"] == gravita for esito in self.scheda.esiti or ())

    @property
    def bloccanti(self) -> int:
        return self.quanti(Gravita.BLOCCANTE)

    @property
    def avvisi(self) -> int:
        return self.quanti(Gravita.AVVISO)


def coda_di(utente: Utente) -> list[InCoda]:
    """The sheets that wait in the bodies where the user works, the oldest first; three queries and one per body."""
    schede = (
        schede_con_cifre()
        .visibili_a(utente, RUOLI_ADMIN)
        .proposte()
        .select_related("piano__ente", "area", "responsabile")
        .order_by("proposta_il", "pk")[:SCHEDE_IN_CODA]
    )
    mie = set(SchedaArea.objects.validabili_da(utente).values_list("pk", flat=True))
    oggi, enti, coda = timezone.localdate(), {}, []
    for scheda in schede:
        # One instance for each body, which asks once for the areas that the Segretario leads.
        scheda.piano.ente = enti.setdefault(scheda.piano.ente_id, scheda.piano.ente)
        giorni = (oggi - timezone.localdate(scheda.proposta_il)).days
        coda.append(InCoda(scheda, giorni, chi_valida(scheda), scheda.pk in mie))
    return coda


class EsameDelleSchede:
    """For the admin of the sheet."""

    def get_urls(self) -> list:
        nome = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("coda/", self.admin_site.admin_view(self.pagina_coda), name=f"{nome}_coda"),
            path("<path:object_id>/esame/", self.admin_site.admin_view(self.pagina_esame), name=f"{nome}_esame"),
            *super().get_urls(),
        ]

    def pagina_coda(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        coda = coda_di(request.user)
        contesto = {
            **self.admin_site.each_context(request),
            "title": "Schede da esaminare",
            "opts": self.opts,
            "gruppi": [
                ("Da validare", [voce for voce in coda if voce.e_mia]),
                ("In attesa di altri", [voce for voce in coda if not voce.e_mia]),
            ],
        }
        return TemplateResponse(request, "admin/obiettivi/coda.html", contesto)

    def pagina_esame(self, request: HttpRequest, object_id: str) -> HttpResponse:
        scheda = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, scheda):
            raise PermissionDenied
        piano = piani_completi().get(pk=scheda.piano_id)
        foto = fotografa_per_le_schede(piano)
        esiti = controlla(foto, impostazioni_di(piano.ente))
        propri = list(filter(e_della_scheda(scheda.slug, scheda.anno), esiti))
        proposte = _ultime_proposte(scheda)
        contesto = {
            **self.admin_site.each_context(request),
            "title": f"Esame: {scheda}",
            "opts": self.opts,
            "scheda": scheda,
            "ente_di_esempio": piano.ente.e_esempio,
            "passaggi": passaggi_della_scheda(request.user, scheda),
            "proposta": proposte[0] if proposte else None,
            "osservazioni": osservazioni_da_leggere(scheda),
            "risorse": con_risorse(parte_di_scheda(foto, scheda.slug, scheda.anno)[OBIETTIVI], scheda),
            "sezioni": sezioni_di_esiti(propri, titolo_del_gruppo(foto), Collegamenti(piano)),
            "confronti": [_dalla_proposta(scheda, foto, proposte), _dall_anno_prima(scheda, foto)],
        }
        return TemplateResponse(request, "admin/obiettivi/esame.html", contesto)


def passaggi_della_scheda(utente: Utente, scheda: SchedaArea) -> list[dict[str, str]]:
    """Label and address of what the user may do now with the sheet; the pages to confirm are those of everybody."""
    return [
        {"etichetta": voce.etichetta, "indirizzo": reverse(f"scheda-{voce.codice}", args=[scheda.pk])}
        for voce in transizioni_possibili(utente, scheda)
    ]


def _ultime_proposte(scheda: SchedaArea) -> list[Evento]:
    """The last two, the latest first."""
    proposte = Evento.objects.filter(
        oggetto_tipo=scheda._meta.model_name, oggetto_id=scheda.pk, transizione=SCHEDA["proponi"].codice
    )
    return list(proposte.select_related("utente").order_by("-numero")[:2])


@dataclass(frozen=True)
class ConfrontoInPagina:
    """A comparison of the sheet as it is now; `con` says with what, None where there is nothing to compare it with."""

    codice: str
    titolo: str
    con: str | None
    confronto: Confronto | None


def _dalla_proposta(scheda: SchedaArea, foto: Fotografia, proposte: Sequence[Evento]) -> ConfrontoInPagina:
    """With the last proposal; for a sheet that is proposed now, with the one before it."""
    titolo = "Che cosa è cambiato dall'ultima proposta"
    passate = [evento for evento in proposte if evento.dati["versione"] != scheda.versione]
    revisione = scheda.revisioni.filter(versione=passate[0].dati["versione"]).first() if passate else None
    if revisione is None:
        return ConfrontoInPagina("proposta", titolo, None, None)
    con = f"Proposta del {timezone.localtime(revisione.creata_il):%d/%m/%Y alle %H:%M}"
    confronto = confronta(parte_da_json(revisione.contenuto), _parte(foto, scheda))
    return ConfrontoInPagina("proposta", titolo, con, confronto)


def _dall_anno_prima(scheda: SchedaArea, foto: Fotografia) -> ConfrontoInPagina:
    titolo = "Che cosa è cambiato dall'anno prima"
    precedente = scheda_precedente(scheda)
    if precedente is None:
        return ConfrontoInPagina("anno", titolo, None, None)
    stesso_piano = precedente.piano_id == scheda.piano_id
    altra = foto if stesso_piano else fotografa_per_le_schede(piani_completi().get(pk=precedente.piano_id))
    con = f"{precedente}, {precedente.piano.titolo}"
    return ConfrontoInPagina("anno", titolo, con, confronta(_parte(altra, precedente), _parte(foto, scheda)))


def _parte(foto: Fotografia, scheda: SchedaArea) -> Fotografia:
    return parte_di_scheda(foto, scheda.slug, scheda.anno)
