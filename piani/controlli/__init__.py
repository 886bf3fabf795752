"""Checks: pure functions over the fotografia, one register, settings per ente (CONTROLLI)."""

from piani.controlli.base import CONTROLLI, SENZA_IMPOSTAZIONI, Impostazioni, bloccanti, controlla, controllo, esiti_di

__all__ = ["CONTROLLI", "SENZA_IMPOSTAZIONI", "Impostazioni", "bloccanti", "controlla", "controllo", "esiti_di"]
