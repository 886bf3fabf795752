"""Versions: the fotografia that goes to the Giunta, and what becomes of it. Its content never changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from django.utils import timezone

from piani.models import Evento, Versione
from piani.models.versioni import STATI_APPROVATI
from piani.permessi import PREDICATI
from piani.services.eventi import registra_evento
from piani.sezioni import ENTE, PIANO, SCHEDE, da_json
from piani.sezioni.piano import AttoParteFoto, foto_atto
from piani.states import VERSIONE, StatoPiano, StatoVersione
from semproniano.core.workflow import OggettoCambiato, applica

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from piani.models import Atto, Piano, Utente
    from piani.sezioni import Fotografia
    from piani.sezioni.piano import AttoFoto
    from semproniano.core.controlli import Esito
    from semproniano.core.workflow import Transizione


def congela(*, piano: Piano, foto: Fotografia, esiti: Iterable[Esito]) -> Versione:
    """The candidate: the plan as the Giunta will vote it, without an act. The plan's row is held by who calls."""
    voce = msgspec.structs.replace(foto[PIANO], stato=StatoPiano.IN_GIUNTA.value, atto=None)
    foto = foto.con({PIANO.codice: voce})
    versione = Versione(
        piano=piano,
        schema=foto.schema,
        contenuto=foto.json().decode(),
        sha256=foto.sha256,
        esiti=[esito.dizionario() for esito in esiti],
    )
    versione.full_clean(exclude=("piano",))
    versione.save(force_insert=True)
    return versione


def candidata_di(piano: Piano) -> Versione | None:
    """What is before the Giunta now."""
    return piano.versioni.filter(stato=StatoVersione.CANDIDATA).first()


def ultima_approvata(piano: Piano) -> Versione | None:
    return piano.versioni.filter(stato__in=STATI_APPROVATI).select_related("atto").order_by("-numero").first()


def motivo_della_variazione(piano: Piano) -> str:
    """Why the plan was opened again the last time; "" before its first approval."""
    aperture = Evento.objects.filter(
        oggetto_tipo=piano._meta.model_name, oggetto_id=piano.pk, transizione="apri_variazione"
    )
    return aperture.order_by("-numero").values_list("nota", flat=True).first() or ""


# --- transitions, as parts of the plan's -----------------------------------------------------------


@dataclass
class PraticaDellaVersione:
    """A version on its way; the plan's row, held by who calls, keeps the others out."""

    versione: Versione
    utente: Utente
    campi: dict[str, Any] = field(default_factory=dict)
    dati: dict[str, Any] = field(default_factory=dict)

    def prendi(self) -> Versione:
        versione = (
            Versione.objects.select_for_update(of=("self",), no_key=True)
            .select_related("piano__ente")
            .filter(pk=self.versione.pk)
            .first()
        )
        if versione is None:
            raise OggettoCambiato(f"«{self.versione}» non c'è più.")
        return versione

    def permette(self, transizione: Transizione, versione: Versione) -> bool:
        return PREDICATI[transizione.chi].vale(self.utente, versione)

    def motivi(self, transizione: Transizione, versione: Versione, nota: str) -> Sequence[str]:
        return ()

    def salva(self, transizione: Transizione, versione: Versione, nota: str) -> None:
        for campo, valore in self.campi.items():
            setattr(versione, campo, valore)
        versione.save(update_fields=["stato", *self.campi])

    def racconta(self, transizione: Transizione, versione: Versione, da: str, nota: str) -> None:
        registra_evento(
            oggetto=versione,
            transizione=transizione,
            da=da,
            nota=nota,
            utente=self.utente,
            dati={"piano": versione.piano_id, "numero": versione.numero, "sha256": versione.sha256, **self.dati},
        )


def approva_versione(
    *, versione: Versione, atto: Atto, utente: Utente, nota: str = "", acquisita: bool = False
) -> Versione:
    """The candidate becomes the next numbered version, for ever; the one before is superseded."""
    precedente = ultima_approvata(versione.piano)
    campi = {
        "numero": 1 if precedente is None else precedente.numero + 1,
        "precedente": precedente,
        "atto": atto,
        "approvata_il": timezone.now(),
        "e_acquisita": acquisita,
        "motivo": nota,
    }
    pratica = PraticaDellaVersione(versione, utente, campi, {"atto": str(atto)})
    approvata = applica(VERSIONE["acquisisci" if acquisita else "approva"], pratica, nota=nota)
    if precedente is not None and precedente.stato in VERSIONE["supera"].da:
        applica(VERSIONE["supera"], PraticaDellaVersione(precedente, utente, dati={"da": approvata.numero}))
    return approvata


def emenda_versione(*, versione: Versione, utente: Utente, nota: str) -> Versione:
    return applica(VERSIONE["emenda"], PraticaDellaVersione(versione, utente, {"motivo": nota}), nota=nota)


# --- what a version is printed from ----------------------------------------------------------------


def fotografia_di(versione: Versione) -> Fotografia:
    """The frozen plan, whatever the number of its shape."""
    return da_json(versione.contenuto)


def fotografia_con_atto(versione: Versione) -> Fotografia:
    """What the documents of an approved version are made from: the frozen plan, its act, and the acts of the parts
    that it has not touched, so that their files are those of the version before to the byte.

    The act is not in the content, because the Giunta votes before it has a number. A candidate is printed as it is.
    """
    foto = fotografia_di(versione)
    if versione.atto is None:
        return foto
    propri = foto_atto(versione.atto)
    parti = tuple(
        AttoParteFoto(area=area, atto=atto) for area, atto in atti_delle_parti(versione, foto).items() if atto != propri
    )
    voce = msgspec.structs.replace(
        foto[PIANO], stato=StatoPiano.APPROVATO.value, atto=propri, atti_delle_parti=parti
    )  # fmt: skip
    return foto.con({PIANO.codice: voce})


def atti_delle_parti(versione: Versione, foto: Fotografia) -> dict[str, AttoFoto]:
    """For the part of each area (slug), the act that last approved it as it is: that of the first version, going
    back from this one without a break, in which it was already the same."""
    aree = dict.fromkeys(scheda.area for scheda in foto[SCHEDE])
    trovati = dict.fromkeys(aree, foto_atto(versione.atto))
    restano = {area: _parte(foto, area) for area in aree}
    corrente = versione
    while restano and corrente.precedente_id:
        corrente = Versione.objects.select_related("atto").get(pk=corrente.precedente_id)
        prima = fotografia_di(corrente)
        restano = {area: parte for area, parte in restano.items() if _parte(prima, area) == parte}
        trovati |= dict.fromkeys(restano, foto_atto(corrente.atto))
    return trovati


def _parte(foto: Fotografia, area: str) -> bytes:
    """What an area's part says, leaving out body and plan."""
    ridotta = foto.ridotta(area)
    return ridotta.con({ENTE.codice: None, PIANO.codice: None}).json()
