"""relazione-AAAA.pdf, the parts of its areas where the body is large, and the Referto del controllo di gestione."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from piani.documenti.base import Lavoro
from piani.documenti.impaginazione import stampa
from piani.documenti.narrativa import sezioni_stampa
from piani.documenti.piano import testo_atto
from piani.models import Documento
from semproniano.core.documenti.pdf import Allegato
from semproniano.core.numeri import in_italiano
from valutazioni.documenti.dati import csv_risultati, json_relazione, xlsx_relazione
from valutazioni.documenti.grafici import NOMI_ESITI, NOMI_TEMPI, grafico_esiti, grafico_gradi
from valutazioni.sezioni.relazione import media_semplice, relazione_da_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from piani.documenti.narrativa import SezioneStampa
    from valutazioni.sezioni.relazione import ObiettivoFatto, RelazioneFoto, SchedaFatta

FOGLI = ("base.css", "piano.css", "relazione.css")
PRIMO_LIVELLO = 2
# Of a row that stays on one page: half of what a page holds, in the narrowest of its columns of text.
RIGHE_INTERE, CARATTERI_PER_RIGA = 16, 42
RISULTATI = (
    ("sintesi", "I risultati in sintesi"),
    ("linee", "I risultati per linea di mandato"),
    ("aree", "I risultati per area"),
)
BOZZA = "BOZZA – Relazione non approvata"


def _righe(testo: str) -> int:
    return sum(1 + len(capoverso) // CARATTERI_PER_RIGA for capoverso in testo.split("\n"))


@dataclass(frozen=True)
class RigaRisultato:
    """An objective as a row of the tables."""

    voce: ObiettivoFatto
    scheda: SchedaFatta

    @property
    def e_lunga(self) -> bool:
        """True for a row that may break between two pages: kept whole, it would leave a page empty before it."""
        indicatori = (
            f"{riga.descrizione} {riga.atteso} {riga.raggiunto} {riga.conto}" for riga in self.voce.indicatori
        )
        colonne = (self.voce.descrizione, "\n".join(indicatori), self.voce.scostamento + "\n" + self.voce.motivo_nucleo)
        return any(_righe(testo) > RIGHE_INTERE for testo in colonne)

    @property
    def esito(self) -> str:
        return NOMI_ESITI[self.voce.esito]

    @property
    def tempi(self) -> str:
        return NOMI_TEMPI[self.voce.tempi]

    @property
    def peso(self) -> str:
        return "condizione" if self.voce.e_condizione else in_italiano(self.voce.peso) or "–"

    @property
    def differenza(self) -> str:
        punti = self.voce.differenza
        if punti is None:
            return ""
        return f"{'+' if punti > 0 else '−' if punti < 0 else ''}{in_italiano(abs(punti))}"


@dataclass(frozen=True)
class SchedaStampata:
    scheda: SchedaFatta
    righe: Sequence[RigaRisultato]
    file: str = ""
    """The file of its part, where the objectives are not in this one."""

    @property
    def esiti(self) -> list[int]:
        return list(self.scheda.esiti.values())

    @property
    def tempi(self) -> list[int]:
        return list(self.scheda.tempi.values())


@dataclass(frozen=True)
class LineaStampata:
    titolo: str
    righe: Sequence[RigaRisultato]
    grado: Decimal | None
    aree: Sequence[str]
    numero: int | None

    @property
    def quanti(self) -> int:
        return len(self.righe)


@dataclass(frozen=True)
class AnnoStampato:
    """A year of the comparison; `gradi` in the order of the sheets of this Relazione, None where it had none."""

    anno: int
    obiettivi: int
    esiti: Sequence[int]
    gradi: Sequence[Decimal | None]


def e_grande(relazione: RelazioneFoto) -> bool:
    """True for the bodies whose objectives are printed by parts, as Allegato 1."""
    return len(relazione.obiettivi) > settings.ALLEGATO_COMPLETO_MASSIMO


def nome_file(relazione: RelazioneFoto, area: str = "", formato: str = "pdf") -> str:
    return "-".join(filter(None, ("relazione", str(relazione.anno), area))) + f".{formato}"


def contesto(relazione: RelazioneFoto) -> dict[str, Any]:
    """What every page of the print says of itself."""
    avvisi = ("" if relazione.atto else BOZZA, "ESEMPIO" if relazione.ente.e_esempio else "")
    return {
        "ente": relazione.ente,
        "piano": {"titolo": relazione.titolo},
        "avviso": " – ".join(filter(None, avvisi)),
        "relazione": relazione,
        "atto": testo_atto(relazione.atto) if relazione.atto else "",
        "nomi_esiti": list(NOMI_ESITI.values()),
        "nomi_tempi": list(NOMI_TEMPI.values()),
    }


def schede_stampate(relazione: RelazioneFoto, per_parti: bool = False) -> list[SchedaStampata]:
    return [
        SchedaStampata(
            scheda=scheda,
            righe=() if per_parti else [RigaRisultato(voce, scheda) for voce in scheda.obiettivi],
            file=nome_file(relazione, scheda.area) if per_parti else "",
        )
        for scheda in relazione.schede
    ]


def linee_stampate(relazione: RelazioneFoto) -> list[LineaStampata]:
    """Every line, also those of which no objective speaks; what cites a line that is not there counts as without."""
    note = {linea.numero for linea in relazione.linee}
    per_linea: dict[int | None, list[RigaRisultato]] = {}
    for scheda in relazione.schede:
        for voce in scheda.obiettivi:
            numero = voce.linea if voce.linea in note else None
            per_linea.setdefault(numero, []).append(RigaRisultato(voce, scheda))
    return [
        LineaStampata(
            titolo=linea.titolo,
            righe=righe,
            grado=media_semplice(riga.voce for riga in righe),
            aree=list(dict.fromkeys(riga.scheda.nome for riga in righe)),
            numero=linea.numero,
        )
        for linea in relazione.linee
        for righe in [per_linea.get(linea.numero, [])]
    ]


def confronto(relazione: RelazioneFoto) -> list[AnnoStampato]:
    """This year and those before, the latest first; nothing when this is the first Relazione."""
    if not relazione.precedenti:
        return []
    aree = [scheda.area for scheda in relazione.schede]
    anni = [
        AnnoStampato(
            relazione.anno,
            len(relazione.obiettivi),
            list(relazione.esiti.values()),
            [scheda.grado for scheda in relazione.schede],
        )
    ]
    for prima in relazione.precedenti:
        gradi = {voce.area: voce.grado for voce in prima.aree}
        esiti = [prima.esiti.get(esito, 0) for esito in NOMI_ESITI]
        anni.append(AnnoStampato(prima.anno, sum(esiti), esiti, [gradi.get(area) for area in aree]))
    return anni


def valori(relazione: RelazioneFoto) -> dict[str, Any]:
    """What the print and the page of a Relazione show."""
    per_parti = e_grande(relazione)
    sezioni, anni = list(sezioni_stampa(relazione.sezioni, {})), confronto(relazione)
    return {
        **contesto(relazione),
        "sezioni": sezioni,
        "indice": list(_indice(sezioni, bool(anni))),
        "schede": schede_stampate(relazione, per_parti),
        "linee": linee_stampate(relazione),
        "confronto": anni,
        "gradi_per_scheda": [
            (scheda.nome, [anno.gradi[posto] for anno in anni]) for posto, scheda in enumerate(relazione.schede)
        ],
        "totale_esiti": list(relazione.esiti.values()),
        "totale_tempi": list(relazione.tempi.values()),
        "grafico_gradi": grafico_gradi(relazione),
        "grafico_esiti": grafico_esiti(relazione),
        "per_parti": per_parti,
        "confermati": sum(voce.e_confermato for voce in relazione.obiettivi),
    }


def _indice(sezioni: Sequence[SezioneStampa], con_confronto: bool) -> Iterator[tuple[str, str]]:
    """Anchor and title of the parts."""
    yield from ((sezione.ancora, sezione.titolo) for sezione in sezioni if sezione.livello == PRIMO_LIVELLO)
    yield from RISULTATI
    if con_confronto:
        yield "confronto", "Confronto con gli anni precedenti"


def pdf_relazione(ingresso: bytes) -> bytes:
    """The Relazione as a PDF, with its data inside where it is whole."""
    relazione = relazione_da_json(ingresso)
    allegati = () if e_grande(relazione) else (_allegato(relazione, ingresso),)
    return stampa("valutazioni/documenti/relazione.html", valori(relazione), ingresso, fogli=FOGLI, allegati=allegati)


def _allegato(relazione: RelazioneFoto, ingresso: bytes) -> Allegato:
    return Allegato(
        nome=nome_file(relazione, formato="csv"),
        contenuto=csv_risultati(ingresso),
        descrizione="I risultati degli obiettivi, in tabella.",
        mime="text/csv",
    )


def pdf_area(ingresso: bytes) -> bytes:
    """The part of one area of a large body."""
    relazione = relazione_da_json(ingresso)
    parte = {**contesto(relazione), "schede": schede_stampate(relazione)}
    return stampa("valutazioni/documenti/relazione_area.html", parte, ingresso, fogli=FOGLI)


def pdf_referto(ingresso: bytes) -> bytes:
    """Referto del controllo di gestione (artt. 198 and 198-bis TUEL): the same data, for who administers the body, the
    responsabili and the Corte dei conti."""
    relazione = relazione_da_json(ingresso)
    return stampa("valutazioni/documenti/referto.html", valori(relazione), ingresso, fogli=FOGLI)


def lavori(relazione: RelazioneFoto) -> Iterator[Lavoro]:
    """The files of a Relazione; those with an empty `tipo` stay in the offices."""
    intera, tipo = relazione.json(), Documento.Tipo.RELAZIONE.value
    titolo = f"{relazione.titolo}"
    grande = e_grande(relazione)
    yield Lavoro(
        nome_file(relazione), pdf_relazione, relazione.senza_indicatori().json() if grande else intera,
        tipo, titolo, "Che cosa era previsto, che cosa è stato raggiunto e perché.", "Relazione",
    )  # fmt: skip
    for posto, scheda in enumerate(relazione.schede if grande else (), start=1):
        yield Lavoro(
            nome_file(relazione, scheda.area), pdf_area, relazione.ridotta(scheda.area).json(),
            tipo, f"{titolo} – {scheda.nome}", "I risultati degli obiettivi della scheda.",
            f"Relazione, scheda {posto} di {len(relazione.schede)}",
        )  # fmt: skip
    dati = (
        ("xlsx", xlsx_relazione, "cartella di lavoro", "I risultati, un foglio per scheda."),
        ("csv", csv_risultati, "dati in tabella (CSV)", "Una riga per obiettivo: peso, grado, esito, scostamento."),
        ("json", json_relazione, "dati completi (JSON)", "Tutto il contenuto della Relazione, per i programmi."),
    )
    for formato, funzione, nome, descrizione in dati:
        yield Lavoro(
            nome_file(relazione, formato=formato), funzione, intera, tipo, f"{titolo} – {nome}", descrizione, nome
        )
    yield Lavoro(
        f"referto-controllo-di-gestione-{relazione.anno}.pdf", pdf_referto,
        relazione.senza_indicatori().json() if grande else intera, "",
        f"Referto del controllo di gestione {relazione.anno}",
        "Per gli amministratori, i responsabili dei servizi e la Corte dei conti (artt. 198 e 198-bis TUEL).",
        "Referto del controllo di gestione",
    )  # fmt: skip
