"""The administration of objectives: importing it registers every page."""

from obiettivi.admin import gestionali, schede, strategia

__all__ = ["gestionali", "schede", "strategia"]
