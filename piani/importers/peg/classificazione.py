"""The codes of a row, checked against the lists of the law (d.lgs. 118/2011, all. 10 and 14)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from piani.importers.peg.codici import (
    leggi_categoria,
    leggi_codice_bilancio,
    leggi_macroaggregato,
    leggi_missione,
    leggi_programma,
    leggi_tipologia,
    leggi_titolo,
    testo_di,
)
from piani.models import Capitolo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from piani.importers.peg.liste import Liste
    from semproniano.core.griglie.base import Valore

ENTRATA, SPESA = Capitolo.Parte.ENTRATA.value, Capitolo.Parte.SPESA.value
CATEGORIA_MASSIMA = Capitolo._meta.get_field("categoria").max_length
CODICI = ("titolo", "tipologia", "categoria", "missione", "programma", "macroaggregato")
_OBBLIGATORI = {
    ENTRATA: ("titolo", "tipologia", "categoria"),
    SPESA: ("missione", "programma", "titolo", "macroaggregato"),
}


@dataclass
class Classificazione:
    """The codes of one row; `annota(campo, message, rifiuta=…)` collects what is wrong.

    `sezione`: codes that stand above the row, in lines of their own ("Missione 01").
    """

    parte: str
    valori: Mapping[str, Valore]
    sezione: Mapping[str, str]
    liste: Liste
    annota: Callable[..., None]
    _base: dict[str, str] = field(default_factory=dict)
    _sbagliati: set[str] = field(default_factory=set)

    def codici(self) -> dict[str, str]:
        """Every code of CODICI, "" where there is none; what is not in the lists is told and left out."""
        self._base = leggi_codice_bilancio(self.valori.get("codice_bilancio", ""), self.parte)
        codici = dict.fromkeys(CODICI, "")
        codici |= self._entrata() if self.parte == ENTRATA else self._spesa()
        mancanti = [nome for nome in _OBBLIGATORI[self.parte] if not codici[nome] and nome not in self._sbagliati]
        if mancanti:
            nomi = ", ".join(mancanti)
            self.annota(mancanti[0], f"Senza {nomi}: entra, ma così il piano non si può approvare.")
        return codici

    def _di(self, nome: str, leggi: Callable[..., str | None], *altri: str) -> str:
        """The code of a column; else the one in the code of budget; else the one of the lines above."""
        valore = self.valori.get(nome, "")
        letto = leggi(valore, *altri)
        if letto is None:
            self._rifiuta(nome, f"«{testo_di(valore)[:60]}» non è un codice di {nome}.")
            return ""
        return letto or self._base.get(nome, "") or self.sezione.get(nome, "")

    def _rifiuta(self, nome: str, messaggio: str) -> None:
        self._sbagliati.add(nome)
        self.annota(nome, messaggio, rifiuta=True)

    def _nell_elenco(self, nome: str, lista: str, codice: str, soggetto: str) -> str:
        if codice and not self.liste.ha(lista, codice):
            self._rifiuta(nome, f"{soggetto} non è nell'elenco del {self.liste.anno}.")
            return ""
        return codice

    # --- entrata ----------------------------------------------------------------------------------------------------

    def _entrata(self) -> dict[str, str]:
        titolo = self._di("titolo", leggi_titolo)
        titolo = self._nell_elenco("titolo", "titolo-entrata", titolo, f"Il titolo {titolo} dell'entrata")
        tipologia, coda = self._tipologia(titolo)
        return {"titolo": titolo or tipologia[:1], "tipologia": tipologia, "categoria": self._categoria() or coda}

    def _tipologia(self, titolo: str) -> tuple[str, str]:
        valore = self.valori.get("tipologia", "")
        letta = leggi_tipologia(valore, titolo)
        if letta is None:
            self._rifiuta("tipologia", f"«{testo_di(valore)[:60]}» non è un codice di tipologia.")
            return "", ""
        codice, coda = letta
        codice = codice or self._base.get("tipologia", "") or self.sezione.get("tipologia", "")
        if codice and "." not in codice:
            self.annota("tipologia", f"La tipologia {codice} è senza titolo: non si sa quale sia, resta vuota.")
            self._sbagliati.add("tipologia")
            return "", ""
        return self._sotto_il_titolo(codice, titolo), coda

    def _sotto_il_titolo(self, codice: str, titolo: str) -> str:
        if codice and titolo and codice[0] != titolo:
            self._rifiuta("tipologia", f"La tipologia {codice} non è del titolo {titolo}: è del titolo {codice[0]}.")
            return ""
        if codice and not self.liste.ha("tipologia", codice):
            altri = self.liste.titoli_della_tipologia(codice[2:])
            dove = f" Una tipologia {codice[2:]} c'è nel titolo {' e nel '.join(altri)}." if altri else ""
            self._rifiuta("tipologia", f"La tipologia {codice} non è nell'elenco del {self.liste.anno}.{dove}")
            return ""
        return codice

    def _categoria(self) -> str:
        valore = self.valori.get("categoria", "")
        letta = leggi_categoria(valore)
        if letta is None or len(letta) > CATEGORIA_MASSIMA:
            letta = testo_di(valore)
            if len(letta) > CATEGORIA_MASSIMA:
                self.annota("categoria", f"«{letta[:60]}» non è un codice di categoria: resta vuota.")
                self._sbagliati.add("categoria")
                return ""
        return letta or self._base.get("categoria", "") or self.sezione.get("categoria", "")

    # --- spesa ------------------------------------------------------------------------------------------------------

    def _spesa(self) -> dict[str, str]:
        missione = self._di("missione", leggi_missione)
        missione = self._nell_elenco("missione", "missione", missione, f"La missione {missione}")
        programma = self._programma(missione)
        titolo = self._di("titolo", leggi_titolo)
        titolo = self._nell_elenco("titolo", "titolo-spesa", titolo, f"Il titolo {titolo} della spesa")
        macroaggregato = self._macroaggregato(titolo)
        return {
            "missione": missione or ("" if "missione" in self._sbagliati else programma[:2]),
            "programma": programma,
            "titolo": titolo or ("" if "titolo" in self._sbagliati else macroaggregato[:1]),
            "macroaggregato": macroaggregato,
        }

    def _programma(self, missione: str) -> str:
        codice = self._di("programma", leggi_programma, missione)
        if len(codice) == 2:
            # Without its missione, which has been told already when it is wrong.
            if "missione" not in self._sbagliati:
                self.annota("programma", f"Il programma {codice} è senza missione: non si sa quale sia, resta vuoto.")
            self._sbagliati.add("programma")
            return ""
        if codice and missione and codice[:2] != missione:
            self._rifiuta(
                "programma", f"Il programma {codice} non è della missione {missione}: è della missione {codice[:2]}."
            )
            return ""
        codice = self._nell_elenco("programma", "programma", codice, f"Il programma {codice}")
        if self.liste.e_delle_regioni(codice):
            self.annota("programma", f"Il programma {codice} è riservato alle Regioni: un Comune non lo usa.")
        return codice

    def _macroaggregato(self, titolo: str) -> str:
        codice = self._di("macroaggregato", leggi_macroaggregato, titolo)
        if len(codice) == 2:
            if "titolo" not in self._sbagliati:
                self.annota(
                    "macroaggregato", f"Il macroaggregato {codice} è senza titolo: non si sa quale sia, resta vuoto."
                )
            self._sbagliati.add("macroaggregato")
            return ""
        if codice and titolo and codice[0] != titolo:
            self._rifiuta(
                "macroaggregato",
                f"Il macroaggregato {codice} non è del titolo {titolo}: è del titolo {codice[0]}.",
            )
            return ""
        return self._nell_elenco("macroaggregato", "macroaggregato", codice, f"Il macroaggregato {codice}")
