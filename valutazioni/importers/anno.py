"""A whole year of a body of example: values, results, cards, premi, Relazione, through the same services as the pages.

Only for a body of example: nothing invented is ever attached to a real one (PRODOTTO, section 8).
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from django.db import transaction

from piani.models import Atto, Ente
from piani.permessi import Ruolo
from valutazioni.calcolo.smvp import modelli_smvp
from valutazioni.models import Carta, Fondo, Posizione, Rilevazione, SezioneRelazione
from valutazioni.selectors import foto_in_forza, scheda_misurata
from valutazioni.services.carte import muovi_carta, salva_carta
from valutazioni.services.dati_premi import prepara_dati_premi, produci_documenti_premi, pubblica_dati_premi
from valutazioni.services.posizioni import prepara_posizioni, salva_posizione
from valutazioni.services.premi import distribuisci_fondo, salva_fondo
from valutazioni.services.preparazione import prepara_carte
from valutazioni.services.pubblicazione import produci_documenti_relazione, pubblica_relazione
from valutazioni.services.relazione import (
    approva_relazione,
    candidata_di,
    prepara_relazione,
    scrivi_relazione,
    trasmetti_relazione,
    ultima_approvata,
    valida_relazione,
)
from valutazioni.services.rilevazioni import NuovaRilevazione, registra_rilevazioni
from valutazioni.services.risultati import Conferma, Proposta, conferma_risultati, proponi_risultati
from valutazioni.services.smvp import adotta_smvp, crea_smvp, muovi_smvp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from piani.models import Utente
    from valutazioni.models import Relazione
    from valutazioni.selectors import FotoInForza, SchedaInForza

NOTA_CARTA = "ESEMPIO: la persona ha preso visione della scheda su carta."


class AnnoRifiutato(Exception):
    """The year cannot be loaded; the message (Italian) says why. Nothing has been written."""


class _Voce(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class AttoAnno(_Voce):
    organo: str
    numero: str
    data: datetime.date
    oggetto: str

    def atto(self) -> Atto:
        return Atto(organo=self.organo, numero=self.numero, data=self.data, oggetto=self.oggetto)


class SmvpAnno(_Voce):
    modello: str
    titolo: str
    parere: str
    atto: AttoAnno


class RilevazioneAnno(_Voce):
    al: datetime.date
    area: str
    numero: int
    posto: int
    valore: Decimal | None = None
    fatto: bool | None = None
    data: datetime.date | None = None
    giudizio: Decimal | None = None
    motivo: str = ""
    fasi: tuple[Decimal, ...] = ()
    semaforo: str = Rilevazione.Semaforo.IN_LINEA.value
    commento: str = ""


class RisultatoAnno(_Voce):
    area: str
    numero: int
    scostamento: str = ""
    confermato: Decimal | None = None
    motivo_conferma: str = ""


class PosizioneAnno(_Voce):
    """What the plan does not say of a person's year."""

    persona: str
    area: str | None = None
    dal: datetime.date | None = None
    al: datetime.date | None = None
    part_time: Decimal | None = None


class CartaAnno(_Voce):
    persona: str
    voti: dict[str, Decimal]
    gradi: dict[str, Decimal] = {}
    giudizio: str = ""
    osservazioni: str = ""


class FondoAnno(_Voce):
    categoria: str
    importo: Decimal
    fonte: str = ""


class RelazioneAnno(_Voce):
    testi: tuple[str, ...]
    atto: AttoAnno
    validazione: str


class Anno(_Voce):
    avviso: str
    ente: str
    anno: int
    smvp: SmvpAnno
    rilevazioni: tuple[RilevazioneAnno, ...]
    risultati: tuple[RisultatoAnno, ...]
    posizioni: tuple[PosizioneAnno, ...]
    carte: tuple[CartaAnno, ...]
    fondi: tuple[FondoAnno, ...]
    relazione: RelazioneAnno


def leggi_anno(testo: bytes) -> Anno:
    """Read the file, strictly. Raises AnnoRifiutato."""
    try:
        return msgspec.json.decode(testo, type=Anno, strict=True)
    except msgspec.DecodeError as errore:
        raise AnnoRifiutato(f"Il file non è un anno di esempio: {errore}.") from errore


