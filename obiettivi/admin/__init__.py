"""The administration of objectives: importing it registers every page."""

from obiettivi.admin import gestionali, strategia

__all__ = ["gestionali", "strategia"]
