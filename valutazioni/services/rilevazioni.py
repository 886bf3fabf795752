"""Entering the values of a sheet, all of them or none; annulling one that was entered by mistake."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from piani.models import Ente
from piani.services.eventi import Fatto, registra_eventi, registra_evento
from semproniano.core.numeri import in_italiano, senza_zeri
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata
from valutazioni.models import Rilevazione
from valutazioni.models.rilevazioni import GRADO_MASSIMO
from valutazioni.permessi import misura_area, propone
from valutazioni.selectors import testi_misurati, versioni_in_forza
from valutazioni.services.evidenze import allega_evidenza
from valutazioni.states import RILEVAZIONE, StatoRilevazione

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from piani.models import Utente
    from valutazioni.selectors import SchedaInForza

Posto = tuple["UUID", int]
CENTO = Decimal(100)
CAMPI_DEL_VALORE = ("valore", "fatto", "data", "testo", "giudizio", "motivo", "semaforo", "commento")
VALORE_MASSIMO = Decimal("99999999999.9999")


class RilevazioniRifiutate(TransizioneRifiutata):
    """Nothing has been written. `per_posto`: sentences by (uid of the objective, place of the indicator)."""

    def __init__(self, per_posto: Mapping[Posto, Sequence[str]]) -> None:
        super().__init__(*(frase for frasi in per_posto.values() for frase in frasi))
        self.per_posto = per_posto


@dataclass(frozen=True)
class NuovaRilevazione:
    """What is entered of an indicator; `fasi`: (name, how much is done, in hundredths); `file`: name and content."""

    obiettivo: UUID
    posto: int
    valore: Decimal | None = None
    fatto: bool | None = None
    data: datetime.date | None = None
    testo: str = ""
    giudizio: Decimal | None = None
    motivo: str = ""
    fasi: tuple[tuple[str, Decimal], ...] = ()
    semaforo: str = Rilevazione.Semaforo.IN_LINEA
    commento: str = ""
    file: tuple[str, bytes] | None = field(default=None, repr=False)

    @property
    def dove(self) -> Posto:
        return self.obiettivo, self.posto


def motivi_contro(scheda: SchedaInForza, al: datetime.date, riga: NuovaRilevazione) -> list[str]:
    """Why a value cannot be entered, one sentence each: what is written, and days that cannot be."""
    motivi = list(_motivi_dei_numeri(riga))
    if riga.data and riga.data > timezone.localdate():
        motivi.append(f"La data {riga.data:%d/%m/%Y} è nel futuro: scrivere quando è stato fatto.")
    if riga.data and abs(riga.data.year - scheda.anno) > 1:
        motivi.append(f"La data {riga.data:%d/%m/%Y} è lontana dal {scheda.anno}: controllare l'anno.")
    if riga.giudizio is not None and not riga.motivo.strip():
        motivi.append("Il grado dato a mano chiede una motivazione.")
    if riga.semaforo != Rilevazione.Semaforo.IN_LINEA and not riga.commento.strip():
        motivi.append("Scrivere nel commento perché è in ritardo o critico.")
    return motivi


def _motivi_dei_numeri(riga: NuovaRilevazione):
    if riga.valore is not None and abs(riga.valore) > VALORE_MASSIMO:
        yield "Il valore è troppo grande."
    if riga.giudizio is not None and not 0 <= riga.giudizio <= GRADO_MASSIMO:
        yield f"Il grado va da 0 a {in_italiano(GRADO_MASSIMO)}."
    if any(not 0 <= percento <= CENTO for _, percento in riga.fasi):
        yield "La percentuale di una fase va da 0 a 100."


def motivi_della_data(scheda: SchedaInForza, al: datetime.date) -> list[str]:
    if al.year != scheda.anno:
        return [f"La rilevazione è del {scheda.anno}: scrivere un giorno di quell'anno."]
    return ["La rilevazione non può essere di un giorno futuro."] if al > timezone.localdate() else []


@transaction.atomic
def registra_rilevazioni(
    *,
    scheda: SchedaInForza,
    al: datetime.date,
    righe: Sequence[NuovaRilevazione],
    utente: Utente,
    vista: int | None = None,
) -> list[Rilevazione]:
    """Enter values at a day, all or nothing. `vista` is the greatest key that the page had read: a value entered since
    then in the same place, by somebody else, refuses the new one. Sent twice, they are entered once.

    Raises TransizioneVietata, OggettoCambiato (another plan is in force), RilevazioniRifiutate, TransizioneRifiutata.
    """
    area = scheda.area and scheda.area.pk
    if not misura_area(utente, scheda.ente.pk, area):
        raise TransizioneVietata
    if not scheda.e_misurabile:
        raise TransizioneRifiutata(f"«{scheda.nome}» non c'è più tra le aree dell'ente: non si rilevano altri valori.")
    # Two people, or two clicks, one after the other.
    Ente.objects.select_for_update(no_key=True).only("pk").get(pk=scheda.ente.pk)
    if versioni_in_forza(scheda.ente, scheda.anno).values_list("pk", flat=True).first() != scheda.versione.pk:
        raise OggettoCambiato("Nel frattempo è stata approvata un'altra versione del piano: ricaricare la pagina.")
    if motivi := motivi_della_data(scheda, al):
        raise TransizioneRifiutata(*motivi)
    presenti = _presenti(scheda, righe)
    da_scrivere = [riga for riga in righe if not _e_gia_scritta(riga, al, utente, presenti[riga.dove])]
    _controlla(scheda, al, da_scrivere, presenti, utente, vista)
    scritte = [_scrivi(scheda, al, riga, utente) for riga in da_scrivere]
    fatti = [Fatto(riga, RILEVAZIONE["registra"], "", dati=dati_sigillati(riga)) for riga in scritte]
    registra_eventi(fatti=fatti, utente=utente)
    return scritte


def registra_rilevazione(
    *, scheda: SchedaInForza, al: datetime.date, riga: NuovaRilevazione, utente: Utente
) -> Rilevazione | None:
    """One value alone; None when it was there already."""
    return next(iter(registra_rilevazioni(scheda=scheda, al=al, righe=[riga], utente=utente)), None)


def _presenti(scheda: SchedaInForza, righe: Sequence[NuovaRilevazione]) -> defaultdict[Posto, list[Rilevazione]]:
    """The values that hold, of the objectives that are written about."""
    per_posto: defaultdict[Posto, list[Rilevazione]] = defaultdict(list)
    uid = {riga.obiettivo for riga in righe}
    valide = Rilevazione.objects.filter(**scheda.chiave, obiettivo__in=uid, annullata_il=None)
    for riga in valide.select_related("utente").order_by("pk"):
        per_posto[riga.obiettivo, riga.posto].append(riga)
    return per_posto


def _e_gia_scritta(nuova: NuovaRilevazione, al: datetime.date, utente: Utente, presenti: Sequence[Rilevazione]) -> bool:
    """True when the last row is the same, of the same person: the button was pressed twice."""
    ultima = presenti[-1] if presenti else None
    return (
        ultima is not None
        and ultima.utente_id == utente.pk
        and ultima.al == al
        and ultima.fasi == _fasi(nuova)
        and all(getattr(ultima, campo) == getattr(nuova, campo) for campo in CAMPI_DEL_VALORE)
        and nuova.file is None
    )


def _controlla(
    scheda: SchedaInForza,
    al: datetime.date,
    righe: Sequence[NuovaRilevazione],
    presenti: Mapping[Posto, Sequence[Rilevazione]],
    utente: Utente,
    vista: int | None,
) -> None:
    per_posto: dict[Posto, list[str]] = {}
    for riga in righe:
        motivi = [] if _c_e(scheda, riga) else ["Questo indicatore non c'è nel piano in vigore: ricaricare la pagina."]
        motivi += motivi_contro(scheda, al, riga)
        motivi += [
            f"Nel frattempo {altra.utente or 'un comando'} ha registrato {_in_breve(altra)}: rileggere e risalvare."
            for altra in presenti.get(riga.dove, ())
            if vista is not None and altra.pk > vista and altra.utente_id != utente.pk
        ]
        if motivi:
            per_posto[riga.dove] = motivi
    if per_posto:
        raise RilevazioniRifiutate(per_posto)


def _c_e(scheda: SchedaInForza, riga: NuovaRilevazione) -> bool:
    obiettivo = scheda.obiettivo(riga.obiettivo)
    return obiettivo is not None and riga.posto in testi_misurati(obiettivo)


def _in_breve(riga: Rilevazione) -> str:
    quale = in_italiano(riga.valore) if riga.valore is not None else "un valore"
    return f"{quale} al {riga.al:%d/%m/%Y}"


def _fasi(riga: NuovaRilevazione) -> list[dict[str, str]]:
    return [{"fase": nome, "percento": str(percento)} for nome, percento in riga.fasi]


def _scrivi(scheda: SchedaInForza, al: datetime.date, nuova: NuovaRilevazione, utente: Utente) -> Rilevazione:
    obiettivo = scheda.obiettivo(nuova.obiettivo)
    riga = Rilevazione(
        **scheda.chiave,
        obiettivo=nuova.obiettivo,
        posto=nuova.posto,
        indicatore=testi_misurati(obiettivo)[nuova.posto],
        al=al,
        fasi=_fasi(nuova),
        utente=utente,
        **{campo: getattr(nuova, campo) for campo in CAMPI_DEL_VALORE},
    )
    try:
        riga.full_clean(exclude=("ente", "area", "utente"))
        riga.save(force_insert=True)
        if nuova.file:
            allega_evidenza(rilevazione=riga, nome=nuova.file[0], contenuto=nuova.file[1], utente=utente)
    except ValidationError as errore:
        raise RilevazioniRifiutate({nuova.dove: errore.messages}) from errore
    except TransizioneRifiutata as errore:
        raise RilevazioniRifiutate({nuova.dove: errore.motivi}) from errore
    return riga


def dati_sigillati(riga: Rilevazione) -> dict[str, object]:
    """What the event seals: the value itself, so that a row changed by another road is found out."""
    return {
        "anno": riga.anno,
        "scheda": riga.slug_scheda,
        "obiettivo": str(riga.obiettivo),
        "posto": riga.posto,
        "al": riga.al,
        "fasi": riga.fasi,
        **{campo: getattr(riga, campo) for campo in CAMPI_DEL_VALORE},
        # The database gives back 60.5000 for 60.5.
        "valore": senza_zeri(riga.valore),
        "giudizio": senza_zeri(riga.giudizio),
    }


@transaction.atomic
def annulla_rilevazione(*, rilevazione: Rilevazione, utente: Utente, motivo: str) -> Rilevazione:
    """A value entered by mistake no longer counts; it stays on record with the reason.

    Raises TransizioneVietata, OggettoCambiato, TransizioneRifiutata.
    """
    riga = (
        Rilevazione.objects.select_for_update(of=("self",), no_key=True)
        .select_related("ente", "area")
        .get(pk=rilevazione.pk)
    )
    if not propone(utente, riga):
        raise TransizioneVietata
    if riga.annullata_il is not None:
        raise OggettoCambiato("La rilevazione è già stata annullata.")
    if not motivo.strip():
        raise TransizioneRifiutata("Scrivere perché la rilevazione è sbagliata: resta agli atti.")
    riga.annullata_il, riga.motivo_annullamento = timezone.now(), motivo.strip()
    riga.save(update_fields=["annullata_il", "motivo_annullamento"])
    registra_evento(
        oggetto=riga,
        transizione=RILEVAZIONE["annulla"],
        da=StatoRilevazione.VALIDA,
        nota=motivo.strip(),
        utente=utente,
        dati=dati_sigillati(riga),
    )
    return riga
