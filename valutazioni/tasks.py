"""Work in the background, by `manage.py worker`. A task takes keys, and can be done twice without harm."""

from __future__ import annotations

from django_tasks import task

from valutazioni.models import DatiPremi, VersioneRelazione
from valutazioni.services.dati_premi import produci_documenti_premi
from valutazioni.services.pubblicazione import produci_documenti_relazione


@task()
def documenti_della_relazione(chiave: int) -> bool:
    """The files of an approved version, and the Referto. False: they were there."""
    versione = VersioneRelazione.objects.select_related("relazione__ente", "atto").get(pk=chiave)
    return produci_documenti_relazione(versione=versione)


@task()
def documenti_dei_premi(chiave: int) -> bool:
    """The files of the data on premi. False: they were there."""
    return produci_documenti_premi(dati=DatiPremi.objects.select_related("ente").get(pk=chiave))
