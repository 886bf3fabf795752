"""Publication: the public set of a version goes on the site, leaves it with a reason, is archived after its term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from piani.models import Documento, Produzione
from piani.services.archivio import e_intatto
from piani.services.versioni import PraticaDellaVersione
from piani.states import VERSIONE
from semproniano.core.workflow import applica

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from piani.models import Utente, Versione
    from semproniano.core.workflow import Transizione


def insieme_pubblico(versione: Versione) -> QuerySet[Documento]:
    return Documento.objects.filter(versione=versione, insieme=Documento.Insieme.PUBBLICO)


def impedimenti_alla_pubblicazione(versione: Versione) -> list[str]:
    """Why the version cannot be published now: its public set is not ready, or is not what it was (NO15, NO18)."""
    produzione = Produzione.objects.filter(versione_id=versione.pk).first()
    if produzione is None or produzione.stato != Produzione.Stato.FATTA:
        stato = "non sono stati chiesti" if produzione is None else f"sono al {produzione.percentuale}%"
        return [f"I documenti non sono ancora pronti ({stato}): si preparano nella pagina «Documenti» della versione."]
    righe = list(insieme_pubblico(versione))
    motivi = [] if righe else ["La versione non ha documenti da pubblicare."]
    motivi += [
        f"«{riga.nome}»: mancano titolo o descrizione." for riga in righe if not (riga.titolo and riga.descrizione)
    ]
    motivi += [
        f"«{riga.nome}»: il file conservato non è più quello preparato."
        for riga in righe
        if not e_intatto(riga.file.name, riga.sha256)
    ]
    return motivi


class _Pubblica(PraticaDellaVersione):
    def motivi(self, transizione: Transizione, versione: Versione, nota: str) -> Sequence[str]:
        return impedimenti_alla_pubblicazione(versione)

    def salva(self, transizione: Transizione, versione: Versione, nota: str) -> None:
        adesso = timezone.now()
        self.campi = {"pubblicata_il": adesso}
        super().salva(transizione, versione, nota)
        sostituibili = Documento.objects.filter(
            versione__successiva=versione, pubblicato_il__isnull=False, sostituito_da__isnull=True
        )
        prima = {riga.nome: riga for riga in sostituibili}
        righe = list(insieme_pubblico(versione))
        for riga in righe:
            riga.pubblicato_il, riga.sostituisce = adesso, prima.get(riga.nome)
        Documento.objects.bulk_update(righe, ["pubblicato_il", "sostituisce"])
        self.dati["documenti"] = {riga.nome: riga.sha256 for riga in righe}


class _DalSito(PraticaDellaVersione):
    """What leaves the site was on it."""

    def motivi(self, transizione: Transizione, versione: Versione, nota: str) -> Sequence[str]:
        return [] if versione.pubblicata_il else ["La versione non è mai stata pubblicata."]


class _Ritira(_DalSito):
    def salva(self, transizione: Transizione, versione: Versione, nota: str) -> None:
        adesso = timezone.now()
        self.campi = {"ritirata_il": adesso, "motivo": nota}
        super().salva(transizione, versione, nota)
        insieme_pubblico(versione).filter(ritirato_il__isnull=True).update(ritirato_il=adesso, motivo_ritiro=nota)


class _Archivia(_DalSito):
    def salva(self, transizione: Transizione, versione: Versione, nota: str) -> None:
        adesso = timezone.now()
        self.campi = {"archiviata_il": adesso}
        super().salva(transizione, versione, nota)
        insieme_pubblico(versione).update(archiviato_il=adesso)


def pubblica_versione(*, versione: Versione, utente: Utente, nota: str = "") -> Versione:
    """The public set is on the site from this moment. Raises, as the transitions do, TransizioneVietata,
    OggettoCambiato, TransizioneRifiutata with the reasons: nothing has been written then."""
    return applica(VERSIONE["pubblica"], _Pubblica(versione, utente), nota=nota)


def ritira_versione(*, versione: Versione, utente: Utente, nota: str) -> Versione:
    """Off the site; in its place a notice with the reason, which is `nota`."""
    return applica(VERSIONE["ritira"], _Ritira(versione, utente), nota=nota)


def archivia_versione(*, versione: Versione, utente: Utente, nota: str = "") -> Versione:
    """After the term (art. 8 c. 3 d.lgs. 33/2013), which is shown and blocks nothing: off the site, still held."""
    return applica(VERSIONE["archivia"], _Archivia(versione, utente), nota=nota)
