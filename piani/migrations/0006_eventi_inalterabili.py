from django.db import migrations

from semproniano.core.inalterabile import proteggi, sproteggi

TABELLA = "piani_evento"


def crea(apps, schema_editor):
    proteggi(schema_editor.connection, TABELLA)


def togli(apps, schema_editor):
    sproteggi(schema_editor.connection, TABELLA)


class Migration(migrations.Migration):
    """Events are only added: triggers refuse the rest."""

    dependencies = [
        ("piani", "0005_versione_acquisita_ed_emendata"),
    ]

    operations = [migrations.RunPython(crea, togli)]
