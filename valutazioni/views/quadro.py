"""Where the monitoring stands: the sheets that one measures, and the whole body for who reads all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from piani.models import Ente
from piani.permessi import Ruolo
from piani.views.home import RIQUADRI, Riquadro
from piani.views.menu import VOCI_MENU, VoceMenu
from valutazioni.permessi import RUOLI_RISULTATI
from valutazioni.selectors import (
    Avanzamento,
    a_rischio,
    anni_in_forza,
    foto_in_forza,
    rilevati_per_ente,
    risultati_da_confermare,
    scheda_misurata,
    schede_misurate,
    stati_dei_termini,
    termine_vicino,
    termini_degli_enti,
    valori_di_schede_tolte,
)
from valutazioni.views.comune import apri_anno, scrive
from valutazioni.views.voci import grado_in_parole, valore_in_parole

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from piani.models import Utente
    from piani.views.home import Contenuto
    from valutazioni.selectors import ARischio, FotoInForza, SchedaMisurata, StatoTermine

ENTI_IN_PAGINA = 12
CHI_MISURA = (Ruolo.RESPONSABILE, Ruolo.SEGRETARIO)


@dataclass(frozen=True)
class RigaQuadro:
    """A sheet in the overview."""

    misurata: SchedaMisurata
    stati: Sequence[StatoTermine]
    rischi: Sequence[ARischio]
    grado: str

    @property
    def in_ritardo(self) -> list[StatoTermine]:
        return [stato for stato in self.stati if stato.stato is Avanzamento.IN_RITARDO]

    @property
    def proposti(self) -> int:
        return sum(voce.e_proposto for voce in self.misurata.obiettivi)

    @property
    def confermati(self) -> int:
        return sum(voce.e_confermato for voce in self.misurata.obiettivi)


def _riga(misurata: SchedaMisurata, termini: Sequence[tuple[int, int]], oggi: datetime.date) -> RigaQuadro:
    return RigaQuadro(
        misurata=misurata,
        stati=stati_dei_termini(misurata, termini, oggi),
        rischi=a_rischio(misurata),
        grado=grado_in_parole(misurata.esito.grado),
    )


@require_safe
def quadro(request: HttpRequest, ente: str, anno: int) -> HttpResponse:
    """Areas × terms: what is in, what is late, what is at risk."""
    forza = apri_anno(request, ente, anno)
    oggi = timezone.localdate()
    termini = termini_degli_enti([forza.ente.pk])[forza.ente.pk]
    righe = [_riga(misurata, termini, oggi) for misurata in schede_misurate(forza).values()]
    in_ritardo = [(riga, riga.in_ritardo) for riga in righe if riga.in_ritardo]
    contesto = {
        "ente": forza.ente,
        "forza": forza,
        "anno": anno,
        "anni": anni_in_forza([forza.ente.pk]).get(forza.ente.pk, []),
        "righe": righe,
        "termini": [stato.al for stato in righe[0].stati] if righe else [],
        "in_ritardo": in_ritardo,
        "tolte": [
            (nome, storia, valore_in_parole(riga), riga)
            for nome, storia in valori_di_schede_tolte(forza)
            for riga in storia.valide[-1:]
        ],
        "a_rischio": [(riga, rischio) for riga in righe for rischio in riga.rischi],
    }
    return render(request, "valutazioni/rilevazioni/quadro.html", contesto)


@require_safe
def indice(request: HttpRequest) -> HttpResponse:
    """The sheets that the user measures, term by term; the overview of the bodies whose results the user reads."""
    utente, oggi = request.user, timezone.localdate()
    enti = list(Ente.objects.filter(pk__in=utente.enti_con_ruolo({*RUOLI_RISULTATI, *CHI_MISURA}))[:ENTI_IN_PAGINA])
    chiavi = [ente.pk for ente in enti]
    anni, termini = anni_in_forza(chiavi), termini_degli_enti(chiavi)
    letti = utente.enti_con_ruolo(RUOLI_RISULTATI)
    gruppi = []
    for ente in enti:
        degli_anni = [anno for anno in anni.get(ente.pk, []) if anno <= oggi.year]
        anno = _anno_scelto(request, degli_anni)
        forza = foto_in_forza(ente, anno) if anno else None
        gruppi.append(
            {
                "ente": ente,
                "anno": anno,
                "anni": degli_anni,
                "schede": _proprie(request, forza, termini[ente.pk], oggi) if forza else [],
                "legge_tutto": ente.pk in letti,
            }
        )
    uno = enti[0] if len(enti) == 1 else None
    return render(request, "valutazioni/rilevazioni/indice.html", {"gruppi": gruppi, "ente": uno})


def _anno_scelto(request: HttpRequest, anni: Sequence[int]) -> int | None:
    chiesto = request.GET.get("anno", "")
    if chiesto.isdecimal() and int(chiesto) in anni:
        return int(chiesto)
    return anni[0] if anni else None


def _proprie(
    request: HttpRequest, forza: FotoInForza, termini: Sequence[tuple[int, int]], oggi: datetime.date
) -> list[RigaQuadro]:
    return [
        _riga(scheda_misurata(scheda), termini, oggi) for scheda in forza.schede.values() if scrive(request, scheda)
    ]


# --- home and menu ---------------------------------------------------------------------------------


def legge_o_misura(utente: Utente) -> bool:
    return bool(utente.enti_con_ruolo({*RUOLI_RISULTATI, *CHI_MISURA}))


def riquadro(request: HttpRequest) -> Contenuto:
    """The next term of who measures: which day, how many objectives are in. Light: no plan is read."""
    utente, oggi = request.user, timezone.localdate()
    misura = utente.enti_con_ruolo(CHI_MISURA)
    anni = anni_in_forza(misura) if misura else {}
    enti = [ente for ente, coperti in anni.items() if oggi.year in coperti]
    if not enti:
        return None
    termini = termini_degli_enti(enti)
    finestra = {ente: termine_vicino(oggi, termini[ente]) for ente in enti}
    rilevati = rilevati_per_ente(utente, finestra)
    righe = [
        {"al": al, "giorni": (al - oggi).days, "rilevati": rilevati.get(ente, 0)} for ente, (_, al) in finestra.items()
    ]
    return "valutazioni/riquadri/rilevazioni.html", {"righe": sorted(righe, key=lambda riga: riga["al"])[:1]}


def da_confermare(request: HttpRequest) -> Contenuto:
    """For the Nucleo: how many results wait, by body and year."""
    enti = request.user.enti_con_ruolo([Ruolo.NUCLEO])
    righe = list(risultati_da_confermare(enti)[:ENTI_IN_PAGINA]) if enti else []
    return ("valutazioni/riquadri/da_confermare.html", {"righe": righe}) if righe else None


def registra() -> None:
    RIQUADRI.registra(Riquadro("risultati-da-confermare", 4, da_confermare))
    RIQUADRI.registra(Riquadro("rilevazioni", 8, riquadro))
    VOCI_MENU.registra(VoceMenu("rilevazioni", 30, "Monitoraggio", "rilevazioni", legge_o_misura))
