"""Which rows of a table are an objective, which go on with the one above, which are none: totals, heads, notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from obiettivi.importers.celle import leggi_peso, testo
from obiettivi.importers.colonne import ALTRA_TABELLA, ANNO_DI_SEZIONE, FUORI_TABELLA, e_numero
from semproniano.core.controlli import Gravita
from semproniano.core.griglie.base import Problema
from semproniano.core.griglie.colonne import TITOLO_MASSIMO, e_vuoto, normalizza, sembra_totale

if TYPE_CHECKING:
    from collections.abc import Callable

    from semproniano.core.griglie.base import Griglia, Riga, Valore
    from semproniano.core.griglie.colonne import Mappa

    Valori = dict[str, Valore]

CARATTERI_DI_UN_TITOLO = 300
CONTENUTI = ("peso", "indicatori", "valori_attesi", "scadenza")
RIPETUTI = ("scadenza", "scadenza_testo", "tipologia", "ambito", "natura", "indicatori", "valori_attesi")
"""Fields that a merged cell may give to several objectives."""


@dataclass
class Gruppo:
    """The rows of one objective, the first with the values of all but the indicators below; or a row that is none."""

    riga: Riga
    valori: Valori
    mappa: Mappa
    anno: int | None = None
    """The year of the table, where a title above it says it."""
    e_fuori: bool = False
    seguiti: list[tuple[Riga, Valori]] = field(default_factory=list)
    problemi: list[Problema] = field(default_factory=list)

    @property
    def e_nostra(self) -> bool:
        return e_nostra(self.mappa)

    def problema(
        self, campo: str, messaggio: str, *, riga: int | None = None, gravita: Gravita = Gravita.AVVISO
    ) -> None:
        """Note a problem of a field; no message, no problem."""
        if messaggio:
            colonna = self.mappa.titolo(campo) if campo else ""
            self.problemi.append(Problema(riga or self.riga.numero, colonna, messaggio, gravita, campo))

    def ha(self, *campi: str) -> bool:
        return any(not e_vuoto(self.valori.get(campo, "")) for campo in campi)


def e_nostra(mappa: Mappa) -> bool:
    """Whether the table is one of our exports: only they have both numbers."""
    return {"numero", "numero_pubblicato"} <= mappa.colonne.keys()


def gruppi(griglia: Griglia, mappa: Mappa, *, area: str, anno: int) -> list[Gruppo]:
    """The rows below the heads, those of one objective together; rows of other areas and years are left out."""
    lettore = _Raggruppa(griglia, mappa)
    for riga in griglia.righe[: mappa.prima]:
        lettore.nota_anno(riga)
    filtra = _filtro(griglia, mappa, area, anno)
    for riga in griglia.righe[mappa.prima :]:
        if lettore.mappa.e_di_titoli(riga):
            lettore.ricomincia(riga)
        elif filtra(riga):
            lettore.leggi(riga)
    return lettore.gruppi_dell_anno(anno)


def _filtro(griglia: Griglia, mappa: Mappa, area: str, anno: int) -> Callable[[Riga], bool]:
    """True for the rows of the area and the year, where columns say them. In other people's tables "Area" may hold
    anything: there a column counts only if some row has the value."""
    righe = griglia.righe[mappa.prima :]
    attesi = {
        mappa.colonne[nome]: normalizza(atteso)
        for nome, atteso in (("area", area), ("anno", str(anno)))
        if nome in mappa.colonne
    }
    if not e_nostra(mappa):
        attesi = {
            colonna: atteso for colonna, atteso in attesi.items() if any(_dice(riga, colonna, atteso) for riga in righe)
        }
    return lambda riga: all(_dice(riga, colonna, atteso) for colonna, atteso in attesi.items())


def _dice(riga: Riga, colonna: int, atteso: str) -> bool:
    return normalizza(testo(riga.cella(colonna))[:TITOLO_MASSIMO]) == atteso


class _Raggruppa:
    def __init__(self, griglia: Griglia, mappa: Mappa) -> None:
        self.griglia = griglia
        self.mappa = mappa
        self.gruppi: list[Gruppo] = []
        self._ultimo: Gruppo | None = None
        self._somma = Decimal(0)
        self._anno: int | None = None
        self._in_altra_tabella = False

    def ricomincia(self, riga: Riga) -> None:
        """Heads again: a new page, or the table of another year."""
        self.mappa = self.mappa.con_titoli(riga)
        self._in_altra_tabella = False

    def nota_anno(self, riga: Riga) -> None:
        """The year that a title above the table declares: "AREA CONTABILE … ANNO 2020"."""
        for valore in riga.celle:
            trovato = ANNO_DI_SEZIONE.search(testo(valore)[:CARATTERI_DI_UN_TITOLO])
            if trovato:
                self._anno = int(trovato[1])

    def gruppi_dell_anno(self, anno: int) -> list[Gruppo]:
        """Who pastes a whole annex has the tables of three years: only that of the sheet is read, when there is one."""
        if any(gruppo.anno == anno and not gruppo.e_fuori for gruppo in self.gruppi):
            for gruppo in self.gruppi:
                if not gruppo.e_fuori and gruppo.anno != anno:
                    gruppo.e_fuori, gruppo.problemi = True, []
                    quale = f"del {gruppo.anno}" if gruppo.anno else "di un altro anno"
                    perche = f"Obiettivo della tabella {quale}, non letto: la scheda è del {anno}."
                    gruppo.problema("", perche, gravita=Gravita.INFORMAZIONE)
        return self.gruppi

    def leggi(self, riga: Riga) -> None:
        gruppo = Gruppo(riga, self.mappa.valori(riga), self.mappa, anno=self._anno)
        if not gruppo.ha(*self.mappa.colonne):
            return
        if perche := self._fuori(gruppo):
            gruppo.e_fuori = True
            self.nota_anno(riga)
            gruppo.problema("", perche, gravita=Gravita.INFORMAZIONE)
            self.gruppi.append(gruppo)
        elif not self._prosegue(gruppo):
            self._ripeti_unite(gruppo)
            self._somma += leggi_peso(gruppo.valori.get("peso", "")).valore or 0
            self.gruppi.append(gruppo)
            self._ultimo = gruppo

    # --- rows that are no objective ---

    def _fuori(self, gruppo: Gruppo) -> str:
        """Why the row is not an objective, or ""."""
        colonna, prima = next((i, valore) for i, valore in enumerate(gruppo.riga.celle) if not e_vuoto(valore))
        if self._e_totale(gruppo, prima):
            return "Riga del totale: non letta."
        self._in_altra_tabella = self._in_altra_tabella or bool(ALTRA_TABELLA.match(testo(prima)[:TITOLO_MASSIMO]))
        if self._in_altra_tabella:
            return f"Riga di un'altra tabella, non letta: «{testo(prima)[:60]}»."
        if gruppo.ha(*CONTENUTI):
            return ""
        numero = gruppo.valori.get("numero", "")
        e_nota = FUORI_TABELLA.match(normalizza(testo(prima)[:TITOLO_MASSIMO])) and colonna != self._colonna_descrizione
        if e_nota or not (e_vuoto(numero) or e_numero(numero)):
            return f"Riga fuori dalla tabella, non letta: «{testo(prima)[:60]}»."
        return ""

    @property
    def _colonna_descrizione(self) -> int | None:
        """Where a text is a description whatever it begins with; without numbers, notes may stand there too."""
        return self.mappa.colonne.get("descrizione") if "numero" in self.mappa.colonne else None

    def _e_totale(self, gruppo: Gruppo, prima: Valore) -> bool:
        if gruppo.ha("indicatori", "valori_attesi"):
            return False
        if sembra_totale(prima):
            return True
        if gruppo.ha("numero", "descrizione", "scadenza"):
            return False
        return self._somma > 0 and leggi_peso(gruppo.valori.get("peso", "")).valore == self._somma

    # --- rows that go on with the one above ---

    def _prosegue(self, gruppo: Gruppo) -> bool:
        sopra = self._ultimo
        if sopra is None or sopra.mappa is not self.mappa:
            return False
        return (
            self._completa(sopra, gruppo) or self._continua_descrizione(sopra, gruppo) or self._e_seguito(sopra, gruppo)
        )

    def _completa(self, sopra: Gruppo, gruppo: Gruppo) -> bool:
        """A row cut in two by a page: weight and indicators above, number and description below."""
        if sopra.ha("numero", "descrizione") or sopra.seguiti or not sopra.ha("peso"):
            return False
        if not gruppo.ha("descrizione") or gruppo.ha(*CONTENUTI):
            return False
        sopra.valori.update({nome: valore for nome, valore in gruppo.valori.items() if not e_vuoto(valore)})
        sopra.problema(
            "descrizione",
            f"Le righe {sopra.riga.numero} e {gruppo.riga.numero} sono lette come un solo obiettivo, spezzato in due.",
        )
        return True

    def _continua_descrizione(self, sopra: Gruppo, gruppo: Gruppo) -> bool:
        scritto = testo(gruppo.valori.get("descrizione", ""))
        if gruppo.ha("numero", *CONTENUTI) or not scritto[:1].islower() or sopra.seguiti:
            return False
        sopra.valori["descrizione"] = f"{testo(sopra.valori['descrizione'])}\n{scritto}"
        sopra.problema(
            "descrizione",
            f"La riga {gruppo.riga.numero} è letta come seguito della descrizione.",
            riga=gruppo.riga.numero,
            gravita=Gravita.INFORMAZIONE,
        )
        return True

    def _e_seguito(self, sopra: Gruppo, gruppo: Gruppo) -> bool:
        """A row without number, description and weight, or below the merged cell of the description."""
        unita = self.griglia.coperta_da(gruppo.riga, self.mappa.colonne["descrizione"]) == sopra.riga
        if not unita and gruppo.ha("numero", "descrizione", "peso"):
            return False
        if not gruppo.ha("indicatori", "valori_attesi", "scadenza"):
            return unita
        sopra.seguiti.append((gruppo.riga, gruppo.valori))
        sopra.problema(
            "indicatori",
            f"La riga {gruppo.riga.numero} è letta come altro indicatore dell'obiettivo sopra.",
            riga=gruppo.riga.numero,
            gravita=Gravita.INFORMAZIONE,
        )
        self._una_sola(sopra, gruppo, "scadenza", "Un obiettivo ha una sola scadenza")
        self._una_sola(sopra, gruppo, "peso", "Un obiettivo ha un solo peso")
        return True

    def _una_sola(self, sopra: Gruppo, gruppo: Gruppo, campo: str, perche: str) -> None:
        """Of what an objective has once, the first that is written counts."""
        altra = gruppo.valori.get(campo, "")
        if e_vuoto(altra) or altra == sopra.valori.get(campo):
            return
        if not sopra.ha(campo):
            sopra.valori[campo] = altra
            return
        sopra.problema(campo, f"{perche}: «{testo(altra)[:80]}» non è letto.", riga=gruppo.riga.numero)

    # --- merged cells over several objectives ---

    def _ripeti_unite(self, gruppo: Gruppo) -> None:
        for nome, colonna in self.mappa.colonne.items():
            if gruppo.ha(nome):
                continue
            origine = self.griglia.coperta_da(gruppo.riga, colonna)
            if origine is None:
                continue
            if nome in RIPETUTI:
                gruppo.valori[nome] = self.mappa.valori(origine)[nome]
                gruppo.problema(
                    nome,
                    f"Cella unita con la riga {origine.numero}: il valore vale per tutte.",
                    gravita=Gravita.INFORMAZIONE,
                )
            elif nome == "peso":
                gruppo.problema(
                    nome, f"Il peso è in una cella unita con la riga {origine.numero}: scriverlo per ciascuno."
                )
