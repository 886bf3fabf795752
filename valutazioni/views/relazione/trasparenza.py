"""The public pages: the Relazione and the data on premi, read from what was frozen and is on the site."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.http import Http404

from piani.models import Documento
from piani.views.trasparenza.indice import PAGINE_DELLE_SEZIONI, PagineDellaSezione
from piani.views.trasparenza.sito import PAGINE_DEL_SITO, PaginaPubblica, PagineDelSito, pagina_del_sito, servi
from piani.views.trasparenza.versioni import con_indirizzo
from valutazioni.documenti.premi import valori as valori_dei_premi
from valutazioni.documenti.relazione import valori
from valutazioni.models import DatiPremi, VersioneRelazione
from valutazioni.services.pubblicazione import relazione_con_atto
from valutazioni.sezioni.premi import dati_premi_da_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from piani.views.trasparenza.sito import Sito

IN_LINEA = {
    "documenti__pubblicato_il__isnull": False,
    "documenti__ritirato_il__isnull": True,
    "documenti__archiviato_il__isnull": True,
}


def relazioni_pubblicate(sito: Sito) -> QuerySet[VersioneRelazione]:
    """Those on line, the latest first."""
    return (
        VersioneRelazione.objects.filter(relazione__ente=sito.chiave, **IN_LINEA)
        .select_related("relazione__ente", "atto")
        .order_by("-relazione__anno", "-numero")
        .distinct()
    )


def premi_pubblicati(sito: Sito) -> QuerySet[DatiPremi]:
    return DatiPremi.objects.filter(ente=sito.chiave, **IN_LINEA).order_by("-anno", "-numero").distinct()


def _documenti(sito: Sito, riga: VersioneRelazione | DatiPremi) -> list[Documento]:
    return con_indirizzo(
        sito, riga.documenti.filter(pubblicato_il__isnull=False).select_related("atto").order_by("ordine")
    )


def rendi_relazione(sito: Sito, anno: int, statico: bool = False) -> bytes:
    versioni = list(relazioni_pubblicate(sito).filter(relazione__anno=anno))
    if not versioni:
        raise Http404("Nessuna Relazione pubblicata per quest'anno.")
    corrente, *altre = versioni
    contesto = {
        **valori(relazione_con_atto(corrente)),
        **sito.contesto(statico),
        "versione": corrente,
        "documenti": _documenti(sito, corrente),
        "altre": [(versione, _documenti(sito, versione)) for versione in altre],
    }
    return sito.rendi("valutazioni/pubblico/relazione.html", contesto, statico)


def rendi_premi(sito: Sito, anno: int, statico: bool = False) -> bytes:
    righe = list(premi_pubblicati(sito).filter(anno=anno)[:1])
    if not righe:
        raise Http404("Nessun dato sui premi pubblicato per quest'anno.")
    contesto = {
        **valori_dei_premi(dati_premi_da_json(righe[0].contenuto)),
        **sito.contesto(statico),
        "riga": righe[0],
        "documenti": _documenti(sito, righe[0]),
    }
    return sito.rendi("valutazioni/pubblico/premi.html", contesto, statico)


@pagina_del_sito
def relazione(request: HttpRequest, sito: Sito, anno: int) -> HttpResponse:
    return servi(request, sito, lambda: rendi_relazione(sito, anno))


@pagina_del_sito
def premi(request: HttpRequest, sito: Sito, anno: int) -> HttpResponse:
    return servi(request, sito, lambda: rendi_premi(sito, anno))


def _anni_relazioni(sito: Sito) -> list[int]:
    return list(dict.fromkeys(relazioni_pubblicate(sito).values_list("relazione__anno", flat=True)))


def _anni_premi(sito: Sito) -> list[int]:
    return list(dict.fromkeys(premi_pubblicati(sito).values_list("anno", flat=True)))


def _pagine(sito: Sito) -> Iterator[PaginaPubblica]:
    for anno in _anni_relazioni(sito):
        yield PaginaPubblica(
            sito.indirizzo("relazione-pubblica", anno=anno),
            sito.aggiornato_il,
            partial(_rendi, rendi_relazione, sito, anno),
        )
    for anno in _anni_premi(sito):
        yield PaginaPubblica(
            sito.indirizzo("premi-pubblici", anno=anno), sito.aggiornato_il, partial(_rendi, rendi_premi, sito, anno)
        )


def _rendi(funzione, sito: Sito, anno: int, statico: bool) -> bytes:
    return funzione(sito, anno, statico)


def _collegamenti_relazione(sito: Sito) -> list[tuple[str, str]]:
    return [
        (f"Relazione {anno} come pagina web", sito.indirizzo("relazione-pubblica", anno=anno))
        for anno in _anni_relazioni(sito)
    ]


def _collegamenti_premi(sito: Sito) -> list[tuple[str, str]]:
    return [
        (f"Premi {anno} come pagina web", sito.indirizzo("premi-pubblici", anno=anno)) for anno in _anni_premi(sito)
    ]


def registra() -> None:
    PAGINE_DEL_SITO.registra(PagineDelSito("relazioni", 40, _pagine))
    PAGINE_DELLE_SEZIONI.registra(PagineDellaSezione("relazione", 10, _collegamenti_relazione))
    PAGINE_DELLE_SEZIONI.registra(PagineDellaSezione("premi-dati", 20, _collegamenti_premi))
