"""Scores and premi of a city: an invented year of any size, and what computing it costs in queries and seconds."""

from __future__ import annotations

import datetime
import time
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obiettivi.prestazioni.sintesi import piano_sintetico
from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI, AssegnazioneFoto
from piani.models import Area, Atto, Dipendente, Ente, Incarico, Piano, Utente, Versione
from piani.permessi import Ruolo
from piani.sezioni import AREE, ENTE, PIANO
from piani.states import StatoPiano, StatoVersione
from semproniano.core.documenti.json import impronta, json_canonico
from valutazioni.calcolo.smvp import modelli_smvp, smvp_json
from valutazioni.models import Carta, Fondo, Posizione, Rilevazione, Risultato, VersioneSmvp
from valutazioni.services.lettura_carte import leggi_carta
from valutazioni.services.premi import premi_dell_anno
from valutazioni.services.preparazione import prepara_carte

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from piani.sezioni import Fotografia

MODELLO = "comune_piccolo_senza_dirigenti"
CATEGORIA = "dipendenti"
FONDO = Decimal("2500000.01")
QUOTE_A_TESTA = (Decimal(50), Decimal(30), Decimal(20))
UN_ANNO = datetime.timedelta(days=365)


@dataclass
class Passo:
    """Something that was measured: seconds of wall clock and queries."""

    secondi: float = 0.0
    interrogazioni: int = 0


@dataclass(frozen=True)
class MisuraAnno:
    """The steps of a year, and whether the cents added up."""

    obiettivi: int
    persone: int
    schede_preparate: Passo
    punteggi_e_premi: Passo
    una_scheda: Passo
    spesi: Decimal


@contextmanager
def _misura() -> Iterator[Passo]:
    passo = Passo()
    with CaptureQueriesContext(connection) as interrogazioni:
        inizio = time.perf_counter()
        yield passo
        passo.secondi = time.perf_counter() - inizio
    passo.interrogazioni = len(interrogazioni)


def misura_anno(obiettivi: int, persone: int) -> MisuraAnno:
    """Make the year, compute every score and distribute a fund, take everything back."""
    with transaction.atomic():
        ente, anno, segretario = _anno_sintetico(obiettivi, persone)
        with _misura() as preparate:
            prepara_carte(ente=ente, anno=anno, utente=segretario)
        _punti(ente, anno)
        with _misura() as premi:
            distribuzione = premi_dell_anno(ente, anno).distribuisci(CATEGORIA, FONDO)
            json_canonico(distribuzione)
        carta = Carta.objects.select_related("ente", "dipendente", "area", "smvp").filter(anno=anno).first()
        with _misura() as una:
            leggi_carta(carta)
        transaction.set_rollback(True)
    spesi = sum(premio.importo for premio in distribuzione.premi) + distribuzione.residuo
    return MisuraAnno(obiettivi, persone, preparate, premi, una, spesi)


def _anno_sintetico(obiettivi: int, persone: int) -> tuple[Ente, int, Utente]:
    foto = piano_sintetico(obiettivi)
    anno = foto[PIANO].anno_inizio
    ente = Ente.objects.create(slug=foto[ENTE].slug, denominazione=foto[ENTE].denominazione, e_esempio=True)
    aree = Area.objects.bulk_create(Area(ente=ente, slug=voce.slug, nome=voce.nome) for voce in foto[AREE])
    gente = Dipendente.objects.bulk_create(
        Dipendente(ente=ente, codice=f"esempio-{n}", cognome="Esempio", nome=f"Dipendente {n}") for n in range(persone)
    )
    dove = {persona.codice: aree[n % len(aree)] for n, persona in enumerate(gente)}
    _approva(ente, foto.con({ASSEGNAZIONI.codice: tuple(_quote(foto, dove))}))
    _risultati(ente, foto, {area.slug: area for area in aree})
    atto = Atto.objects.create(ente=ente, organo=Atto.Organo.GIUNTA, numero="1", data=datetime.date(anno, 1, 1))
    contenuto = smvp_json(modelli_smvp()[MODELLO])
    adesso = timezone.now()
    VersioneSmvp.objects.create(
        ente=ente, dal_anno=anno, titolo="SMVP di esempio", contenuto=contenuto.decode(), sha256=impronta(contenuto),
        stato="adottato", parere_il=adesso, adottato_il=adesso, atto=atto,
    )  # fmt: skip
    Posizione.objects.bulk_create(_posizioni(gente, dove, ente, anno))
    Fondo.objects.create(ente=ente, anno=anno, categoria=CATEGORIA, importo=FONDO)
    segretario = Utente.objects.create(username="segretario-di-esempio")
    Incarico.objects.create(ente=ente, utente=segretario, ruolo=Ruolo.SEGRETARIO, dal=timezone.localdate() - UN_ANNO)
    return ente, anno, segretario


