"""The administration of bodies, plans and sheets: importing it registers every page."""

from piani.admin import controlli, ente, mandato, peg, piano, riferimenti, schede, utenti, versioni

__all__ = ["controlli", "ente", "mandato", "peg", "piano", "riferimenti", "schede", "utenti", "versioni"]
