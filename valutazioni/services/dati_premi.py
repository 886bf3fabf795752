"""Dati relativi ai premi: from the final distributions to what may be published of them, and its publication."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
from django.db import transaction
from django.utils import timezone

from piani.models import Ente
from piani.services.eventi import registra_evento
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata
from valutazioni.calcolo.aggregati import PremioContato, differenziazione, tabella_premi
from valutazioni.calcolo.base import ZERO
from valutazioni.calcolo.premi import Distribuzione
from valutazioni.calcolo.soppressione import SOGLIA
from valutazioni.documenti.premi import lavori
from valutazioni.models import DatiPremi, DistribuzionePremi, Fondo
from valutazioni.permessi import PREDICATI
from valutazioni.selectors import smvp_in_forza
from valutazioni.services.produzione import impedimenti_alla_pubblicazione, metti_sul_sito, produci
from valutazioni.sezioni.premi import DatiPremiFoto, GradoPubblico, dati_premi_da_json
from valutazioni.sezioni.relazione import EnteDellaRelazione
from valutazioni.states import DATI_PREMI, StatoFondo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from piani.models import Utente
    from valutazioni.calcolo.aggregati import TabellaPremi
    from valutazioni.calcolo.smvp import Smvp

SENZA_FASCIA = "Senza fascia"


def calcola_dati_premi(ente: Ente, anno: int) -> DatiPremiFoto:
    """What may be published of the premi of the year. Raises TransizioneRifiutata while a fund is not distributed."""
    fondi = list(Fondo.objects.filter(ente=ente, anno=anno).order_by("categoria"))
    if not fondi:
        raise TransizioneRifiutata(f"Per il {anno} non ci sono fondi.")
    if aperti := [fondo.categoria for fondo in fondi if fondo.stato != StatoFondo.DISTRIBUITO]:
        raise TransizioneRifiutata(f"Da distribuire: {', '.join(aperti)}. I dati si pubblicano quando ci sono tutti.")
    smvp = smvp_in_forza(ente, anno)
    nomi = {voce.codice: voce.nome for voce in smvp.categorie} if smvp else {}
    premi = [
        PremioContato(
            categoria=nomi.get(fondo.categoria, fondo.categoria),
            fascia=_fascia(smvp, fondo.categoria, premio.fascia),
            importo=premio.importo,
        )
        for fondo, distribuzione in _distribuzioni(fondi)
        for premio in distribuzione.premi
        if premio.punteggio is not None
    ]
    ente_foto = EnteDellaRelazione(
        slug=ente.slug, denominazione=ente.denominazione, provincia=ente.provincia, e_esempio=ente.e_esempio
    )
    stanziato = sum((fondo.importo for fondo in fondi), ZERO)
    return dati_pubblicabili(ente_foto, anno, stanziato, premi, smvp)


def _fascia(smvp: Smvp | None, categoria: str, codice: str) -> str:
    voci = {voce.codice: voce for voce in smvp.categorie} if smvp else {}
    fasce = voci[categoria].fasce if categoria in voci else ()
    return next((fascia.nome for fascia in fasce if fascia.codice == codice), codice or SENZA_FASCIA)


def _distribuzioni(fondi: Sequence[Fondo]) -> list[tuple[Fondo, Distribuzione]]:
    """The last distribution of each fund; one query."""
    per_fondo: dict[int, DistribuzionePremi] = {
        riga.fondo_id: riga for riga in DistribuzionePremi.objects.filter(fondo__in=fondi).order_by("numero")
    }
    return [
        (fondo, msgspec.json.decode(per_fondo[fondo.pk].contenuto, type=Distribuzione))
        for fondo in fondi
        if fondo.pk in per_fondo
    ]


def dati_pubblicabili(
    ente: EnteDellaRelazione, anno: int, stanziato: Decimal, premi: Sequence[PremioContato], smvp: Smvp | None
) -> DatiPremiFoto:
    """With one person assessed, or one with a premio, a total is that person's amount: it is not said. With less than
    five people in all there is no table."""
    premiati = sum(1 for premio in premi if premio.importo)
    di_uno = len(premi) == 1 or premiati == 1
    pochi = len(premi) < SOGLIA
    categorie = list(dict.fromkeys(premio.categoria for premio in premi))
    fasce = list(dict.fromkeys([*_fasce(smvp), *(premio.fascia for premio in premi)]))
    presenti = {premio.fascia for premio in premi}
    tabella = None if pochi else tabella_premi(premi, categorie, [nome for nome in fasce if nome in presenti])
    if tabella is not None and di_uno:
        tabella = _senza_euro(tabella)
    return DatiPremiFoto(
        ente=ente,
        anno=anno,
        stanziato=None if di_uno else stanziato,
        distribuito=None if di_uno else sum((premio.importo for premio in premi), ZERO),
        pochi=pochi,
        criteri=smvp.nome if smvp else "",
        tabella=tabella,
        differenziazione=() if tabella is None else _gradi(premi, tabella),
    )


def _fasce(smvp: Smvp | None) -> list[str]:
    """Names of the bands, the highest first."""
    fasce = [fascia for categoria in smvp.categorie for fascia in categoria.fasce] if smvp else []
    return list(dict.fromkeys(fascia.nome for fascia in sorted(fasce, key=lambda fascia: -fascia.da)))


def _senza_euro(tabella: TabellaPremi) -> TabellaPremi:
    celle = tuple(tuple(msgspec.structs.replace(cella, importo=None) for cella in riga) for riga in tabella.celle)
    return msgspec.structs.replace(tabella, celle=celle, distribuito=ZERO)


def _gradi(premi: Sequence[PremioContato], tabella: TabellaPremi) -> tuple[GradoPubblico, ...]:
    """The degree of a category, where every cell of its row is printed: else it would give a hidden one back."""
    per_categoria: Mapping[str, list[PremioContato]] = {nome: [] for nome in tabella.categorie}
    for premio in premi:
        per_categoria[premio.categoria].append(premio)
    return tuple(
        GradoPubblico(
            categoria=nome,
            grado=differenziazione(per_categoria[nome]).grado_pubblicabile
            if all(cella.persone is not None for cella in riga)
            else None,
        )
        for nome, riga in zip(tabella.categorie, tabella.celle, strict=False)
    )


# --- on record and on the site ---------------------------------------------------------------------


@transaction.atomic
def prepara_dati_premi(*, ente: Ente, anno: int, utente: Utente) -> DatiPremi:
    """Freeze the data of the year; the same data twice are one row. Raises TransizioneVietata, TransizioneRifiutata."""
    Ente.objects.select_for_update(no_key=True).only("pk").get(pk=ente.pk)
    riga = DatiPremi(ente=ente, anno=anno, utente=utente)
    if not PREDICATI["prepara"].vale(utente, riga):
        raise TransizioneVietata
    foto = calcola_dati_premi(ente, anno)
    ultima = DatiPremi.objects.filter(ente=ente, anno=anno).order_by("-numero").first()
    if ultima is not None and ultima.sha256 == foto.sha256:
        return ultima
    riga.numero = 1 if ultima is None else ultima.numero + 1
    riga.schema, riga.contenuto, riga.sha256 = foto.schema, foto.json().decode(), foto.sha256
    riga.full_clean(exclude=("ente", "utente"))
    riga.save()
    return riga


def produci_documenti_premi(*, dati: DatiPremi) -> bool:
    """Make the files; again is harmless. Raises ErroreDocumento."""
    foto = dati_premi_da_json(dati.contenuto)
    return produci(riga=dati, ente=dati.ente, anno=dati.anno, lavori=list(lavori(foto)))


@transaction.atomic
def pubblica_dati_premi(*, dati: DatiPremi, utente: Utente) -> DatiPremi:
    """The files go on the site. Raises TransizioneVietata, OggettoCambiato, TransizioneRifiutata."""
    riga = DatiPremi.objects.select_for_update(of=("self",), no_key=True).select_related("ente").get(pk=dati.pk)
    if not PREDICATI["prepara"].vale(utente, riga):
        raise TransizioneVietata
    if riga.pubblicati_il is not None:
        raise OggettoCambiato("Questi dati sono già sul sito.")
    if motivi := impedimenti_alla_pubblicazione(riga):
        raise TransizioneRifiutata(*motivi)
    prima = (
        DatiPremi.objects.filter(ente=riga.ente, anno=riga.anno, pubblicati_il__isnull=False)
        .order_by("-numero")
        .first()
    )
    riga.pubblicati_il = timezone.now()
    riga.save(update_fields=["pubblicati_il"])
    documenti = metti_sul_sito(riga, prima)
    registra_evento(
        oggetto=riga,
        transizione=DATI_PREMI["pubblica"],
        da="preparati",
        nota="",
        utente=utente,
        dati={"anno": riga.anno, "numero": riga.numero, "sha256": riga.sha256, "documenti": documenti},
    )
    return riga