def _quote(foto: Fotografia, dove: dict[str, Area]) -> Iterator[AssegnazioneFoto]:
    """Three objectives to each, so that no two neighbours have the same."""
    numeri: dict[str, list[int]] = {}
    for voce in foto[OBIETTIVI]:
        numeri.setdefault(voce.area, []).append(voce.numero)
    anno = foto[PIANO].anno_inizio
    for posto, (codice, area) in enumerate(dove.items()):
        suoi = numeri[area.slug]
        for n, quota in enumerate(QUOTE_A_TESTA):
            numero = suoi[(posto + n * 7) % len(suoi)]
            yield AssegnazioneFoto(area=area.slug, anno=anno, numero=numero, dipendente=codice, percentuale=quota)


def _approva(ente: Ente, foto: Fotografia) -> None:
    voce = foto[PIANO]
    atto = Atto.objects.create(
        ente=ente, organo=Atto.Organo.GIUNTA, numero="2", data=datetime.date(voce.anno_inizio, 1, 31)
    )
    adesso = timezone.now()
    piano = Piano.objects.create(
        ente=ente, anno_inizio=voce.anno_inizio, anno_fine=voce.anno_fine, titolo=voce.titolo, atto=atto,
        stato=StatoPiano.APPROVATO, approvato_il=adesso,
    )  # fmt: skip
    foto = foto.con({PIANO.codice: msgspec.structs.replace(voce, stato=StatoPiano.IN_GIUNTA.value, atto=None)})
    Versione.objects.create(
        piano=piano, schema=foto.schema, contenuto=foto.json().decode(), sha256=foto.sha256, atto=atto, numero=1,
        stato=StatoVersione.APPROVATA, approvata_il=adesso,
    )  # fmt: skip


def _risultati(ente: Ente, foto: Fotografia, aree: dict[str, Area]) -> None:
    anno, adesso = foto[PIANO].anno_inizio, timezone.now()
    Risultato.objects.bulk_create(
        Risultato(
            ente=ente, anno=anno, area=aree[voce.area], obiettivo=voce.uid, stato="confermato", proposto_il=adesso,
            proposto=Decimal(70 + posto % 31), confermato=Decimal(70 + posto % 31), confermato_il=adesso,
        )
        for posto, voce in enumerate(foto[OBIETTIVI])
    )  # fmt: skip
    Rilevazione.objects.bulk_create(
        Rilevazione(
            ente=ente, anno=anno, area=aree[voce.area], obiettivo=voce.uid, posto=1,
            indicatore=voce.indicatori[0].descrizione, al=datetime.date(anno, mese, 30), commento="In linea.",
        )
        for voce in foto[OBIETTIVI]
        if voce.indicatori
        for mese in (6, 9)
    )  # fmt: skip


def _posizioni(gente: Sequence[Dipendente], dove: dict[str, Area], ente: Ente, anno: int) -> Iterator[Posizione]:
    """One in ten changed time of work in June; one in seven works half-time."""
    fine = datetime.date(anno, 12, 31)
    for n, persona in enumerate(gente):
        area = dove[persona.codice]
        riga = Posizione(
            ente=ente, anno=anno, area=area, dipendente=persona, categoria=CATEGORIA, dal=datetime.date(anno, 1, 1),
            al=fine, part_time=Decimal(50) if n % 7 == 0 else Decimal(100),
        )  # fmt: skip
        if n % 10 == 0:
            riga.al = datetime.date(anno, 6, 15)
            yield Posizione(
                ente=ente, anno=anno, area=area, dipendente=persona, categoria=CATEGORIA,
                dal=datetime.date(anno, 6, 16), al=fine, part_time=Decimal(80),
            )  # fmt: skip
        yield riga


def _punti(ente: Ente, anno: int) -> None:
    """Points of the behaviours for everybody: the cards are still in bozza, so every score is computed."""
    smvp = modelli_smvp()[MODELLO]
    codici = [voce.codice for voce in smvp.categoria(CATEGORIA).comportamenti]
    carte = list(Carta.objects.filter(ente=ente, anno=anno))
    for n, carta in enumerate(carte):
        carta.voti = {codice: str(2 + (n + posto) % 3) for posto, codice in enumerate(codici)}
    Carta.objects.bulk_update(carte, ["voti"], batch_size=500)


def righe_del_resoconto(misure: Sequence[MisuraAnno]) -> Iterator[str]:
    """Lines of the report, in Markdown."""
    yield "| obiettivi | persone | schede preparate | punteggi e premi | interrogazioni | una scheda aperta |"
    yield "|--:|--:|--:|--:|--:|--:|"
    for misura in misure:
        passi = (misura.schede_preparate, misura.punteggi_e_premi, misura.una_scheda)
        prima, premi, una = (f"{passo.secondi:.2f} s".replace(".", ",") for passo in passi)
        interrogazioni = misura.punteggi_e_premi.interrogazioni
        yield f"| {misura.obiettivi} | {misura.persone} | {prima} | {premi} | {interrogazioni} | {una} |"
