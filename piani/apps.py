from django.apps import AppConfig


class PianiConfig(AppConfig):
    name = "piani"
    verbose_name = "Ente e piano"

    def ready(self) -> None:
        from piani.sezioni import piano, schede

        piano.registra()
        schede.registra()
