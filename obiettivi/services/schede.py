"""Saving a sheet: its objectives as typed objects become rows, in one transaction, with one revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from obiettivi.models import ObiettivoGestionale, ObiettivoOperativo
from obiettivi.services.righe import allinea_fasi, allinea_indicatori, valori, verifica_riga
from obiettivi.services.trasversali import segna_riceventi, verifica_trasversali_modificabili
from obiettivi.sezioni import OBIETTIVI, leggi_righe
from piani.models import SchedaArea
from piani.permessi import scrive_scheda
from piani.selectors import LetturaPiano
from piani.services.revisioni import registra_revisione
from piani.services.scrittura import registra_modifica, verifica_piano_aperto
from piani.sezioni import parte_da_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from obiettivi.sezioni import ObiettivoFoto
    from piani.models import Revisione, Utente

OBIETTIVI_MASSIMI = 200
# Numbers move out of the way before the new ones are given: two rows never hold the same one.
SPAZIO = 10_000
COPIATI = (
    "numero",
    "numero_pubblicato",
    "descrizione",
    "peso",
    "e_condizione",
    "scadenza",
    "scadenza_testo",
    "ambito",
    "natura",
    "tipologia_pubblicata",
    "operativo_id",
)


@transaction.atomic
def salva_scheda(
    *,
    scheda: SchedaArea,
    utente: Utente,
    versione: int,
    obiettivi: Sequence[ObiettivoFoto],
    motivo: str = "Salvata",
) -> Revisione | None:
    """Make the sheet's objectives those given, in their order; `versione` is the number that the page was opened on.

    Rows are recognised by uid inside this sheet only. A row that the Segretario has assigned (`trasversale`) keeps its
    text and cannot be removed here. Saving what is there already changes nothing and returns None, so that a form sent
    twice is harmless. Raises PermissionDenied, SchedaChiusa, PianoChiuso, SchedaCambiata, ValidationError; nothing is
    written then. `scheda` comes with its plan, and the plan as `piani_completi()` gives it.
    """
    if not scrive_scheda(utente, scheda):
        raise PermissionDenied
    verifica_piano_aperto(piano=scheda.piano)
    # Held until the end: what is compared here is what is written over.
    attuale = SchedaArea.objects.select_for_update(of=("self",), no_key=True).get(pk=scheda.pk)
    righe = leggi_righe(LetturaPiano(scheda.piano, scheda)).get(scheda.pk, ())
    attuali = {voce.uid: voce for voce in righe}
    nuovi = _completi(obiettivi, attuali, scheda)
    if [_scritto(voce) for voce in nuovi] == [_scritto(voce) for voce in attuali.values()]:
        return None
    _verifica_identificativi(nuovi, attuali, scheda)
    riceventi = verifica_trasversali_modificabili(scheda=scheda, nuovi=nuovi, attuali=attuali)
    if versione != attuale.versione and _obiettivi_immutati(scheda, versione):
        versione = attuale.versione
    registra_modifica(scheda=scheda, versione=versione)
    _scrivi(scheda, nuovi)
    segna_riceventi(riceventi=riceventi, utente=utente)
    return registra_revisione(scheda=scheda, utente=utente, motivo=motivo)


def _obiettivi_immutati(scheda: SchedaArea, versione: int) -> bool:
    """True when what others have saved since that number is not in this page: shares of the staff, for one."""
    vista = scheda.revisioni.filter(versione=versione).first()
    if vista is None:
        return False
    return parte_da_json(vista.contenuto)[OBIETTIVI] == OBIETTIVI.leggi(LetturaPiano(scheda.piano, scheda))


def _completi(
    obiettivi: Sequence[ObiettivoFoto], attuali: dict[UUID, ObiettivoFoto], scheda: SchedaArea
) -> list[ObiettivoFoto]:
    """Numbered 1..n; rows that were assigned keep their text, and come back when the page has left them out."""
    uid = {voce.uid for voce in obiettivi}
    assegnati = [voce for voce in attuali.values() if voce.trasversale and voce.uid not in uid]
    completi = []
    for numero, voce in enumerate([*obiettivi, *assegnati], start=1):
        attuale = attuali.get(voce.uid)
        trasversale = attuale.trasversale if attuale else None
        testo = attuale.descrizione if trasversale else voce.descrizione
        completi.append(
            msgspec.structs.replace(
                voce, area=scheda.slug, anno=scheda.anno, numero=numero, trasversale=trasversale, descrizione=testo
            )
        )
    return completi


def _scritto(voce: ObiettivoFoto) -> ObiettivoFoto:
    """The objective without what this page does not write."""
    return msgspec.structs.replace(voce, inserito_il=None, origine="", pesi_personali=())


def _verifica_identificativi(
    nuovi: Sequence[ObiettivoFoto], attuali: dict[UUID, ObiettivoFoto], scheda: SchedaArea
) -> None:
    """An uid that comes from the page may be new, or survive from another year of the same area: never another's."""
    if len(nuovi) > OBIETTIVI_MASSIMI:
        raise ValidationError(f"Una scheda ha al massimo {OBIETTIVI_MASSIMI} obiettivi: questi sono {len(nuovi)}.")
    uid = [voce.uid for voce in nuovi]
    if len(set(uid)) < len(uid):
        raise ValidationError("Due obiettivi della pagina hanno lo stesso identificativo: ricaricare la pagina.")
    propri = Q(scheda__piano__ente=scheda.piano.ente_id, scheda__tipo=scheda.tipo, scheda__area=scheda.area_id)
    if scheda.area_id is None:
        propri = Q(scheda__piano__ente=scheda.piano.ente_id, scheda__tipo=scheda.tipo)
    altrui = ObiettivoGestionale.objects.filter(uid__in=set(uid) - attuali.keys()).exclude(propri)
    if altrui.exists():
        raise ValidationError("Un obiettivo della pagina appartiene a un'altra scheda: ricaricare la pagina.")


