"""The SMVP of a body: written, given to the Nucleo for its binding opinion, adopted (art. 7 d.lgs 150/2009)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from piani.models import Atto, Ente
from piani.services.eventi import registra_evento
from piani.services.pratiche import motivi_dell_atto
from semproniano.core.documenti.json import impronta
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata, applica
from valutazioni.calcolo.smvp import smvp_da_json, smvp_json
from valutazioni.calcolo.verifica import verifica_smvp
from valutazioni.models import VersioneSmvp
from valutazioni.permessi import PREDICATI, prepara
from valutazioni.states import SMVP, StatoSmvp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piani.models import Utente
    from semproniano.core.workflow import Transizione
    from valutazioni.calcolo.smvp import Smvp


@transaction.atomic
def crea_smvp(*, ente: Ente, dal_anno: int, titolo: str, smvp: Smvp, utente: Utente) -> VersioneSmvp:
    """A new SMVP in bozza, from a ready model or from the one in force. Raises TransizioneVietata, ValidationError,
    TransizioneRifiutata with what is wrong in it."""
    riga = VersioneSmvp(ente=ente, dal_anno=dal_anno, titolo=titolo)
    if not prepara(utente, riga):
        raise TransizioneVietata
    _riempi(riga, smvp)
    riga.full_clean()
    riga.save(force_insert=True)
    return riga


def _riempi(riga: VersioneSmvp, smvp: Smvp) -> None:
    """Gaps and overlaps between bands, weights that do not sum: a SMVP with an error is not kept."""
    if errori := verifica_smvp(smvp):
        raise TransizioneRifiutata(*errori)
    contenuto = smvp_json(smvp)
    riga.contenuto, riga.sha256 = contenuto.decode(), impronta(contenuto)


@transaction.atomic
def salva_smvp(
    *, riga: VersioneSmvp, smvp: Smvp, dal_anno: int, titolo: str, utente: Utente, versione: int
) -> VersioneSmvp:
    """Write a SMVP that is in bozza. Raises TransizioneVietata, OggettoCambiato, ValidationError, TransizioneRifiutata
    with what is wrong in it: nothing has changed then."""
    riga = _tieni(riga)
    if not prepara(utente, riga):
        raise TransizioneVietata
    if riga.stato != StatoSmvp.BOZZA or riga.versione != versione:
        raise OggettoCambiato(f"«{riga}» è cambiato dopo che la pagina è stata aperta: rileggerlo e ripetere.")
    riga.dal_anno, riga.titolo, riga.versione = dal_anno, titolo, riga.versione + 1
    _riempi(riga, smvp)
    riga.full_clean()
    riga.save()
    return riga


@transaction.atomic
def elimina_smvp(*, riga: VersioneSmvp, utente: Utente) -> None:
    """A draft made by mistake. Raises TransizioneVietata, OggettoCambiato."""
    riga = _tieni(riga)
    if not prepara(utente, riga):
        raise TransizioneVietata
    if riga.stato != StatoSmvp.BOZZA or riga.parere_il is not None:
        raise OggettoCambiato(f"«{riga}» è già passato al Nucleo: non si elimina.")
    riga.delete()


def _tieni(riga: VersioneSmvp) -> VersioneSmvp:
    trovata = (
        VersioneSmvp.objects.select_for_update(of=("self",), no_key=True)
        .select_related("ente", "atto")
        .filter(pk=riga.pk)
        .first()
    )
    if trovata is None:
        raise OggettoCambiato(f"«{riga}» non c'è più.")
    return trovata


@dataclass
class PraticaDelSmvp:
    riga: VersioneSmvp
    utente: Utente
    dati: dict[str, Any] = field(default_factory=dict)

    def prendi(self) -> VersioneSmvp:
        return _tieni(self.riga)

    def permette(self, transizione: Transizione, riga: VersioneSmvp) -> bool:
        return PREDICATI[transizione.chi].vale(self.utente, riga)

    def motivi(self, transizione: Transizione, riga: VersioneSmvp, nota: str) -> Sequence[str]:
        return verifica_smvp(smvp_da_json(riga.contenuto)) if transizione.controlli else ()

    def salva(self, transizione: Transizione, riga: VersioneSmvp, nota: str) -> None:
        if transizione.codice in ("parere_favorevole", "parere_negativo"):
            riga.parere, riga.parere_il = nota, timezone.now()
        riga.versione += 1
        riga.save()

    def racconta(self, transizione: Transizione, riga: VersioneSmvp, da: str, nota: str) -> None:
        registra_evento(
            oggetto=riga,
            transizione=transizione,
            da=da,
            nota=nota,
            utente=self.utente,
            dati={"sha256": riga.sha256, "dal_anno": riga.dal_anno, **self.dati},
        )


@dataclass
class Adozione(PraticaDelSmvp):
    atto: Atto = field(kw_only=True)

    def prendi(self) -> VersioneSmvp:
        """With the body, so that two systems are adopted one after the other."""
        riga = super().prendi()
        Ente.objects.select_for_update(no_key=True).only("pk").get(pk=riga.ente_id)
        return riga

    def motivi(self, transizione: Transizione, riga: VersioneSmvp, nota: str) -> Sequence[str]:
        self.atto.ente = riga.ente
        chiave = {nome: getattr(self.atto, nome) for nome in ("ente", "organo", "numero", "data")}
        self.atto = Atto.objects.filter(**chiave).first() or self.atto
        return [*super().motivi(transizione, riga, nota), *motivi_dell_atto(self.atto)]

    def salva(self, transizione: Transizione, riga: VersioneSmvp, nota: str) -> None:
        self.atto.save()
        # The one before holds for its own years; one of the same year gives way.
        vecchi = VersioneSmvp.objects.filter(ente=riga.ente, stato=StatoSmvp.ADOTTATO).exclude(pk=riga.pk)
        for vecchio in vecchi.select_related("ente"):
            applica(SMVP["supera"], PraticaDelSmvp(vecchio, self.utente, {"da": str(riga)}))
        riga.atto, riga.adottato_il = self.atto, timezone.now()
        self.dati["atto"] = str(self.atto)
        super().salva(transizione, riga, nota)


def muovi_smvp(
    *, riga: VersioneSmvp, codice: str, utente: Utente, nota: str = "", versione: int | None = None
) -> VersioneSmvp:
    """`chiedi_parere`, `parere_favorevole`, `parere_negativo`, `correggi`. Raises TransizioneVietata, OggettoCambiato,
    TransizioneRifiutata."""
    return applica(SMVP[codice], PraticaDelSmvp(riga, utente), nota=nota, versione=versione)


def adotta_smvp(
    *, riga: VersioneSmvp, atto: Atto, utente: Utente, nota: str = "", versione: int | None = None
) -> VersioneSmvp:
    """With the act of the Giunta: from its year on it is the one in force."""
    return applica(SMVP["adotta"], Adozione(riga, utente, atto=atto), nota=nota, versione=versione)
