"""What has been published lately (Atom), and the maps of the site for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.views.decorators.http import require_safe

from piani.models import Documento
from piani.views.documenti import tipo_del_file
from piani.views.trasparenza.sito import PAGINE_DEL_SITO, enti_che_pubblicano, pagina_del_sito, servi
from piani.views.trasparenza.versioni import con_indirizzo

if TYPE_CHECKING:
    from django.http import HttpRequest

    from piani.views.trasparenza.sito import Sito

RECENTI = 50


@pagina_del_sito
def feed(request: HttpRequest, sito: Sito) -> HttpResponse:
    radice = f"{request.scheme}://{request.get_host()}"
    return servi(request, sito, lambda: _atom(sito, radice), chiave=radice, tipo=Atom1Feed.content_type)


def _atom(sito: Sito, radice: str) -> bytes:
    notizie = Atom1Feed(
        title=f"Performance, {sito.ente.denominazione}",
        link=radice + sito.indirizzo("trasparenza"),
        description="Documenti pubblicati in Amministrazione trasparente",
        feed_url=radice + sito.indirizzo("trasparenza-feed"),
        language="it",
    )
    righe = Documento.objects.filter(
        ente=sito.ente, pubblicato_il__isnull=False, ritirato_il__isnull=True, archiviato_il__isnull=True
    ).order_by("-pubblicato_il", "ordine")[:RECENTI]
    for riga in con_indirizzo(sito, righe):
        notizie.add_item(
            title=f"{riga.titolo} ({riga.formato})",
            link=radice + riga.indirizzo,
            description=riga.descrizione,
            unique_id=f"urn:sha256:{riga.sha256}:{riga.pk}",
            pubdate=riga.pubblicato_il,
            updateddate=riga.pubblicato_il,
            enclosures=[Enclosure(radice + riga.indirizzo, str(riga.dimensione), tipo_del_file(riga.nome))],
        )
    return notizie.writeString("utf-8").encode()


@pagina_del_sito
def mappa(request: HttpRequest, sito: Sito) -> HttpResponse:
    """The pages of a body."""
    radice = f"{request.scheme}://{request.get_host()}"

    def rendi() -> bytes:
        pagine = [pagina for gruppo in PAGINE_DEL_SITO for pagina in gruppo.elenca(sito)]
        return render_to_string("pubblico/mappa.xml", {"radice": radice, "pagine": pagine}).encode()

    return servi(request, sito, rendi, chiave=radice, tipo="application/xml")


@login_not_required
@require_safe
def mappa_del_sito(request: HttpRequest) -> HttpResponse:
    """The index of the maps, one for each body that publishes."""
    radice = f"{request.scheme}://{request.get_host()}"
    enti = list(enti_che_pubblicano().values_list("slug", flat=True))
    contesto = {"radice": radice, "enti": enti}
    return HttpResponse(render_to_string("pubblico/mappe.xml", contesto), content_type="application/xml")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What is published is for search engines too (art. 9 d.lgs. 33/2013); the rest asks for a login anyway."""
    righe = ("User-agent: *", "Disallow: /admin/", "Disallow: /account/", "")
    mappa_xml = f"{request.scheme}://{request.get_host()}{reverse('mappa-del-sito')}"
    return HttpResponse("\n".join((*righe, f"Sitemap: {mappa_xml}", "")), content_type="text/plain; charset=utf-8")
