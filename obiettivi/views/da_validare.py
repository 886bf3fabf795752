"""Box of the home page: the sheets that wait for who is looking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from piani.models import SchedaArea
from piani.views.home import RIQUADRI, Riquadro

if TYPE_CHECKING:
    from django.http import HttpRequest

    from piani.views.home import Contenuto

# More than these are looked for in the queue of the admin, or in the plan's page.
SCHEDE_IN_PAGINA = 12


def schede_da_validare(request: HttpRequest) -> Contenuto:
    """For the Segretario; for Sindaco or Nucleo the sheets that are the Segretario's own."""
    schede = list(
        SchedaArea.objects.validabili_da(request.user)
        .select_related("piano__ente", "area")
        .order_by("proposta_il", "pk")[: SCHEDE_IN_PAGINA + 1]
    )
    if not schede:
        return None
    oggi = timezone.localdate()
    return "obiettivi/riquadri/da_validare.html", {
        "schede": [(scheda, (oggi - timezone.localdate(scheda.proposta_il)).days) for scheda in schede][
            :SCHEDE_IN_PAGINA
        ],
        "altre": len(schede) > SCHEDE_IN_PAGINA,
        "in_amministrazione": request.user.entra_in_admin,
    }


def registra() -> None:
    RIQUADRI.registra(Riquadro("schede-da-validare", 4, schede_da_validare))
