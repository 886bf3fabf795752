"""From a fotografia to live rows, all or nothing: the plan (by way of `piani`), then its objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from obiettivi.models import (
    AssegnazioneDipendente,
    Fase,
    Indicatore,
    ObiettivoGestionale,
    ObiettivoOperativo,
    ObiettivoStrategico,
    PesoPersonale,
    RisorsaObiettivo,
    ValoreAtteso,
)
from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI, OPERATIVI, RISORSE
from obiettivi.sezioni.forme import CAMPI_INDICATORE
from piani.importers.fotografia import carica_base
from piani.importers.righe import CaricamentoRifiutato, salva, salva_in_blocco
from piani.models import Missione, Programma
from piani.services.revisioni import registra_revisioni

if TYPE_CHECKING:
    from obiettivi.sezioni import ObiettivoFoto, OperativoFoto
    from piani.importers.fotografia import Caricati
    from piani.models import Piano
    from piani.sezioni import Fotografia

COPIATI_OBIETTIVO = (
    "numero",
    "numero_pubblicato",
    "uid",
    "descrizione",
    "peso",
    "scadenza",
    "scadenza_testo",
    "ambito",
    "natura",
    "tipologia_pubblicata",
    "e_condizione",
    "origine",
    "inserito_il",
)


def _dove(voce: ObiettivoFoto) -> str:
    return f"Obiettivo {voce.area} {voce.anno} n. {voce.numero}"


def _di_lista(modello: type, codice: str | None, anno: int, dove: str) -> Missione | Programma | None:
    if codice is None:
        return None
    try:
        return modello.objects.validi_nel(anno).get(codice=codice)
    except modello.DoesNotExist as errore:
        nome = modello._meta.verbose_name
        raise CaricamentoRifiutato(f"{dove}: {nome} «{codice}» non è nella lista del {anno}.") from errore


def _operativo(caricati: Caricati, voce: OperativoFoto) -> ObiettivoOperativo:
    dove = f"Obiettivo operativo {voce.codice}"
    ente, anno = caricati.piano.ente, caricati.piano.anno_inizio
    if voce.linea is not None and voce.linea not in caricati.linee:
        raise CaricamentoRifiutato(f"{dove}: la linea di mandato {voce.linea} non c'è.")
    strategico = ObiettivoStrategico.objects.filter(ente=ente, codice=voce.strategico_codice).first() or salva(
        ObiettivoStrategico(
            ente=ente,
            codice=voce.strategico_codice,
            descrizione=voce.strategico_descrizione,
            linea=caricati.linee.get(voce.linea),
            linea_pubblicata=voce.linea_pubblicata,
        ),
        dove,
    )
    codice = voce.codice.removeprefix(f"{strategico.codice}.")
    return strategico.operativi.filter(codice=codice).first() or salva(
        ObiettivoOperativo(
            strategico=strategico,
            codice=codice,
            descrizione=voce.descrizione,
            missione=_di_lista(Missione, voce.missione, anno, dove),
            programma=_di_lista(Programma, voce.programma, anno, dove),
        ),
        dove,
    )


def _obiettivi(caricati: Caricati, foto: Fotografia) -> dict[tuple[str, int, int], ObiettivoGestionale]:
    operativi = {voce.codice: _operativo(caricati, voce) for voce in foto[OPERATIVI]}
    righe = []
    for voce in foto[OBIETTIVI]:
        if voce.chiave_scheda not in caricati.schede:
            raise CaricamentoRifiutato(f"{_dove(voce)}: la scheda non c'è.")
        if voce.operativo is not None and voce.operativo not in operativi:
            raise CaricamentoRifiutato(f"{_dove(voce)}: l'obiettivo operativo «{voce.operativo}» non c'è.")
        righe.append(
            (
                ObiettivoGestionale(
                    scheda=caricati.schede[voce.chiave_scheda],
                    operativo=operativi.get(voce.operativo),
                    **{campo: getattr(voce, campo) for campo in COPIATI_OBIETTIVO},
                ),
                _dove(voce),
            )
        )
    salvati = salva_in_blocco(righe)
    return {(voce.area, voce.anno, voce.numero): riga for voce, riga in zip(foto[OBIETTIVI], salvati, strict=True)}


def _collega_trasversali(obiettivi: dict[tuple[str, int, int], ObiettivoGestionale], foto: Fotografia) -> None:
    """Rows of an area take the text of an objective of the body's sheet: the one of the same year with that uid."""
    di_ente = {
        (voce.anno, voce.uid): obiettivi[voce.area, voce.anno, voce.numero]
        for voce in foto[OBIETTIVI]
        if obiettivi[voce.area, voce.anno, voce.numero].scheda.area_id is None
    }
    collegati = []
    for voce in foto[OBIETTIVI]:
        if voce.trasversale is None:
            continue
        if (voce.anno, voce.trasversale) not in di_ente:
            raise CaricamentoRifiutato(f"{_dove(voce)}: l'obiettivo trasversale non è nella scheda di ente.")
        riga = obiettivi[voce.area, voce.anno, voce.numero]
        riga.trasversale = di_ente[voce.anno, voce.trasversale]
        collegati.append(riga)
    ObiettivoGestionale.objects.bulk_update(collegati, ["trasversale"])


