"""The plan as a web page for everybody, and a permanent address for each objective: from the published version only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.http import Http404

from obiettivi.documenti.stampa import schede_stampate
from obiettivi.forms.trasparenza import FormFiltro
from obiettivi.sezioni import OBIETTIVI
from obiettivi.sezioni.risorse import risorse_del_piano
from piani.documenti.piano import parti_del_piano, sezioni_del_piano
from piani.models import Versione
from piani.sezioni import LINEE, PIANO
from piani.views.trasparenza.peg import indirizzo_del_peg
from piani.views.trasparenza.sito import PAGINE_DEL_SITO, PaginaPubblica, PagineDelSito, pagina_del_sito, servi
from piani.views.trasparenza.versioni import piani_pubblici, trova_versione

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from obiettivi.documenti.forme import SchedaStampa
    from piani.sezioni import Fotografia
    from piani.views.trasparenza.sito import Sito

FILTRI = ("area", "anno", "linea")


@dataclass(frozen=True)
class Filtro:
    """What the reader asked for, cleaned: unknown values are as if they were not there."""

    area: str = ""
    anno: str = ""
    linea: str = ""

    def __bool__(self) -> bool:
        return bool(self.area or self.anno or self.linea)

    @property
    def chiave(self) -> str:
        return f"{self.area}|{self.anno}|{self.linea}"

    def schede(self, schede: Iterable[SchedaStampa]) -> Iterator[SchedaStampa]:
        """The sheets that are asked for, each with the groups that are; one that is left empty goes."""
        for stampa in schede:
            if (self.area and stampa.scheda.area != self.area) or (self.anno and str(stampa.scheda.anno) != self.anno):
                continue
            gruppi = [gruppo for gruppo in stampa.gruppi if not self.linea or self._e_della_linea(gruppo)]
            if gruppi or not self.linea:
                yield replace(stampa, gruppi=gruppi)

    def _e_della_linea(self, gruppo: Any) -> bool:
        return gruppo.operativo is not None and str(gruppo.operativo.linea) == self.linea


def _linee(foto: Fotografia) -> dict[int, str]:
    return {linea.numero: f"{linea.numero}. {linea.titolo}" for linea in foto[LINEE]}


def _chiesto(dati: Any) -> Filtro:
    """As written in the address; the values that a plan can have are short."""
    return Filtro(**{nome: dati.get(nome, "")[:60] for nome in FILTRI})


def rendi_piano(
    sito: Sito, codice: str, numero: int | None = None, filtro: Filtro | None = None, statico: bool = False
) -> bytes:
    piano, voce = trova_versione(sito, codice, numero)
    contesto: dict[str, Any] = {"piano": piano, "voce": voce}
    if not voce.e_in_linea:
        return sito.rendi("pubblico/versione_non_piu.html", contesto, statico)
    foto = voce.fotografia()
    linee = _linee(foto)
    schede = schede_stampate(foto, linee)
    form, filtro = _form(foto, schede, filtro or Filtro())
    scelte = list(filtro.schede(schede))
    contesto |= {
        "foto": foto[PIANO],
        "form": form,
        "filtro": filtro,
        "schede": _con_indirizzi(sito, foto, scelte),
        "indirizzo_peg": indirizzo_del_peg(sito, codice, voce, foto),
        "quanti": sum(scheda.quanti for scheda in scelte),
    }
    if not filtro:
        contesto |= {"sezioni": sezioni_del_piano(foto), "parti": list(parti_del_piano(foto))}
    return sito.rendi("obiettivi/pubblico/piano.html", contesto, statico)


def _form(foto: Fotografia, schede: Sequence[SchedaStampa], chiesto: Filtro) -> tuple[FormFiltro, Filtro]:
    """The form with what was asked, and the filter that is applied."""
    form = FormFiltro(
        {nome: getattr(chiesto, nome) for nome in FILTRI},
        aree=dict.fromkeys((stampa.scheda.area, stampa.nome) for stampa in schede),
        anni=sorted({stampa.scheda.anno for stampa in schede}),
        linee=_linee(foto).items(),
    )
    form.is_valid()
    applicato = Filtro(**{nome: form.cleaned_data.get(nome, "") for nome in FILTRI})
    if applicato != chiesto:
        return _form(foto, schede, applicato)
    return form, applicato


def _con_indirizzi(sito: Sito, foto: Fotografia, schede: Iterable[SchedaStampa]) -> list[SchedaStampa]:
    """The rows get the permanent address of their objective, and the capitoli that it uses."""
    risorse = risorse_del_piano(foto)
    return [
        replace(
            scheda,
            gruppi=[
                replace(
                    gruppo,
                    righe=[
                        replace(
                            riga,
                            indirizzo=sito.indirizzo("obiettivo-pubblico", uid=riga.obiettivo.uid),
                            capitoli=risorse.get((*riga.obiettivo.chiave_scheda, riga.obiettivo.uid)),
                        )
                        for riga in gruppo.righe
                    ],
                )
                for gruppo in scheda.gruppi
            ],
        )
        for scheda in schede
    ]


def rendi_obiettivo(sito: Sito, uid: UUID, statico: bool = False) -> bytes:
    """The objective, year by year, in the latest plan on line that has it."""
    con_uid = set(
        Versione.objects.filter(
            piano__ente=sito.ente, pubblicata_il__isnull=False, contenuto__contains=str(uid)
        ).values_list("pk", flat=True)
    )
    for piano in piani_pubblici(sito):
        voce = piano.corrente
        if voce is None or voce.versione.pk not in con_uid:
            continue
        foto = voce.fotografia()
        schede = list(_solo(uid, schede_stampate(foto, _linee(foto))))
        if schede:
            contesto = {"piano": piano, "voce": voce, "schede": _con_indirizzi(sito, foto, schede)}
            return sito.rendi("obiettivi/pubblico/obiettivo.html", contesto, statico)
    raise Http404("Nessun obiettivo pubblicato con questo indirizzo.")


def _solo(uid: UUID, schede: Iterable[SchedaStampa]) -> Iterator[SchedaStampa]:
    for scheda in schede:
        gruppi = [
            replace(gruppo, righe=righe)
            for gruppo in scheda.gruppi
            if (righe := [riga for riga in gruppo.righe if riga.obiettivo.uid == uid])
        ]
        if gruppi:
            yield replace(scheda, gruppi=gruppi)


@pagina_del_sito
def piano(request: HttpRequest, sito: Sito, codice: str, numero: int | None = None) -> HttpResponse:
    filtro = _chiesto(request.GET)
    return servi(request, sito, lambda: rendi_piano(sito, codice, numero, filtro), chiave=filtro.chiave)


@pagina_del_sito
def obiettivo(request: HttpRequest, sito: Sito, uid: UUID) -> HttpResponse:
    return servi(request, sito, lambda: rendi_obiettivo(sito, uid))


def _pagine_dei_piani(sito: Sito) -> Iterator[PaginaPubblica]:
    for pubblico in piani_pubblici(sito):
        codice = pubblico.codice
        yield PaginaPubblica(
            pubblico.indirizzo,
            pubblico.versioni[0].versione.pubblicata_il,
            lambda statico, codice=codice: rendi_piano(sito, codice, statico=statico),
        )
        for voce in pubblico.versioni:
            numero = voce.versione.numero
            yield PaginaPubblica(
                voce.indirizzo,
                voce.versione.pubblicata_il,
                lambda statico, codice=codice, numero=numero: rendi_piano(sito, codice, numero, statico=statico),
            )


def _pagine_degli_obiettivi(sito: Sito) -> Iterator[PaginaPubblica]:
    visti: set[UUID] = set()
    for pubblico in piani_pubblici(sito):
        if pubblico.corrente is None:
            continue
        uid = dict.fromkeys(riga.uid for riga in pubblico.corrente.fotografia()[OBIETTIVI] if riga.uid not in visti)
        visti |= uid.keys()
        for chiave in uid:
            yield PaginaPubblica(
                sito.indirizzo("obiettivo-pubblico", uid=chiave),
                pubblico.corrente.versione.pubblicata_il,
                lambda statico, chiave=chiave: rendi_obiettivo(sito, chiave, statico),
            )


def registra() -> None:
    PAGINE_DEL_SITO.registra(PagineDelSito("piani", 20, _pagine_dei_piani))
    PAGINE_DEL_SITO.registra(PagineDelSito("obiettivi", 30, _pagine_degli_obiettivi))
