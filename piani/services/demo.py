"""Demo accounts: one for every role, to try the system on one's own machine.

They are nobody: no account is tied to a person of the registry, because nothing invented is attached to the people
whom a real plan names. The account of the dipendente therefore has the role and no card of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from piani.models import Incarico, Utente
from piani.permessi import Ruolo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from piani.models import Area, Ente


class AccountDemo(NamedTuple):
    """An account that must be there, and whether this run made it."""

    username: str
    ruolo: str
    nuovo: bool


def _attesi(ente: Ente) -> Iterator[tuple[str, Ruolo, Area | None]]:
    """(user name, role, area) of the accounts of a body: one per role, one responsabile per area."""
    yield "amministratore", Ruolo.AMMINISTRATORE, None
    yield "segretario", Ruolo.SEGRETARIO, None
    for area in ente.aree.all():
        yield f"responsabile-{area.slug}", Ruolo.RESPONSABILE, area
    yield "sindaco", Ruolo.SINDACO, None
    yield "nucleo", Ruolo.NUCLEO, None
    yield "dipendente", Ruolo.DIPENDENTE, None


@transaction.atomic
def crea_account_demo(*, ente: Ente, password: str, cambia_password: bool = False) -> list[AccountDemo]:
    """Make the demo accounts that the body lacks, all with the given password; the others keep theirs, unless
    `cambia_password`. The amministratore also runs the installation, so that a new Comune can be tried.

    In a second body the names end with its slug. Safe to call again.
    """
    account = []
    for nome, ruolo, area in _attesi(ente):
        altrui = Utente.objects.filter(username=nome).exclude(incarichi__ente=ente).exists()
        username = f"{nome}-{ente.slug}" if altrui else nome
        utente = Utente.objects.filter(username=username).first()
        nuovo = utente is None
        if nuovo:
            utente = Utente(
                username=username,
                first_name="Utente",
                last_name=f"Demo {nome.replace('-', ' ').title()}",
                email=f"{username}@demo.invalid",
                is_superuser=ruolo == Ruolo.AMMINISTRATORE,
            )
        if nuovo or cambia_password:
            utente.set_password(password)
            utente.full_clean()
            utente.save()
        if not utente.incarichi.filter(ente=ente, ruolo=ruolo, area=area).exists():
            incarico = Incarico(ente=ente, utente=utente, ruolo=ruolo, area=area, dal=timezone.localdate())
            incarico.full_clean()
            incarico.save()
        account.append(AccountDemo(username, ruolo.label if area is None else f"{ruolo.label}: {area.nome}", nuovo))
    return account
