"""The public site of a body: what is published of it, where, and since when. Nothing here reads live rows of a plan."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from functools import cache, cached_property, wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache as memoria
from django.db import connection
from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from piani.models import Documento, Ente
from semproniano.core.registri import Registro

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest

# Seconds for which a browser or a proxy may show a page without asking: a withdrawal is seen after so many at most.
FRESCHEZZA = 60
# Documents may be reused, produced and shared by whoever names the body (art. 7 d.lgs. 33/2013, art. 52 CAD).
LICENZA = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.it")
_CODICE = ("templates/**/*.html", "*/views/**/*.py", "*/documenti/**/*.py", "static/interfaccia/*.css")
# Stands for the name of the body in the SQL that is kept: no name can be this.
_POSTO = "<ente>"
_CAMPI_ENTE = tuple(campo.attname for campo in Ente._meta.concrete_fields)
_CONTI = ("quanti", "ultimo_pubblicato", "ultimo_ritirato", "ultimo_archiviato", "altri")


@cache
def rilascio_pagine() -> str:
    """Fingerprint of the code that makes the pages: a new release makes them again."""
    impronta = hashlib.sha256()
    for schema in _CODICE:
        for percorso in sorted(settings.BASE_DIR.glob(schema)):
            impronta.update(percorso.name.encode() + percorso.read_bytes())
    return impronta.hexdigest()


@dataclass(frozen=True)
class Sito:
    """A body's public site as it stands: `impronta` changes whenever a page of it may change."""

    chiave: int
    slug: str
    e_unico: bool
    impronta: str
    aggiornato_il: datetime.datetime | None

    @cached_property
    def ente(self) -> Ente:
        """Asked for by whoever makes a page; a page that is ready does without."""
        return Ente.objects.get(pk=self.chiave)

    def indirizzo(self, pagina: str, /, **argomenti: Any) -> str:
        """Address of a page; with the body's name in it only where several bodies publish."""
        return reverse(pagina, kwargs=argomenti if self.e_unico else {"ente": self.slug, **argomenti})

    def contesto(self, statico: bool = False) -> dict[str, Any]:
        """What every public page shows around its own content."""
        return {
            "ente": self.ente,
            "fascia": "Amministrazione trasparente",
            "radice": self.indirizzo("trasparenza"),
            "feed": self.indirizzo("trasparenza-feed"),
            "aggiornato_il": self.aggiornato_il,
            "licenza": LICENZA,
            "senza_accesso": statico,
            "statico": statico,
        }

    def rendi(self, modello: str, contesto: dict[str, Any], statico: bool = False) -> bytes:
        """A page, the same for whoever asks: no session, no user."""
        return render_to_string(modello, {**self.contesto(statico), **contesto}).encode()


def _enti() -> QuerySet[Ente]:
    """Bodies with what is enough to know whether a page has changed, who published first before the others."""
    pubblicati = Q(documenti__pubblicato_il__isnull=False)
    altri = Documento.objects.filter(pubblicato_il__isnull=False).exclude(ente=OuterRef("pk"))
    return (
        Ente.objects.annotate(
            quanti=Count("documenti", filter=pubblicati),
            primo_pubblicato=Min("documenti__pubblicato_il"),
            ultimo_pubblicato=Max("documenti__pubblicato_il"),
            ultimo_ritirato=Max("documenti__ritirato_il"),
            ultimo_archiviato=Max("documenti__archiviato_il"),
            altri=Exists(altri),
        )
        .order_by("primo_pubblicato", "pk")
        .values_list(*_CAMPI_ENTE, *_CONTI)
    )


@cache
def _interrogazione(con_slug: bool) -> tuple[str, tuple]:
    """The SQL, built once: building it, and the rows of the ORM, take ten times as long as asking."""
    righe = _enti().filter(slug=_POSTO) if con_slug else _enti().filter(quanti__gt=0)[:2]
    return righe.query.sql_with_params()


def _leggi(slug: str | None) -> list[tuple]:
    """Remembered for an instant by each process: in a rush of visitors one in many asks the database."""
    chiave = f"sito:{slug or ''}"
    righe = memoria.get(chiave)
    if righe is None:
        sql, valori = _interrogazione(slug is not None)
        with connection.cursor() as cursore:
            cursore.execute(sql, tuple(slug if valore == _POSTO else valore for valore in valori))
            righe = cursore.fetchall()
        # Not the names that nobody has: whoever invents many would push the pages out of the memory.
        if righe:
            memoria.set(chiave, righe, settings.SITO_RICORDATO)
    return righe


