"""From a fotografia to live rows: body, mandate, structure, plan and sheets.

What the body already has (areas, people, acts, mandate) is used as it is; the plan must be new. The objectives are
written by `obiettivi.importers.fotografia`, which calls this module first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from piani.importers.righe import CaricamentoRifiutato, salva, salva_in_blocco
from piani.models import (
    Allegato,
    ApprovazioneBilancio,
    Area,
    Atto,
    Capitolo,
    Comune,
    Copertina,
    DatoDichiarato,
    Dipendente,
    Ente,
    LineaMandato,
    Mandato,
    PersonaScheda,
    Piano,
    SchedaArea,
    Servizio,
    SezioneNarrativa,
    Tematica,
)
from piani.sezioni import AREE, ENTE, LINEE, NARRATIVA, PEG, PIANO, SCHEDE
from piani.sezioni.peg import valori_capitolo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piani.sezioni import Fotografia
    from piani.sezioni.piano import AttoFoto
    from piani.sezioni.schede import DipendenteFoto, PersonaFoto, SchedaFoto

COPIATI_ENTE = (
    "denominazione",
    "tipo",
    "provincia",
    "sigla_provincia",
    "codice_ipa",
    "codice_istat",
    "codice_catastale",
    "popolazione_maschi",
    "popolazione_femmine",
    "popolazione_totale",
    "popolazione_al",
    "superficie_kmq",
    "numero_dipendenti",
    "ha_dirigenti",
    "e_esempio",
)
COPIATI_SCHEDA = ("tipo", "anno", "modo_peso", "titolo_pubblicato", "piede_pubblicato")
COPIATI_PERSONA = ("qualifica", "categoria", "ore_settimanali", "rapporto", "nome_pubblicato", "nome_in_matrice")


@dataclass
class Caricati:
    """The rows written so far, by the names that the fotografia uses."""

    piano: Piano
    aree: Mapping[str, Area]
    schede: dict[tuple[str, int], SchedaArea] = field(default_factory=dict)
    persone: dict[tuple[str, int, str], PersonaScheda] = field(default_factory=dict)
    linee: dict[int, LineaMandato] = field(default_factory=dict)
    capitoli: dict[tuple[str, str, str], Capitolo] = field(default_factory=dict)


def _ente(foto: Fotografia) -> Ente:
    voce = foto[ENTE]
    ente = Ente.objects.filter(slug=voce.slug).first() or salva(
        Ente(
            slug=voce.slug,
            comune=Comune.objects.filter(codice_istat=voce.codice_istat).first(),
            frazioni="\n".join(voce.frazioni),
            **{campo: getattr(voce, campo) for campo in COPIATI_ENTE},
        ),
        f"Ente «{voce.slug}»",
    )
    for bilancio in voce.bilanci:
        ApprovazioneBilancio.objects.get_or_create(
            ente=ente, anno=bilancio.anno, defaults={"approvato_il": bilancio.approvato_il}
        )
    return ente


def _atto(ente: Ente, voce: AttoFoto | None) -> Atto | None:
    if voce is None:
        return None
    trovato = Atto.objects.filter(ente=ente, organo=voce.organo, numero=voce.numero, data=voce.data).first()
    return trovato or salva(
        Atto(ente=ente, organo=voce.organo, numero=voce.numero, data=voce.data, oggetto=voce.oggetto), f"Atto {voce}"
    )


def _mandato(ente: Ente, foto: Fotografia) -> Mandato | None:
    voce = foto[PIANO].mandato
    if voce is None:
        return None
    trovato = Mandato.objects.filter(ente=ente, anno_inizio=voce.anno_inizio).first()
    if trovato:
        return trovato
    mandato = salva(
        Mandato(ente=ente, anno_inizio=voce.anno_inizio, anno_fine=voce.anno_fine, atto=_atto(ente, voce.atto)),
        "Mandato",
    )
    for linea in foto[LINEE]:
        dove = f"Linea di mandato {linea.numero}"
        riga = salva(LineaMandato(mandato=mandato, numero=linea.numero, titolo=linea.titolo), dove)
        salva_in_blocco(
            [
                (Tematica(linea=riga, ordine=ordine, testo=testo), dove)
                for ordine, testo in enumerate(linea.tematiche, 1)
            ]
        )
    return mandato


def _aree(ente: Ente, foto: Fotografia) -> dict[str, Area]:
    aree = {area.slug: area for area in ente.aree.all()}
    for ordine, voce in enumerate(foto[AREE], start=1):
        dove = f"Area «{voce.slug}»"
        if voce.slug not in aree:
            aree[voce.slug] = salva(
                Area(
                    ente=ente,
                    slug=voce.slug,
                    nome=voce.nome,
                    ordine=ordine,
                    attiva_dal=voce.attiva_dal,
                    attiva_al=voce.attiva_al,
                    gestisce_bilancio=voce.gestisce_bilancio,
                ),
                dove,
            )
        presenti = set(aree[voce.slug].servizi.values_list("nome", flat=True))
        for posto, nome in enumerate(voce.servizi, start=1):
            if nome not in presenti:
                salva(Servizio(area=aree[voce.slug], nome=nome, ordine=posto), dove)
    return aree


def _dipendenti(ente: Ente, foto: Fotografia) -> dict[str, Dipendente]:
    dipendenti = {dipendente.codice: dipendente for dipendente in ente.dipendenti.all()}

    def aggiungi(voce: DipendenteFoto, *, e_esterno: bool) -> None:
        if voce.codice not in dipendenti:
            dipendenti[voce.codice] = salva(
                Dipendente(
                    ente=ente,
                    codice=voce.codice,
                    cognome=voce.cognome,
                    nome=voce.nome,
                    titolo=voce.titolo,
                    e_esterno=e_esterno,
                ),
                f"Dipendente «{voce.codice}»",
            )

    for scheda in foto[SCHEDE]:
        if scheda.responsabile:
            aggiungi(scheda.responsabile, e_esterno=False)
        for persona in scheda.persone:
            aggiungi(persona.dipendente, e_esterno=persona.rapporto == PersonaScheda.Rapporto.ESTERNO)
    return dipendenti


def _piano(ente: Ente, foto: Fotografia) -> Piano:
    voce = foto[PIANO]
    if Piano.objects.filter(ente=ente, anno_inizio=voce.anno_inizio, anno_fine=voce.anno_fine).exists():
        raise CaricamentoRifiutato(f"Il piano {voce.codice} di {ente} c'è già.")
    piano = salva(
        Piano(
            ente=ente,
            anno_inizio=voce.anno_inizio,
            anno_fine=voce.anno_fine,
            titolo=voce.titolo,
            mandato=_mandato(ente, foto),
        ),
        f"Piano {voce.codice}",
    )
    salva_in_blocco(
        [
            (SezioneNarrativa(piano=piano, ordine=ordine, livello=riga.livello, titolo=riga.titolo, testo=riga.testo),
             f"Sezione «{riga.titolo}»")
            for ordine, riga in enumerate(foto[NARRATIVA], start=1)
        ]
    )  # fmt: skip
    for riga in voce.allegati:
        allegato = Allegato(piano=piano, numero=riga.numero, titolo=riga.titolo, atto=_atto(ente, riga.atto))
        salva(allegato, f"Allegato {riga.numero}")
    for dato in voce.dati_dichiarati:
        salva(
            DatoDichiarato(piano=piano, dato=dato.dato, valore_dichiarato=dato.valore_dichiarato, sezione=dato.sezione),
            f"Dato dichiarato «{dato.dato}»",
        )
    return piano


def _persona(
    scheda: SchedaArea,
    ordine: int,
    voce: PersonaFoto,
    servizi: Mapping[str, Servizio],
    dipendenti: Mapping[str, Dipendente],
) -> PersonaScheda:
    return PersonaScheda(
        scheda=scheda,
        ordine=ordine,
        dipendente=dipendenti[voce.dipendente.codice],
        servizio=servizi[voce.servizio] if voce.servizio else None,
        **{campo: getattr(voce, campo) for campo in COPIATI_PERSONA},
    )


def _scheda(caricati: Caricati, voce: SchedaFoto, dipendenti: Mapping[str, Dipendente]) -> None:
    dove = f"Scheda {voce.area} {voce.anno}"
    area = caricati.aree.get(voce.area) if voce.tipo == SchedaArea.Tipo.AREA else None
    if voce.tipo == SchedaArea.Tipo.AREA and area is None:
        raise CaricamentoRifiutato(f"{dove}: l'area «{voce.area}» non c'è.")
    scheda = salva(
        SchedaArea(
            piano=caricati.piano,
            area=area,
            responsabile=dipendenti[voce.responsabile.codice] if voce.responsabile else None,
            intestazioni_pubblicate=list(voce.intestazioni_pubblicate),
            **{campo: getattr(voce, campo) for campo in COPIATI_SCHEDA},
        ),
        dove,
    )
    caricati.schede[voce.chiave] = scheda
    servizi = {servizio.nome: servizio for servizio in area.servizi.all()} if area else {}
    try:
        righe = [
            _persona(scheda, ordine, persona, servizi, dipendenti) for ordine, persona in enumerate(voce.persone, 1)
        ]
    except KeyError as errore:
        raise CaricamentoRifiutato(f"{dove}: il servizio {errore} non è dell'area.") from errore
    for persona in salva_in_blocco([(riga, dove) for riga in righe]):
        caricati.persone[(*voce.chiave, persona.dipendente.codice)] = persona


def _peg(caricati: Caricati, foto: Fotografia) -> None:
    righe = []
    for voce in foto[PEG].capitoli:
        dove = f"PEG, {voce.parte}, capitolo {voce.numero}"
        if voce.area is not None and voce.area not in caricati.aree:
            raise CaricamentoRifiutato(f"{dove}: l'area «{voce.area}» non c'è.")
        area = caricati.aree[voce.area] if voce.area is not None else None
        righe.append((Capitolo(piano=caricati.piano, area=area, **valori_capitolo(voce)), dove))
    for voce, riga in zip(foto[PEG].capitoli, salva_in_blocco(righe), strict=True):
        caricati.capitoli[voce.chiave] = riga


def carica_base(foto: Fotografia) -> Caricati:
    """Write everything but the objectives; call inside a transaction. Raises CaricamentoRifiutato."""
    ente = _ente(foto)
    aree = _aree(ente, foto)
    dipendenti = _dipendenti(ente, foto)
    caricati = Caricati(piano=_piano(ente, foto), aree=aree)
    if caricati.piano.mandato_id:
        caricati.linee = {linea.numero: linea for linea in caricati.piano.mandato.linee.all()}
    for copertina in foto[PIANO].copertine:
        if copertina.area not in aree:
            raise CaricamentoRifiutato(f"Copertina: l'area «{copertina.area}» non c'è.")
        salva(Copertina(piano=caricati.piano, area=aree[copertina.area], testo=copertina.testo), "Copertina")
    for voce in foto[SCHEDE]:
        _scheda(caricati, voce, dipendenti)
    _peg(caricati, foto)
    return caricati
