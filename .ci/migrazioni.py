"""Reads the SQL of every migration of the project for what would stop or break a running installation.

Run against PostgreSQL (`.ci/postgresql`): on SQLite the linter reports errors that are none.
"""

import os
import sys
from pathlib import Path

import django

RADICE = Path(__file__).resolve().parent.parent

# Migration name -> why what the linter dislikes in it is harmless. Not written as an operation in the migration
# itself, which would make production need the linter.
ACCETTATE = {
    "0005_versione_acquisita_ed_emendata": "nessuna release ha mai scritto versioni: la tabella è vuota",
    "0008_documenti_e_pubblicazione": "nessuna release ha mai scritto documenti: la tabella è vuota",
}
APP = ("piani", "obiettivi", "valutazioni")


def main() -> int:
    """Lint all migrations of the project's apps; 1 when one has an error."""
    sys.path.insert(0, str(RADICE))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "semproniano.settings")
    django.setup()
    from django_migration_linter import MigrationLinter

    linter = MigrationLinter(path=str(RADICE), include_apps=APP, ignore_name=list(ACCETTATE), no_cache=True)
    linter.lint_all_migrations()
    linter.print_summary()
    return int(linter.has_errors)


if __name__ == "__main__":
    sys.exit(main())