def _istante(valore: datetime.datetime | str | None) -> datetime.datetime | None:
    """SQLite gives the date of a query of one's own as the text that it keeps, in UTC."""
    if isinstance(valore, str):
        return datetime.datetime.fromisoformat(valore).replace(tzinfo=datetime.UTC)
    return valore


def _sito(riga: tuple, e_unico: bool) -> Sito:
    valori = dict(zip((*_CAMPI_ENTE, *_CONTI), riga, strict=True))
    date = [_istante(valori[nome]) for nome in ("ultimo_pubblicato", "ultimo_ritirato", "ultimo_archiviato")]
    return Sito(
        chiave=valori["id"],
        slug=valori["slug"],
        e_unico=e_unico,
        impronta=hashlib.sha256(repr((riga, e_unico, rilascio_pagine())).encode()).hexdigest(),
        aggiornato_il=max(filter(None, date), default=None),
    )


def trova_sito(slug: str | None) -> Sito | None:
    """The site of the body; without a name, of the one that published first, which had the addresses to itself.

    None when there are several bodies and nobody has published yet. Raises Http404 for a name that nobody has.
    """
    righe = _leggi(slug)
    if slug is not None:
        if not righe:
            raise Http404("Nessun ente con questo nome.")
        return _sito(righe[0], e_unico=not righe[0][-1])
    if not righe:
        righe = list(_enti()[:2])
        return _sito(righe[0], e_unico=True) if len(righe) == 1 else None
    return _sito(righe[0], e_unico=len(righe) == 1)


def pagina_del_sito(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view of a public page gets the site and not the name of the body. An address stays good for ever: the one
    without a name, where several bodies publish by now, leads to that of the body that had it."""

    @login_not_required
    @require_safe
    @wraps(vista)
    def apri(request: HttpRequest, *, ente: str | None = None, **argomenti: Any) -> HttpResponse:
        sito = trova_sito(ente)
        if sito is None:
            raise Http404("Nessun ente ha ancora pubblicato.")
        if ente is None and not sito.e_unico:
            indirizzo = reverse(request.resolver_match.view_name, kwargs={**argomenti, "ente": sito.slug})
            domanda = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{indirizzo}?{domanda}" if domanda else indirizzo)
        return vista(request, sito, **argomenti)

    return apri


def enti_che_pubblicano() -> QuerySet[Ente]:
    return Ente.objects.filter(documenti__pubblicato_il__isnull=False).distinct()


def servi(
    request: HttpRequest,
    sito: Sito,
    rendi: Callable[[], bytes],
    *,
    chiave: str = "",
    tipo: str = "text/html; charset=utf-8",
) -> HttpResponse:
    """The page from memory, made when it is not there; 304 to who has it already, without making it.

    `chiave` is what, besides the path, decides the content: the filters, in one form only.
    """
    impronta = hashlib.sha256(f"{sito.impronta} {request.path} {chiave}".encode()).hexdigest()
    etag, istante = f'"{impronta[:40]}"', sito.aggiornato_il and int(sito.aggiornato_il.timestamp())
    risposta = get_conditional_response(request, etag=etag, last_modified=istante)
    if risposta is None:
        contenuto = memoria.get(impronta)
        if contenuto is None:
            contenuto = rendi()
            memoria.set(impronta, contenuto)
        risposta = HttpResponse(contenuto, content_type=tipo)
    risposta["ETag"] = etag
    if istante is not None:
        risposta["Last-Modified"] = http_date(istante)
    patch_cache_control(risposta, public=True, max_age=FRESCHEZZA)
    return risposta


@dataclass(frozen=True)
class PaginaPubblica:
    """A page that exists now: its address, since when, how it is made (True: for the copy on files)."""

    indirizzo: str
    aggiornata_il: datetime.datetime | None
    rendi: Callable[[bool], bytes]


@dataclass(frozen=True)
class PagineDelSito:
    """Pages of one kind, for the site map and for the copy on files; the apps above add theirs."""

    codice: str
    ordine: int
    elenca: Callable[[Sito], Iterable[PaginaPubblica]]


PAGINE_DEL_SITO: Registro[PagineDelSito] = Registro("pagine del sito pubblico")