@dataclass
class _Persone:
    """Who does what in the body: the first who holds the role today."""

    ente: Ente

    @cached_property
    def _incarichi(self) -> dict[tuple[str, int | None], Utente]:
        righe = self.ente.incarichi.in_vigore().select_related("utente").order_by("-pk")
        return {(riga.ruolo, riga.area_id): riga.utente for riga in righe}

    def con_ruolo(self, ruolo: Ruolo, area: int | None = None) -> Utente:
        try:
            return self._incarichi[ruolo, area]
        except KeyError:
            raise AnnoRifiutato(f"{self.ente}: nessuno ha oggi il ruolo «{ruolo.label}».") from None

    def che_misura(self, scheda: SchedaInForza) -> Utente:
        if scheda.area is None:
            return self.con_ruolo(Ruolo.SEGRETARIO)
        return self.con_ruolo(Ruolo.RESPONSABILE, scheda.area.pk)

    def che_valuta(self, carta: Carta) -> Utente:
        if carta.valutatore == Carta.Valutatore.RESPONSABILE:
            return self.con_ruolo(Ruolo.RESPONSABILE, carta.area_id)
        return self.con_ruolo(Ruolo(carta.valutatore))


def e_gia_caricato(dati: Anno) -> bool:
    return Rilevazione.objects.filter(ente__slug=dati.ente, anno=dati.anno).exists()


@transaction.atomic
def carica_anno(dati: Anno) -> Relazione:
    """Everything, or nothing. Raises AnnoRifiutato; ValidationError and TransizioneRifiutata of the services say what
    in the file does not hold."""
    ente = Ente.objects.filter(slug=dati.ente).first()
    if ente is None or not ente.e_esempio:
        raise AnnoRifiutato(f"«{dati.ente}» non è un ente di esempio: risultati e valutazioni non si inventano.")
    forza = foto_in_forza(ente, dati.anno)
    if forza is None:
        raise AnnoRifiutato(f"{ente}: nessun piano approvato copre il {dati.anno}.")
    persone = _Persone(ente)
    _smvp(dati, ente, persone)
    _rilevazioni(dati, forza, persone)
    _risultati(dati, forza, persone)
    _posizioni(dati, forza, persone)
    _carte(dati, ente, persone)
    relazione = _relazione(dati, ente, persone)
    _premi(dati, ente, persone)
    return relazione


def _smvp(dati: Anno, ente: Ente, persone: _Persone) -> None:
    segretario, nucleo = persone.con_ruolo(Ruolo.SEGRETARIO), persone.con_ruolo(Ruolo.NUCLEO)
    riga = crea_smvp(
        ente=ente,
        dal_anno=dati.anno,
        titolo=dati.smvp.titolo,
        smvp=modelli_smvp()[dati.smvp.modello],
        utente=segretario,
    )
    muovi_smvp(riga=riga, codice="chiedi_parere", utente=segretario)
    muovi_smvp(riga=riga, codice="parere_favorevole", utente=nucleo, nota=dati.smvp.parere)
    adotta_smvp(riga=riga, atto=dati.smvp.atto.atto(), utente=segretario)


def _rilevazioni(dati: Anno, forza: FotoInForza, persone: _Persone) -> None:
    per_scheda = defaultdict(list)
    for riga in dati.rilevazioni:
        per_scheda[riga.al, riga.area].append(riga)
    for (al, area), righe in per_scheda.items():
        scheda = forza.schede[area]
        numeri = {voce.numero: voce for voce in scheda.obiettivi}
        nuove = [_nuova(riga, numeri[riga.numero]) for riga in righe]
        registra_rilevazioni(scheda=scheda, al=al, righe=nuove, utente=persone.che_misura(scheda))


def _nuova(riga: RilevazioneAnno, obiettivo) -> NuovaRilevazione:
    copiati = ("posto", "valore", "fatto", "data", "giudizio", "motivo", "semaforo", "commento")
    fasi = tuple(zip((fase.attivita for fase in obiettivo.fasi), riga.fasi, strict=True)) if riga.fasi else ()
    return NuovaRilevazione(obiettivo=obiettivo.uid, fasi=fasi, **{campo: getattr(riga, campo) for campo in copiati})


def _risultati(dati: Anno, forza: FotoInForza, persone: _Persone) -> None:
    nucleo = persone.con_ruolo(Ruolo.NUCLEO)
    per_scheda = defaultdict(dict)
    for riga in dati.risultati:
        per_scheda[riga.area][riga.numero] = riga
    for area, righe in per_scheda.items():
        scheda = forza.schede[area]
        proposte = [
            Proposta(obiettivo=voce.uid, scostamento=righe[voce.numero].scostamento) for voce in scheda.obiettivi
        ]
        proponi_risultati(misurata=scheda_misurata(scheda), proposte=proposte, utente=persone.che_misura(scheda))
        conferme = [
            Conferma(obiettivo=voce.uid, grado=riga.confermato, motivo=riga.motivo_conferma)
            for voce in scheda.obiettivi
            for riga in (righe[voce.numero],)
        ]
        conferma_risultati(misurata=scheda_misurata(scheda), conferme=conferme, utente=nucleo)


