"""The sheet with its objectives and the total of their weights: what the floor below cannot know."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count, DecimalField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string

from obiettivi.admin.esame import EsameDelleSchede
from obiettivi.models import ObiettivoGestionale
from piani.admin.schede import SchedaAreaAdmin
from piani.models import SchedaArea
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

CENTO = Decimal(100)


def testo_totale(totale: Decimal, modo: str) -> str:
    """ "Totale pesi: 95, mancano 5 punti"; coefficients have no sum to reach."""
    testo = f"Totale pesi: {in_italiano(totale)}"
    if modo == SchedaArea.ModoPeso.COEFFICIENTE:
        return f"{testo} (coefficienti)"
    scarto = abs(CENTO - totale)
    if not scarto:
        return testo
    punti = "1 punto" if scarto == 1 else f"{in_italiano(scarto)} punti"
    if totale < CENTO:
        return f"{testo}, {'manca' if scarto == 1 else 'mancano'} {punti}"
    return f"{testo}, {punti} di troppo"


@admin.register(SchedaArea)
class SchedaConObiettiviAdmin(EsameDelleSchede, SchedaAreaAdmin):
    list_display = (*SchedaAreaAdmin.list_display, "quanti_obiettivi", "totale_pesi")
    readonly_fields = (*SchedaAreaAdmin.readonly_fields, "elenco_obiettivi")
    fieldsets = (
        SchedaAreaAdmin.fieldsets[0],
        ("Obiettivi", {"fields": ("elenco_obiettivi",), "classes": ("largo",)}),
        *SchedaAreaAdmin.fieldsets[1:],
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[SchedaArea]:
        # Subqueries, because a join would count the rows of the other relations too.
        obiettivi = ObiettivoGestionale.objects.filter(scheda=OuterRef("pk")).order_by().values("scheda")
        zero = Value(Decimal(0), DecimalField(max_digits=12, decimal_places=4))
        return (
            super()
            .get_queryset(request)
            .annotate(
                quanti=Coalesce(Subquery(obiettivi.values(n=Count("pk"))), 0),
                totale=Coalesce(Subquery(obiettivi.values(somma=Sum("peso"))), zero),
            )
        )

    @admin.display(description="obiettivi", ordering="quanti")
    def quanti_obiettivi(self, scheda: Any) -> str:
        return str(scheda.quanti)

    @admin.display(description="pesi", ordering="totale")
    def totale_pesi(self, scheda: Any) -> str:
        return testo_totale(scheda.totale, scheda.modo_peso)

    @admin.display(description="obiettivi e pesi")
    def elenco_obiettivi(self, scheda: Any) -> str:
        if scheda.pk is None:
            return "Gli obiettivi si aggiungono dopo il primo salvataggio della scheda."
        return render_to_string(
            "admin/obiettivi/elenco_della_scheda.html",
            {
                "scheda": scheda,
                "obiettivi": [
                    (obiettivo, "condizione" if obiettivo.e_condizione else in_italiano(obiettivo.peso))
                    for obiettivo in scheda.obiettivi.order_by("numero")
                ],
                "totale": testo_totale(scheda.totale, scheda.modo_peso),
                "aperta": scheda.e_modificabile,
            },
        )