def _indicatori(obiettivi: dict[tuple[str, int, int], ObiettivoGestionale], foto: Fotografia) -> None:
    voci = [
        (voce, ordine, indicatore)
        for voce in foto[OBIETTIVI]
        for ordine, indicatore in enumerate(voce.indicatori, start=1)
    ]
    salvati = salva_in_blocco(
        [
            (
                Indicatore(
                    obiettivo=obiettivi[voce.area, voce.anno, voce.numero],
                    ordine=ordine,
                    **{campo: getattr(indicatore, campo) for campo in CAMPI_INDICATORE},
                ),
                f"{_dove(voce)}, indicatore {ordine}",
            )
            for voce, ordine, indicatore in voci
        ]
    )
    salva_in_blocco(
        [
            (
                ValoreAtteso(
                    indicatore=riga,
                    anno=atteso.anno,
                    operatore=atteso.operatore,
                    valore=atteso.valore,
                    data=atteso.data,
                ),
                f"{_dove(voce)}, valore atteso {atteso.anno}",
            )
            for (voce, _, indicatore), riga in zip(voci, salvati, strict=True)
            for atteso in indicatore.valori_attesi
        ]
    )


def _fasi(obiettivi: dict[tuple[str, int, int], ObiettivoGestionale], foto: Fotografia) -> None:
    salva_in_blocco(
        [
            (
                Fase(
                    obiettivo=obiettivi[voce.area, voce.anno, voce.numero],
                    ordine=ordine,
                    attivita=fase.attivita,
                    dal=fase.dal,
                    al=fase.al,
                ),
                f"{_dove(voce)}, fase {ordine}",
            )
            for voce in foto[OBIETTIVI]
            for ordine, fase in enumerate(voce.fasi, start=1)
        ]
    )


def _persone(caricati: Caricati, obiettivi: dict[tuple[str, int, int], ObiettivoGestionale], foto: Fotografia) -> None:
    def persona_e_obiettivo(area: str, anno: int, numero: int, codice: str) -> dict:
        dove = f"{area} {anno} n. {numero}, «{codice}»"
        if (area, anno, numero) not in obiettivi:
            raise CaricamentoRifiutato(f"{dove}: l'obiettivo non c'è.")
        if (area, anno, codice) not in caricati.persone:
            raise CaricamentoRifiutato(f"{dove}: non è tra le persone della scheda.")
        return {"obiettivo": obiettivi[area, anno, numero], "persona": caricati.persone[area, anno, codice]}

    salva_in_blocco(
        [
            (
                AssegnazioneDipendente(
                    percentuale=voce.percentuale,
                    **persona_e_obiettivo(voce.area, voce.anno, voce.numero, voce.dipendente),
                ),
                f"Assegnazione {voce.area} {voce.anno} n. {voce.numero}, «{voce.dipendente}»",
            )
            for voce in foto[ASSEGNAZIONI]
        ]
    )
    salva_in_blocco(
        [
            (
                PesoPersonale(
                    peso=peso.peso, **persona_e_obiettivo(voce.area, voce.anno, voce.numero, peso.dipendente)
                ),
                f"{_dove(voce)}, peso di «{peso.dipendente}»",
            )
            for voce in foto[OBIETTIVI]
            for peso in voce.pesi_personali
        ]
    )


def _risorse(caricati: Caricati, obiettivi: dict[tuple[str, int, int], ObiettivoGestionale], foto: Fotografia) -> None:
    per_uid = {(area, anno, riga.uid): riga for (area, anno, _), riga in obiettivi.items()}
    righe = []
    for voce in foto[RISORSE]:
        dove = f"Risorse {voce.area} {voce.anno}, capitolo {voce.numero}"
        if (obiettivo := per_uid.get((voce.area, voce.anno, voce.obiettivo))) is None:
            raise CaricamentoRifiutato(f"{dove}: l'obiettivo non c'è.")
        if (capitolo := caricati.capitoli.get(voce.chiave)) is None:
            raise CaricamentoRifiutato(f"{dove}: il capitolo non è nel PEG.")
        righe.append((RisorsaObiettivo(obiettivo=obiettivo, capitolo=capitolo), dove))
    salva_in_blocco(righe)


@transaction.atomic
def carica_fotografia(foto: Fotografia) -> Piano:
    """Write the whole plan, in redazione, sheets in bozza, each with its first revision; raises CaricamentoRifiutato
    and writes nothing otherwise."""
    caricati = carica_base(foto)
    obiettivi = _obiettivi(caricati, foto)
    _collega_trasversali(obiettivi, foto)
    _indicatori(obiettivi, foto)
    _fasi(obiettivi, foto)
    _persone(caricati, obiettivi, foto)
    _risorse(caricati, obiettivi, foto)
    schede = list(caricati.schede.values())
    registra_revisioni(piano=caricati.piano, schede=schede, utente=None, motivo="Caricata con il piano")
    return caricati.piano