def _posizioni(dati: Anno, forza: FotoInForza, persone: _Persone) -> None:
    segretario = persone.con_ruolo(Ruolo.SEGRETARIO)
    prepara_posizioni(ente=forza.ente, anno=dati.anno, utente=segretario)
    corrette: set[str] = set()
    for voce in dati.posizioni:
        prima = Posizione.objects.filter(ente=forza.ente, anno=dati.anno, dipendente__codice=voce.persona).first()
        riga = prima
        if voce.persona in corrette:  # another part of the same year
            riga = Posizione(
                ente=forza.ente, anno=dati.anno, tipo=prima.tipo, dipendente=prima.dipendente, categoria=prima.categoria
            )
        corrette.add(voce.persona)
        riga.area = forza.schede[voce.area].area if voce.area else riga.area
        riga.dal, riga.al = voce.dal or riga.dal, voce.al or riga.al
        riga.part_time = voce.part_time or riga.part_time
        salva_posizione(posizione=riga, utente=segretario)


def _carte(dati: Anno, ente: Ente, persone: _Persone) -> None:
    prepara_carte(ente=ente, anno=dati.anno, utente=persone.con_ruolo(Ruolo.SEGRETARIO))
    scritte = {voce.persona: voce for voce in dati.carte}
    for carta in Carta.objects.filter(ente=ente, anno=dati.anno).select_related("dipendente__utente", "area"):
        voce = scritte.get(carta.dipendente.codice)
        if voce is None:
            raise AnnoRifiutato(f"Manca la scheda di valutazione di {carta.dipendente}.")
        chi = persone.che_valuta(carta)
        carta = salva_carta(
            carta=carta, voti=voce.voti, gradi=voce.gradi, giudizio=voce.giudizio, esclusione="", utente=chi,
            versione=carta.versione,
        )  # fmt: skip
        for codice, utente, nota in _passi(carta, voce, chi):
            carta = muovi_carta(carta=carta, codice=codice, utente=utente, nota=nota)


def _passi(carta: Carta, voce: CartaAnno, chi: Utente) -> Iterator[tuple[str, Utente, str]]:
    """The way to the final card; who has no account has looked at it on paper."""
    yield "proponi", chi, ""
    yield "comunica", chi, ""
    if carta.dipendente.utente is None:
        yield "concludi_con_nota", chi, NOTA_CARTA
    else:
        yield "prendi_visione", carta.dipendente.utente, voce.osservazioni
        yield "concludi", chi, ""


def _relazione(dati: Anno, ente: Ente, persone: _Persone) -> Relazione:
    segretario = persone.con_ruolo(Ruolo.SEGRETARIO)
    relazione = prepara_relazione(ente=ente, anno=dati.anno, utente=segretario)
    testi = iter(dati.relazione.testi)
    sezioni = [
        SezioneRelazione(livello=riga.livello, titolo=riga.titolo, testo=next(testi, dati.avviso))
        for riga in relazione.sezioni.all()
    ]
    relazione = scrivi_relazione(
        relazione=relazione,
        utente=segretario,
        versione=relazione.versione,
        testata={"titolo": f"ESEMPIO – {relazione.titolo}"},
        sezioni=sezioni,
    )
    relazione = trasmetti_relazione(relazione=relazione, utente=segretario, versione=relazione.versione)
    relazione = approva_relazione(
        relazione=relazione,
        utente=segretario,
        impronta=candidata_di(relazione).sha256,
        atto=dati.relazione.atto.atto(),
    )
    return valida_relazione(
        relazione=relazione,
        utente=persone.con_ruolo(Ruolo.NUCLEO),
        versione=relazione.versione,
        nota=dati.relazione.validazione,
    )


def _premi(dati: Anno, ente: Ente, persone: _Persone) -> None:
    segretario = persone.con_ruolo(Ruolo.SEGRETARIO)
    for voce in dati.fondi:
        fondo = Fondo(ente=ente, anno=dati.anno, categoria=voce.categoria, importo=voce.importo, fonte=voce.fonte)
        distribuisci_fondo(fondo=salva_fondo(fondo=fondo, utente=segretario), utente=segretario)


def pubblica_anno(relazione: Relazione) -> None:
    """Make the documents of the Relazione and the data on premi, and put them on the site. Raises ErroreDocumento,
    TransizioneRifiutata."""
    segretario = _Persone(relazione.ente).con_ruolo(Ruolo.SEGRETARIO)
    produci_documenti_relazione(versione=ultima_approvata(relazione))
    pubblica_relazione(relazione=relazione, utente=segretario, versione=relazione.versione)
    dati = prepara_dati_premi(ente=relazione.ente, anno=relazione.anno, utente=segretario)
    produci_documenti_premi(dati=dati)
    pubblica_dati_premi(dati=dati, utente=segretario)
