"""Reusable filters. What a user may see is decided here, once, for pages, admin and commands alike."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from piani.permessi import RUOLI_LETTURA, Ruolo
from piani.states import STATI_APERTI, StatoScheda

if TYPE_CHECKING:
    from collections.abc import Iterable

    from piani.models import Utente


class DellEnteQuerySet(models.QuerySet):
    """Rows that belong to an Ente through the model's `percorso_ente`."""

    def visibili_a(self, utente: Utente, ruoli: Iterable[Ruolo] | None = None) -> DellEnteQuerySet:
        """Rows of the bodies in which the user has an Incarico in force (one of `ruoli`, when given)."""
        if utente.is_superuser:
            return self.all()
        incarichi = utente.incarichi.in_vigore()
        if ruoli is not None:
            incarichi = incarichi.filter(ruolo__in=ruoli)
        return self.filter(**{f"{self.model.percorso_ente}__in": incarichi.values("ente")})

    def modificabili(self) -> DellEnteQuerySet:
        """Rows that can be written: no sheet or plan on their way to the Ente is closed (see DellEnte.catena)."""
        condizioni, modello, prefisso = {}, self.model, ""
        for passo in (*self.model.percorso_ente.split("__")[:-1], None):
            if modello.stati_aperti:
                condizioni[f"{prefisso}stato__in"] = modello.stati_aperti
            if passo:
                modello, prefisso = modello._meta.get_field(passo).related_model, f"{prefisso}{passo}__"
        return self.filter(**condizioni)


class SchedaQuerySet(DellEnteQuerySet):
    def leggibili_da(self, utente: Utente) -> SchedaQuerySet:
        """The sheets that exist for the user in the pages outside the admin (`piani.permessi.legge_scheda`)."""
        if utente.is_superuser:
            return self.all()
        tutte = Q(piano__ente__in=utente.enti_con_ruolo(RUOLI_LETTURA))
        di_ente = Q(tipo="ente", piano__ente__in=utente.enti_con_ruolo([Ruolo.RESPONSABILE]))
        return self.filter(tutte | di_ente | Q(area__in=utente.aree_dirette))

    def scrivibili_da(self, utente: Utente) -> SchedaQuerySet:
        """The sheets that the user writes and proposes, open or not (`piani.permessi.scrive_scheda`)."""
        senza_area = Q(area__isnull=True, piano__ente__in=utente.enti_con_ruolo([Ruolo.SEGRETARIO]))
        return self.filter(senza_area | Q(area__in=utente.aree_dirette))

    def proposte(self) -> SchedaQuerySet:
        """Sheets that wait for who validates them."""
        return self.filter(stato=StatoScheda.PROPOSTA, piano__stato__in=STATI_APERTI)

    def validabili_da(self, utente: Utente) -> SchedaQuerySet:
        """Of the sheets that wait, those that the user validates (`piani.permessi.valida_scheda`)."""
        enti = utente.enti_con_ruolo([Ruolo.SINDACO, Ruolo.NUCLEO, Ruolo.SEGRETARIO])
        # Of these bodies only: without them the roles of all the others would be read too.
        dirette = utente.incarichi.model.objects.dirette_dal_segretario().filter(ente__in=enti).values("area")
        del_segretario = Q(area__isnull=True) | Q(area__in=dirette)
        da_altri = Q()
        for ruolo in (Ruolo.SINDACO, Ruolo.NUCLEO):
            da_altri |= Q(
                piano__ente__in=utente.enti_con_ruolo([ruolo]), piano__ente__scheda_segretario_validata_da=ruolo
            )
        dal_segretario = Q(piano__ente__in=utente.enti_con_ruolo([Ruolo.SEGRETARIO]))
        return self.proposte().filter((del_segretario & da_altri) | (~del_segretario & dal_segretario))


class IncaricoQuerySet(DellEnteQuerySet):
    def in_vigore(self, giorno: datetime.date | None = None) -> IncaricoQuerySet:
        """Roles held on the given day (today when omitted), first and last day included."""
        giorno = giorno or timezone.localdate()
        return self.filter(Q(al__isnull=True) | Q(al__gte=giorno), dal__lte=giorno)

    def dirette_dal_segretario(self) -> IncaricoQuerySet:
        """Areas led today by who is, today, the Segretario of the same body."""
        segretario = self.model.objects.in_vigore().filter(
            ente=OuterRef("ente"), utente=OuterRef("utente"), ruolo=Ruolo.SEGRETARIO
        )
        return self.in_vigore().filter(Exists(segretario), ruolo=Ruolo.RESPONSABILE)


class UtenteQuerySet(models.QuerySet):
    def visibili_a(self, utente: Utente, ruoli: Iterable[Ruolo] | None = None) -> UtenteQuerySet:
        """Users with a role, past ones included, in a body where the other user holds one today (one of `ruoli`)."""
        if utente.is_superuser:
            return self.all()
        incarichi = utente.incarichi.model.objects.visibili_a(utente, ruoli)
        return self.filter(pk__in=incarichi.values("utente"))


class ValiditaQuerySet(models.QuerySet):
    """Reference rows with years of validity."""

    def validi_nel(self, anno: int) -> ValiditaQuerySet:
        return self.filter(Q(valido_al__isnull=True) | Q(valido_al__gte=anno), valido_dal__lte=anno)
