"""Work done in the background, by `manage.py worker`. A task takes keys, and can be done twice without harm."""

from __future__ import annotations

from django_tasks import task

from piani.models import Versione
from piani.services.letture import esegui_lettura
from piani.services.produzione import produci_documenti


@task()
def genera_documenti(versione_pk: int) -> bool:
    """The documents of a version. False: they were there, or somebody else is making them."""
    versione = Versione.objects.select_related("piano__ente", "atto").get(pk=versione_pk)
    return produci_documenti(versione=versione)


@task()
def leggi_caricamento(chiave: int) -> bool:
    """The reading of an uploaded table. False: it is done, or it is no more wanted."""
    return esegui_lettura(chiave=chiave)