def _scrivi(scheda: SchedaArea, nuovi: Sequence[ObiettivoFoto]) -> None:
    """Constant number of statements, whatever the number of objectives; only what has changed is written."""
    esistenti = {riga.uid: riga for riga in scheda.obiettivi.all()}
    prima = {riga.pk: valori(riga, COPIATI) for riga in esistenti.values()}
    numeri = {riga.pk: riga.numero for riga in esistenti.values()}
    operativi = _operativi(scheda, nuovi)
    righe = [_riga(scheda, voce, esistenti, operativi) for voce in nuovi]
    scheda.obiettivi.exclude(uid__in=[voce.uid for voce in nuovi]).delete()
    restano = [riga for riga in righe if riga.pk]
    if any(riga.numero != numeri[riga.pk] for riga in restano):
        scheda.obiettivi.update(numero=F("numero") + SPAZIO)
        cambiate = restano
    else:
        cambiate = [riga for riga in restano if valori(riga, COPIATI) != prima[riga.pk]]
    ObiettivoGestionale.objects.bulk_create([riga for riga in righe if riga.pk is None])
    ObiettivoGestionale.objects.bulk_update(cambiate, COPIATI)
    per_uid = {riga.uid: riga for riga in righe}
    allinea_indicatori(scheda=scheda, obiettivi=per_uid, voci=nuovi)
    allinea_fasi(scheda=scheda, obiettivi=per_uid, voci=nuovi)


def _operativi(scheda: SchedaArea, nuovi: Sequence[ObiettivoFoto]) -> dict[str, int]:
    """Primary keys by complete code, of the sheet's body only."""
    if not any(voce.operativo for voce in nuovi):
        return {}
    righe = ObiettivoOperativo.objects.filter(strategico__ente=scheda.piano.ente_id).select_related("strategico")
    return {riga.codice_completo: riga.pk for riga in righe}


def _riga(
    scheda: SchedaArea,
    voce: ObiettivoFoto,
    esistenti: dict[UUID, ObiettivoGestionale],
    operativi: dict[str, int],
) -> ObiettivoGestionale:
    riga = esistenti.get(voce.uid) or ObiettivoGestionale(
        scheda=scheda, uid=voce.uid, origine=voce.origine, inserito_il=timezone.now()
    )
    if voce.operativo and voce.operativo not in operativi:
        raise ValidationError(f"Obiettivo {voce.numero}: l'obiettivo operativo «{voce.operativo}» non c'è.")
    for campo in COPIATI:
        setattr(riga, campo, operativi.get(voce.operativo) if campo == "operativo_id" else getattr(voce, campo))
    verifica_riga(riga, f"Obiettivo {voce.numero}")
    return riga
