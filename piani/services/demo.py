"""Demo accounts: one for every role, to try the system on one's own machine.

In a real body they are nobody: no account is tied to a person of the registry, because nothing invented is attached to
the people whom a real plan names, and the account of the dipendente has the role and no card of its own. In a body of
example the people are invented too: accounts are theirs, so that each finds the own objectives and the own card.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from piani.models import Dipendente, Incarico, PersonaScheda, SchedaArea, Utente
from piani.permessi import Ruolo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from piani.models import Area, Ente


DIPENDENTI_DI_ESEMPIO = 2
PREFISSO_DI_ESEMPIO = "esempio-"


class AccountDemo(NamedTuple):
    """An account that must be there, and whether this run made it."""

    username: str
    ruolo: str
    nuovo: bool


class Atteso(NamedTuple):
    """An account that a body should have."""

    nome: str
    ruolo: Ruolo
    area: Area | None = None
    persona: Dipendente | None = None


def _attesi(ente: Ente) -> Iterator[Atteso]:
    """One account per role and one responsabile per area; in a body of example, tied to the people of its sheets."""
    dirette: dict[int | None, Dipendente] = {}
    dipendenti: list[Dipendente] = []
    prefisso = ""
    if ente.e_esempio:
        dirette, dipendenti, prefisso = _chi_dirige(ente), _chi_lavora(ente), PREFISSO_DI_ESEMPIO
    yield Atteso(f"{prefisso}amministratore", Ruolo.AMMINISTRATORE)
    yield Atteso(f"{prefisso}segretario", Ruolo.SEGRETARIO, persona=dirette.get(None))
    for area in ente.aree.all():
        yield Atteso(f"{prefisso}responsabile-{area.slug}", Ruolo.RESPONSABILE, area, dirette.get(area.pk))
    yield Atteso(f"{prefisso}sindaco", Ruolo.SINDACO)
    yield Atteso(f"{prefisso}nucleo", Ruolo.NUCLEO)
    for persona in dipendenti:
        yield Atteso(f"{prefisso}{persona.codice.removeprefix(prefisso)}", Ruolo.DIPENDENTE, persona=persona)
    if not dipendenti:
        yield Atteso(f"{prefisso}dipendente", Ruolo.DIPENDENTE)


def _chi_dirige(ente: Ente) -> dict[int | None, Dipendente]:
    """Who leads each area, by its key, in the latest sheet; under None, the Segretario."""
    schede = SchedaArea.objects.filter(piano__ente=ente, responsabile__isnull=False).exclude(tipo=SchedaArea.Tipo.ENTE)
    return {scheda.area_id: scheda.responsabile for scheda in schede.select_related("responsabile").order_by("anno")}


def _chi_lavora(ente: Ente) -> list[Dipendente]:
    """The first people of the sheets who lead none."""
    presenze = PersonaScheda.objects.filter(
        scheda__piano__ente=ente, dipendente__e_esterno=False, dipendente__schede_dirette__isnull=True
    ).order_by("scheda__area__ordine", "scheda__anno", "ordine", "pk")
    persone = dict.fromkeys(presenza.dipendente for presenza in presenze.select_related("dipendente"))
    return list(persone)[:DIPENDENTI_DI_ESEMPIO]


@transaction.atomic
def crea_account_demo(*, ente: Ente, password: str, cambia_password: bool = False) -> list[AccountDemo]:
    """Make the demo accounts that the body lacks, all with the given password; the others keep theirs, unless
    `cambia_password`. The first amministratore also runs the installation, so that a new Comune can be tried.

    In a body of example the names begin with «esempio»; in a second body they end with its slug. Safe to call again.
    """
    account = []
    for atteso in _attesi(ente):
        altrui = Utente.objects.filter(username=atteso.nome).exclude(incarichi__ente=ente).exists()
        username = f"{atteso.nome}-{ente.slug}" if altrui else atteso.nome
        utente = Utente.objects.filter(username=username).first()
        nuovo = utente is None
        if nuovo:
            utente = _nuovo_utente(username, atteso, ente)
        if nuovo or cambia_password:
            utente.set_password(password)
            utente.full_clean()
            utente.save()
        _incarica(utente, atteso, ente)
        ruolo = atteso.ruolo.label if atteso.area is None else f"{atteso.ruolo.label}: {atteso.area.nome}"
        account.append(AccountDemo(username, ruolo, nuovo))
    return account


def _nuovo_utente(username: str, atteso: Atteso, ente: Ente) -> Utente:
    parole = atteso.nome.replace("-", " ").title()
    cognome = parole if ente.e_esempio else f"Demo {parole}"
    return Utente(
        username=username,
        first_name=atteso.persona.nome if atteso.persona else "Utente",
        last_name=atteso.persona.cognome if atteso.persona else cognome,
        email=f"{username}@demo.invalid",
        is_superuser=atteso.ruolo == Ruolo.AMMINISTRATORE and not Utente.objects.filter(is_superuser=True).exists(),
    )


def _incarica(utente: Utente, atteso: Atteso, ente: Ente) -> None:
    """Give the role and, in a body of example, the person; what is already there stays."""
    if not utente.incarichi.filter(ente=ente, ruolo=atteso.ruolo, area=atteso.area).exists():
        incarico = Incarico(ente=ente, utente=utente, ruolo=atteso.ruolo, area=atteso.area, dal=timezone.localdate())
        incarico.full_clean()
        incarico.save()
    if atteso.persona and atteso.persona.utente_id is None and not Dipendente.objects.filter(utente=utente).exists():
        atteso.persona.utente = utente
        atteso.persona.full_clean()
        atteso.persona.save()
