"""Arguments that several commands share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.management.base import CommandError, CommandParser

from piani.models import Ente, Utente
from piani.selectors import piani_completi

if TYPE_CHECKING:
    from piani.models import Piano
    from piani.permessi import Ruolo


def aggiungi_piano(parser: CommandParser) -> None:
    parser.add_argument("--piano", required=True, help="gli anni del piano: 2019-2021")
    parser.add_argument("--ente", help="l'indirizzo breve dell'ente; obbligatorio se gli enti sono più di uno")


def trova_ente(ente: str | None) -> Ente:
    """The body that the argument names, or the only one there is; raises CommandError with what can be chosen."""
    slug = list(Ente.objects.order_by("slug").values_list("slug", flat=True))
    if not slug:
        raise CommandError("Non c'è nessun ente: prima va creato o caricato.")
    if ente is not None and ente not in slug:
        raise CommandError(f"L'ente «{ente}» non c'è. Enti: {', '.join(slug)}.")
    if ente is None and len(slug) > 1:
        raise CommandError(f"Gli enti sono {len(slug)}: indicare quale con --ente. Enti: {', '.join(slug)}.")
    return Ente.objects.get(slug=ente or slug[0])


def trova_piano(codice: str, ente: str | None) -> Piano:
    """The plan that the arguments name; raises CommandError with what can be chosen instead."""
    piani = piani_completi()
    slug = list(Ente.objects.order_by("slug").values_list("slug", flat=True))
    if ente is not None and ente not in slug:
        raise CommandError(f"L'ente «{ente}» non c'è. Enti: {', '.join(slug) or 'nessuno'}.")
    if ente is None and len(slug) > 1:
        raise CommandError(f"Gli enti sono {len(slug)}: indicare quale con --ente. Enti: {', '.join(slug)}.")
    if ente is not None:
        piani = piani.filter(ente__slug=ente)
    anni = re.fullmatch(r"(\d{4})-(\d{4})", codice)
    piano = anni and piani.filter(anno_inizio=anni[1], anno_fine=anni[2]).first()
    if not piano:
        presenti = ", ".join(piano.codice for piano in piani) or "nessuno"
        raise CommandError(f"Il piano «{codice}» non c'è. Piani: {presenti}.")
    return piano


def trova_utente(ente: Ente, nome: str | None, ruolo: Ruolo) -> Utente:
    """Who answers for what a command does: the user named, or the first who holds the role in the body."""
    utenti = Utente.objects.filter(is_active=True).order_by("pk")
    if nome is not None:
        chi = utenti.filter(username=nome).first()
    else:
        chi = utenti.filter(incarichi__in=ente.incarichi.in_vigore().filter(ruolo=ruolo)).first()
    if chi is None:
        mancante = f"L'utente «{nome}» non c'è." if nome else f"{ente}: nessuno ha il ruolo «{ruolo.label}»."
        raise CommandError(mancante)
    return chi
