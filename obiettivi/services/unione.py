"""Two people, or two tabs, on the same sheet: what differs, field by field, and the page that the choices give.

Works on the fields of the page (see `campi`), so that a text that cannot be read yet is compared like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING

from obiettivi.models import ObiettivoGestionale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from obiettivi.services.campi import Campi

MIO, LORO = "mio", "loro"
TIENI, TOGLI = "tieni", "togli"
PRESENZA = "presenza"
CONFRONTATI = {
    "descrizione": "Descrizione",
    "peso": "Peso",
    "e_condizione": "Condizione per i premi",
    "scadenza": "Scadenza",
    "scadenza_testo": "Scadenza in parole",
    "ambito": "Ambito",
    "natura": "Natura",
    "operativo": "Obiettivo operativo",
    "numero_pubblicato": "Numero come stampato",
    "indicatori": "Indicatori e valori attesi",
    "fasi": "Fasi",
}
PAROLE = {"ambito": dict(ObiettivoGestionale.Ambito.choices), "natura": dict(ObiettivoGestionale.Natura.choices)}
# Fields that only say how the page is shown.
DI_PAGINA = frozenset({"tolto", "strutturato"})


@dataclass(frozen=True)
class Scelta:
    """A field that differs: the two texts, and which one is proposed (the one that only one of the two has changed)."""

    nome: str
    campo: str
    etichetta: str
    mio: str
    loro: str
    proposta: str


@dataclass(frozen=True)
class Differenza:
    """An objective that differs. `presenza`: a sentence when only one of the two has it, and then it is kept or not."""

    uid: str
    titolo: str
    scelte: Sequence[Scelta]
    presenza: str = ""
    proposta: str = TIENI

    @property
    def nome(self) -> str:
        return nome_scelta(self.uid, PRESENZA)


def nome_scelta(uid: str, campo: str) -> str:
    """Name of the field that carries a choice."""
    return f"scelta-{uid}-{campo}"


def _per_uid(campi: Campi) -> dict[str, Campi]:
    return {riga["uid"]: riga for riga in campi["obiettivi"] if not riga.get("tolto")}


def _scritto(valore: object) -> object:
    """A value without what does not count: rows that are empty or taken away, spaces around, how the page is shown."""
    if isinstance(valore, list):
        righe = [_scritto(voce) for voce in valore if not voce.get("tolto")]
        return [riga for riga in righe if any(riga.values())]
    if isinstance(valore, dict):
        return {chiave: _scritto(voce) for chiave, voce in valore.items() if chiave not in DI_PAGINA}
    return str(valore or "").replace("\r\n", "\n").strip()


def _testo(campo: str, valore: object) -> str:
    """What a person reads of a value."""
    scritto = _scritto(valore)
    if isinstance(scritto, list):
        return "\n".join("; ".join(_voci(riga)) for riga in scritto)
    if campo == "e_condizione":
        return "sì" if scritto else "no"
    return PAROLE.get(campo, {}).get(scritto, scritto)


def _voci(riga: Mapping[str, object]) -> list[str]:
    voci = []
    for valore in riga.values():
        voci += [" ".join(_voci(sotto)) for sotto in valore] if isinstance(valore, list) else [valore]
    return [voce for voce in voci if voce]


def _scelte(uid: str, base: Campi | None, mia: Campi, loro: Campi) -> list[Scelta]:
    scelte = []
    for campo, etichetta in CONFRONTATI.items():
        mio, altrui = _scritto(mia.get(campo)), _scritto(loro.get(campo))
        if mio == altrui:
            continue
        mio_intatto = base is not None and _scritto(base.get(campo)) == mio
        scelte.append(
            Scelta(
                nome_scelta(uid, campo),
                campo,
                etichetta,
                _testo(campo, mia.get(campo)),
                _testo(campo, loro.get(campo)),
                LORO if mio_intatto else MIO,
            )
        )
    return scelte


def _titolo(riga: Campi) -> str:
    return shorten(str(riga.get("descrizione", "")), 120, placeholder="…") or "Obiettivo senza descrizione"


def differenze(base: Campi | None, loro: Campi, mie: Campi) -> list[Differenza]:
    """What somebody must choose. `base` is the sheet from which both began, None when nobody knows it any more.

    What only one of the two has added is kept without asking.
    """
    di_base, altrui, miei = _per_uid(base) if base else {}, _per_uid(loro), _per_uid(mie)
    trovate = []
    for uid, mia in miei.items():
        if uid in altrui:
            scelte = _scelte(uid, di_base.get(uid), mia, altrui[uid])
            if scelte:
                trovate.append(Differenza(uid, _titolo(mia), scelte))
        elif uid in di_base:
            trovate.append(Differenza(uid, _titolo(mia), (), "Chi ha salvato prima di te ha tolto questo obiettivo."))
    for uid, riga in altrui.items():
        if uid not in miei and uid in di_base:
            cambiato = bool(_scelte(uid, None, riga, di_base[uid]))
            frase = "Tu hai tolto questo obiettivo" + (
                ", nel frattempo qualcuno lo ha modificato." if cambiato else "."
            )
            trovate.append(Differenza(uid, _titolo(riga), (), frase, TIENI if cambiato else TOGLI))
    return trovate


def unisci(base: Campi | None, loro: Campi, mie: Campi, scelte: Mapping[str, str]) -> Campi:
    """The fields that the choices give, in the order of one's own page; what others have added comes last."""
    proposte = {voce.uid: voce for voce in differenze(base, loro, mie)}
    altrui, miei = _per_uid(loro), _per_uid(mie)

    def resta(uid: str) -> bool:
        voce = proposte.get(uid)
        return voce is None or not voce.presenza or scelte.get(voce.nome, voce.proposta) != TOGLI

    uniti = []
    for uid, mia in miei.items():
        if resta(uid):
            voce = proposte.get(uid)
            presi = {
                scelta.campo: altrui[uid].get(scelta.campo)
                for scelta in (voce.scelte if voce else ())
                if scelte.get(scelta.nome, scelta.proposta) == LORO
            }
            uniti.append({**mia, **presi})
    uniti += [riga for uid, riga in altrui.items() if uid not in miei and resta(uid)]
    return {"obiettivi": uniti}
