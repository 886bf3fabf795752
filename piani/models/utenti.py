"""People who log in, and the roles they hold."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from piani.models.base import DellEnte, intervallo
from piani.permessi import RUOLI_ADMIN, RUOLI_ORGANIZZAZIONE, Ruolo
from piani.querysets import IncaricoQuerySet, UtenteQuerySet


class UtenteManager(UserManager.from_queryset(UtenteQuerySet)):
    # Only the stock manager would be of use to a migration, and this one changes with the code.
    use_in_migrations = False


class Utente(AbstractUser):
    """Somebody who can log in. What they may do comes from their Incarichi; a superuser sets up bodies.

    `is_staff`, groups and permissions of Django are not used: rights that nobody looks at are never right.
    """

    objects = UtenteManager()

    class Meta(AbstractUser.Meta):
        verbose_name = "utente"
        verbose_name_plural = "utenti"
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="utente_email_unica",
                violation_error_message="Questo indirizzo e-mail appartiene già a un altro utente.",
            ),
        )

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def incarichi_in_vigore(self) -> tuple[tuple[int, str, int | None], ...]:
        """(ente, ruolo, area) of the roles held today; read once per request (the instance lives as long)."""
        return tuple(self.incarichi.in_vigore().order_by("pk").values_list("ente", "ruolo", "area"))

    @cached_property
    def ruoli_per_ente(self) -> dict[int, frozenset[str]]:
        """Roles held today, by primary key of the body."""
        ruoli = defaultdict(set)
        for ente, ruolo, _ in self.incarichi_in_vigore:
            ruoli[ente].add(ruolo)
        return {ente: frozenset(insieme) for ente, insieme in ruoli.items()}

    @property
    def aree_dirette(self) -> frozenset[int]:
        """Primary keys of the areas of which the user is responsabile today, in any body."""
        return frozenset(area for _, ruolo, area in self.incarichi_in_vigore if ruolo == Ruolo.RESPONSABILE)

    @property
    def ruoli_in_vigore(self) -> frozenset[str]:
        """Roles held today in any body."""
        return frozenset().union(*self.ruoli_per_ente.values())

    def enti_con_ruolo(self, ruoli: Iterable[str]) -> frozenset[int]:
        """Primary keys of the bodies in which the user holds one of the roles today."""
        ruoli = frozenset(ruoli)
        return frozenset(ente for ente, tenuti in self.ruoli_per_ente.items() if not ruoli.isdisjoint(tenuti))

    @property
    def entra_in_admin(self) -> bool:
        return self.is_active and (self.is_superuser or not self.ruoli_in_vigore.isdisjoint(RUOLI_ADMIN))

    @property
    def organizza(self) -> bool:
        """True for who sets up areas, people and roles of a body."""
        return self.is_superuser or not self.ruoli_in_vigore.isdisjoint(RUOLI_ORGANIZZAZIONE)


class Incarico(DellEnte):
    """A role held by a user in a body, in an area where the role has one, from a day to a day."""

    stesso_ente = ("area",)

    ente = models.ForeignKey("piani.Ente", models.CASCADE, related_name="incarichi", verbose_name="ente")
    utente = models.ForeignKey(Utente, models.PROTECT, related_name="incarichi", verbose_name="utente")
    ruolo = models.CharField("ruolo", max_length=20, choices=Ruolo)
    area = models.ForeignKey(
        "piani.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incarichi",
        verbose_name="area",
        help_text="Solo per il responsabile di area.",
    )
    dal = models.DateField("dal")
    al = models.DateField("al", null=True, blank=True, help_text="Vuoto: fino a nuova disposizione.")
    facente_funzione = models.BooleanField(
        "facente funzione",
        default=False,
        help_text="Sostituto, Segretario o assessore con la responsabilità dell'area (art. 53 c. 23 L. 388/2000).",
    )

    objects = IncaricoQuerySet.as_manager()

    class Meta:
        verbose_name = "incarico"
        verbose_name_plural = "incarichi"
        ordering = ("ente", "ruolo", "area", "-dal")
        constraints = (
            intervallo("incarico_dal_al", "dal", "al"),
            models.CheckConstraint(
                name="incarico_area_del_responsabile",
                condition=Q(ruolo=Ruolo.RESPONSABILE, area__isnull=False)
                | (~Q(ruolo=Ruolo.RESPONSABILE) & Q(area__isnull=True)),
                violation_error_message="L'area va indicata per il responsabile di area, e solo per lui.",
            ),
            models.UniqueConstraint(
                fields=("ente", "utente", "ruolo", "area", "dal"),
                condition=Q(area__isnull=False),
                name="incarico_unico_con_area",
                violation_error_message="Questo incarico c'è già.",
            ),
            models.UniqueConstraint(
                fields=("ente", "utente", "ruolo", "dal"),
                condition=Q(area__isnull=True),
                name="incarico_unico_senza_area",
                violation_error_message="Questo incarico c'è già.",
            ),
        )

    def __str__(self) -> str:
        luogo = self.area or self.ente
        return f"{self.utente}, {self.get_ruolo_display()} ({luogo})"

    def clean(self) -> None:
        super().clean()
        if self.ruolo != Ruolo.RESPONSABILE and self.area_id:
            raise ValidationError({"area": "Solo il responsabile di area ha un'area: svuotare il campo."})
        if self.ruolo == Ruolo.RESPONSABILE and not self.area_id:
            raise ValidationError({"area": "Indicare l'area di cui è responsabile."})
