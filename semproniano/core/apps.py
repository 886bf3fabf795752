from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "semproniano.core"
    label = "core"
    verbose_name = "Fondamenta"
