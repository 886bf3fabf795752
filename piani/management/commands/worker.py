"""`manage.py worker`: does the background work; as many as wanted, on as many machines."""

from typing import Any

from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker

from piani.services.coda import nome_del_worker, rimetti_in_coda


class Command(db_worker.Command):
    help = "Esegue i lavori in attesa (i documenti di una versione). Prima riprende quelli lasciati a metà."

    def handle(self, **opzioni: Any) -> None:
        """The name tells where this process runs; the reloader would run it in another one."""
        if ripresi := rimetti_in_coda():
            self.stdout.write(f"Ripresi {ripresi} lavori lasciati a metà.")
        nome = nome_del_worker(get_random_string(12))
        super().handle(**{**opzioni, "reload": False, "worker_id": nome})
