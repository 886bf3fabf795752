"""How the sections of this app are compared: body, plan, narrative, lines, areas, sheets and their people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from piani.models import Capitolo, Ente, PersonaScheda, Piano, SchedaArea
from piani.sezioni.confronto import campi_del_modello, confronto_di, in_parole
from piani.sezioni.peg import PEG, valori_capitolo
from piani.sezioni.piano import ENTE, LINEE, NARRATIVA, PIANO
from piani.sezioni.schede import AREE, SCHEDE
from semproniano.core.differenze import Cambio, Campo, appaia, campi_cambiati, sorte_di, spostate
from semproniano.core.numeri import in_euro

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from piani.sezioni.base import Fotografia, Sezione
    from piani.sezioni.peg import CapitoloFoto
    from piani.sezioni.piano import AttoFoto, BilancioFoto, MandatoFoto
    from piani.sezioni.schede import DipendenteFoto


def _nominativo(persona: DipendenteFoto) -> str:
    return " ".join(filter(None, (persona.titolo, persona.cognome, persona.nome)))


def _mandato(mandato: MandatoFoto) -> str:
    return f"{mandato.anno_inizio}-{mandato.anno_fine}" + (f" ({mandato.atto})" if mandato.atto else "")


def _bilanci(bilanci: Iterable[BilancioFoto]) -> str:
    return "\n".join(f"{riga.anno}: {in_parole(riga.approvato_il)}" for riga in bilanci)


def _atto(atto: AttoFoto) -> str:
    return str(atto)


TESTO = Campo("testo", "Testo")
TITOLO = Campo("titolo", "Titolo")
CAMPI_ENTE = (
    *campi_del_modello(
        Ente,
        ("denominazione", "tipo", "provincia", "codice_ipa", "codice_istat", "popolazione_maschi",
         "popolazione_femmine", "popolazione_totale", "popolazione_al", "superficie_kmq", "numero_dipendenti",
         "ha_dirigenti"),
    ),
    Campo("frazioni", "Frazioni", in_parole),
    Campo("bilanci", "Approvazione del bilancio", _bilanci),
)  # fmt: skip
CAMPI_PIANO = (
    *campi_del_modello(Piano, ("titolo", "anno_inizio", "anno_fine")),
    Campo("mandato", "Mandato", _mandato),
)
CAMPI_SCHEDA = (
    Campo("responsabile", "Responsabile", _nominativo),
    *campi_del_modello(
        SchedaArea, ("modo_peso", "titolo_pubblicato", "piede_pubblicato", "intestazioni_pubblicate")
    ),
)  # fmt: skip
CAMPI_CAPITOLO = (
    *campi_del_modello(
        Capitolo,
        ("denominazione", "tipo", "missione", "programma", "titolo", "tipologia", "categoria", "macroaggregato",
         "conto"),
    ),
    Campo("area", "Responsabile"),
    *campi_del_modello(Capitolo, ("centro_di_costo",)),
    *(
        Campo(campo.nome, campo.etichetta, in_euro)
        for campo in campi_del_modello(
            Capitolo,
            ("competenza_1", "competenza_2", "competenza_3", "cassa", "residui", "impegnato_1", "impegnato_2",
             "impegnato_3", "fpv_1", "fpv_2", "fpv_3"),
        )
    ),
)  # fmt: skip
CAMPI_PERSONA = (
    Campo("nome", "Nome"),
    *campi_del_modello(
        PersonaScheda, ("servizio", "qualifica", "categoria", "ore_settimanali", "rapporto", "nome_in_matrice")
    ),
)


class RigaPeg:
    """A capitolo of a fotografia with one attribute for each field of its row: what `campi_cambiati` compares."""

    def __init__(self, foto: CapitoloFoto) -> None:
        self.__dict__.update(valori_capitolo(foto), area=foto.area)


def _righe(
    sezione: Sezione,
    prima: Iterable,
    dopo: Iterable,
    *,
    chiave: Any,
    campi: tuple[Campo, ...],
    titolo: Any,
    prefisso: str = "",
) -> Iterator[Cambio]:
    """The changes of rows that have a key; `titolo` makes the heading from the row there is now, else from the old."""
    prima, dopo = tuple(prima), tuple(dopo)
    mosse = spostate([chiave(riga) for riga in prima], [chiave(riga) for riga in dopo])
    for voce, era, ora in appaia(prima, dopo, chiave):
        cambiati = tuple(campi_cambiati(campi, era, ora))
        if cambiati or era is None or ora is None or voce in mosse:
            yield Cambio(
                sezione=sezione.codice,
                chiave=f"{prefisso}{voce}",
                titolo=titolo(era if ora is None else ora),
                sorte=sorte_di(era, ora),
                campi=cambiati,
                spostato=voce in mosse,
            )


@confronto_di(ENTE)
def confronta_ente(prima: Fotografia, dopo: Fotografia) -> Iterator[Cambio]:
    yield from _righe(
        ENTE, [prima[ENTE]], [dopo[ENTE]],
        chiave=lambda _: "ente", campi=CAMPI_ENTE, titolo=lambda ente: ente.denominazione,
    )  # fmt: skip


@confronto_di(PIANO)
def confronta_piano(prima: Fotografia, dopo: Fotografia) -> Iterator[Cambio]:
    era, ora = prima[PIANO], dopo[PIANO]
    yield from _righe(
        PIANO, [era], [ora], chiave=lambda _: "piano", campi=CAMPI_PIANO, titolo=lambda piano: piano.titolo
    )
    yield from _righe(
        PIANO, era.allegati, ora.allegati, prefisso="allegato/",
        chiave=lambda riga: riga.numero, campi=(TITOLO, Campo("atto", "Atto", _atto)),
        titolo=lambda riga: f"Allegato {riga.numero}",
    )  # fmt: skip
    yield from _righe(
        PIANO, era.copertine, ora.copertine, prefisso="copertina/",
        chiave=lambda riga: riga.area, campi=(TESTO,), titolo=lambda riga: f"Copertina «{riga.area}»",
    )  # fmt: skip
    dichiarato = Campo("valore_dichiarato", "Valore dichiarato", in_parole)
    yield from _righe(
        PIANO, era.dati_dichiarati, ora.dati_dichiarati, prefisso="dato/",
        chiave=lambda riga: riga.dato, campi=(dichiarato,), titolo=lambda riga: f"Dato dichiarato «{riga.dato}»",
    )  # fmt: skip


@confronto_di(NARRATIVA)
def confronta_narrativa(prima: Fotografia, dopo: Fotografia) -> Iterator[Cambio]:
    """Headings correspond by title; a new title is another heading."""
    yield from _righe(
        NARRATIVA, prima[NARRATIVA], dopo[NARRATIVA],
        chiave=lambda riga: riga.titolo, campi=(TESTO,), titolo=lambda riga: riga.titolo,
    )  # fmt: skip


@confronto_di(LINEE)
def confronta_linee(prima: Fotografia, dopo: Fotografia) -> Iterator[Cambio]:
    yield from _righe(
        LINEE, prima[LINEE], dopo[LINEE],
        chiave=lambda riga: riga.numero, campi=(TITOLO, Campo("tematiche", "Tematiche", in_parole)),
        titolo=lambda riga: f"Linea di mandato {riga.numero}",
    )  # fmt: skip


@confronto_di(AREE)
def confronta_aree(prima: Fotografia, dopo: Fotografia) -> Iterator[Cambio]:
    yield from _righe(
        AREE, prima[AREE], dopo[AREE],
        chiave=lambda riga: riga.slug, campi=(Campo("nome", "Nome"), Campo("servizi", "Servizi", in_parole)),
        titolo=lambda riga: riga.nome,
    )  # fmt: skip


@confronto_di(SCHEDE)
def confronta_schede(prima: Fotografia, dopo: Fotografia) -> Iterator[Cambio]:
    """A sheet's own fields first, then its people."""
    for (area, anno), era, ora in appaia(prima[SCHEDE], dopo[SCHEDE], lambda scheda: scheda.chiave):
        cambiati = tuple(campi_cambiati(CAMPI_SCHEDA, era, ora))
        if cambiati or era is None or ora is None:
            yield Cambio(SCHEDE.codice, f"{area}/{anno}", "Scheda", sorte_di(era, ora), cambiati, area, anno)
        persone = [() if scheda is None else scheda.persone for scheda in (era, ora)]
        for codice, c_era, c_e in appaia(*persone, lambda persona: persona.dipendente.codice):
            diversi = tuple(campi_cambiati(CAMPI_PERSONA, c_era, c_e))
            if diversi:
                titolo = f"Persona: {(c_era if c_e is None else c_e).nome}"
                yield Cambio(
                    SCHEDE.codice, f"persona/{codice}", titolo, sorte_di(c_era, c_e), diversi, area, anno
                )  # fmt: skip


@confronto_di(PEG)
def confronta_peg(prima: Fotografia, dopo: Fotografia) -> Iterator[Cambio]:
    """Capitolo by capitolo; that the official name of a code has changed is no change of the plan."""
    for chiave, era, ora in appaia(prima[PEG].capitoli, dopo[PEG].capitoli, lambda riga: riga.chiave):
        if era == ora:
            continue
        valori = [None if riga is None else RigaPeg(riga) for riga in (era, ora)]
        if cambiati := tuple(campi_cambiati(CAMPI_CAPITOLO, *valori)):
            riga = era if ora is None else ora
            titolo = f"{Capitolo.Parte(riga.parte).label}, capitolo {riga.numero} {riga.denominazione}"
            yield Cambio(PEG.codice, "/".join(chiave), titolo, sorte_di(era, ora), cambiati)
