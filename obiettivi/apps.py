from django.apps import AppConfig


class ObiettiviConfig(AppConfig):
    name = "obiettivi"
    verbose_name = "Obiettivi"

    def ready(self) -> None:
        from obiettivi import sezioni
        from obiettivi.documenti import allegato1, dati, piano

        sezioni.registra()
        piano.registra()
        allegato1.registra()
        dati.registra()
