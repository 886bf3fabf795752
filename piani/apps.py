from importlib import import_module

from django.apps import AppConfig


class PianiConfig(AppConfig):
    name = "piani"
    verbose_name = "Ente e piano"

    def ready(self) -> None:
        from piani import permessi, states
        from piani.documenti import piano as documento
        from piani.documenti.peg import lavori as documenti_del_peg
        from piani.importers import liste
        from piani.importers.peg import conservazione
        from piani.sezioni import peg, piano, schede
        from piani.views import home, menu
        from piani.views.trasparenza import indice
        from piani.views.trasparenza import peg as peg_pubblico
        from semproniano.core.workflow import PERCORSI, PercorsoDi

        chi = permessi.in_parole(permessi.PREDICATI)
        for ordine, (modello, percorso) in enumerate(
            (("schedaarea", states.SCHEDA), ("piano", states.PIANO), ("versione", states.VERSIONE)), start=10
        ):
            PERCORSI.registra(PercorsoDi(modello, ordine, percorso, chi))
        piano.registra()
        schede.registra()
        peg.registra()
        documento.registra()
        documenti_del_peg.registra()
        liste.registra()
        conservazione.registra()
        menu.registra()
        home.registra()
        indice.registra()
        peg_pubblico.registra()
        # The decorator of a check, or of a comparison, registers it: importing the module is enough.
        for modulo in ("controlli.piano", "controlli.legge", "controlli.peg", "sezioni.confronti"):
            import_module(f"piani.{modulo}")
