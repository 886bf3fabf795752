from django.contrib.admin.apps import AdminConfig


class AmministrazioneConfig(AdminConfig):
    """Django's admin with the site of this project: who may enter depends on the Incarichi."""

    default_site = "semproniano.amministrazione.SitoAmministrazione"
