"""The administration of bodies, plans and sheets: importing it registers every page."""

from piani.admin import ente, mandato, piano, riferimenti, schede, utenti

__all__ = ["ente", "mandato", "piano", "riferimenti", "schede", "utenti"]
