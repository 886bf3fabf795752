"""The administration of objectives: importing it registers every page."""

from obiettivi.admin import gestionali, modelli, schede, strategia

__all__ = ["gestionali", "modelli", "schede", "strategia"]
