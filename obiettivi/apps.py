from importlib import import_module

from django.apps import AppConfig


class ObiettiviConfig(AppConfig):
    name = "obiettivi"
    verbose_name = "Obiettivi"

    def ready(self) -> None:
        from obiettivi import sezioni
        from obiettivi.documenti import allegato1, dati, piano
        from obiettivi.importers import modelli
        from obiettivi.services import legami_peg
        from obiettivi.views import da_validare, propri, riquadri, trasparenza

        sezioni.registra()
        piano.registra()
        allegato1.registra()
        dati.registra()
        modelli.registra()
        legami_peg.registra()
        riquadri.registra()
        da_validare.registra()
        propri.registra()
        trasparenza.registra()
        # The decorator of a check, or of a comparison, registers it: importing the module is enough.
        for modulo in ("schede", "misure", "confronti", "persone", "legge", "peg"):
            import_module(f"obiettivi.controlli.{modulo}")
        import_module("obiettivi.sezioni.confronti")
