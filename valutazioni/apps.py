from importlib import import_module

from django.apps import AppConfig


class ValutazioniConfig(AppConfig):
    name = "valutazioni"
    verbose_name = "Valutazioni"

    def ready(self) -> None:
        from piani.permessi import in_parole
        from semproniano.core.workflow import PERCORSI, PercorsoDi
        from valutazioni import permessi, states
        from valutazioni.services import verifica, verifica_contenuti
        from valutazioni.views import carte, quadro
        from valutazioni.views.relazione import pagine, trasparenza

        chi = in_parole(permessi.PREDICATI)
        percorsi = {
            "rilevazione": states.RILEVAZIONE,
            "risultato": states.RISULTATO,
            "versionesmvp": states.SMVP,
            "carta": states.CARTA,
            "fondo": states.FONDO,
            "relazione": states.RELAZIONE,
            "datipremi": states.DATI_PREMI,
        }
        for ordine, (modello, percorso) in enumerate(percorsi.items(), start=30):
            PERCORSI.registra(PercorsoDi(modello, ordine, percorso, chi))
        # The decorator of a check registers it: importing the module is enough. NO15 and NO16 are of the plan too.
        for modulo in ("piani.controlli.legge", "valutazioni.controlli.legge", "valutazioni.controlli.misure"):
            import_module(modulo)
        quadro.registra()
        carte.registra()
        verifica.registra()
        verifica_contenuti.registra()
        pagine.registra()
        trasparenza.registra()
