"""The rules of law that the checks cite: rows with years, articles and how sure we are of them.

`certezza`: "V" read in a source, "M" from general knowledge, to be verified; an ente can correct the article of a row
(piani.models.ArticoloCorretto). Local bodies adapt to the principles of d.lgs. 150/2009 (art. 16 c. 2): most are
avvisi.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Norma:
    """A rule in force from year to year, ends included (`al` None: still in force)."""

    codice: str
    dal: int
    al: int | None
    articolo: str
    testo: str
    certezza: str = "V"

    @property
    def chiave(self) -> str:
        """How an ente's correction names the row: "NO06/2017"."""
        return f"{self.codice}/{self.dal}"

    @property
    def anni(self) -> str:
        return f"dal {self.dal}" if self.al is None else f"{self.dal}–{self.al}"

    def vale_nel(self, anno: int) -> bool:
        return self.dal <= anno and (self.al is None or anno <= self.al)


NORME = (
    Norma("NO01", 2015, None, "TUEL art. 169 c. 1",
          "La Giunta delibera il PEG entro venti giorni dal bilancio, per gli stessi anni."),
    Norma("NO02", 2015, None, "TUEL art. 169 c. 3; Corte dei conti Liguria 20/2021",
          "Sotto i 5.000 abitanti il PEG è facoltativo; il Piano della performance resta dovuto."),
    Norma("NO03", 2018, 2021, "d.lgs. 150/2009 art. 10 c. 1 lett. a; TUEL art. 169 c. 1 e 3-bis",
          "Il piano unificato nel PEG si adotta entro venti giorni dal bilancio; senza PEG, entro il 31 gennaio."),
    Norma("NO03", 2022, 2022, "DM 132/2022 art. 8; Corte dei conti Veneto 73/2022",
          "Prima applicazione del PIAO: 120 giorni dal termine differito del bilancio.", "M"),
    Norma("NO03", 2023, None, "DM 132/2022 art. 7 c. 1 e art. 8",
          "Il PIAO si adotta entro il 31 gennaio, o entro 30 giorni dal termine differito del bilancio.", "M"),
    Norma("NO04", 2018, None, "d.lgs. 150/2009 art. 5 c. 1-ter",
          "Se il bilancio è differito gli obiettivi si assegnano comunque, per tempo."),
    Norma("NO05", 2009, None, "d.lgs. 150/2009 art. 5 c. 2",
          "Gli obiettivi sono rilevanti, specifici e misurabili, tesi al miglioramento, riferiti a un arco di tempo, "
          "confrontabili e correlati alle risorse."),
    Norma("NO06", 2013, 2016, "L. 190/2012 art. 1 c. 8; d.lgs. 33/2013 art. 10 c. 3",
          "L'adozione del piano anticorruzione e della trasparenza è obiettivo dell'amministrazione.", "M"),
    Norma("NO06", 2017, None, "L. 190/2012 art. 1 c. 8 e 8-bis; d.lgs. 33/2013 art. 10 c. 3",
          "Trasparenza e prevenzione della corruzione sono obiettivi strategici; il Nucleo ne verifica la coerenza.",
          "M"),
    Norma("NO07", 2023, None, "DL 13/2023 art. 4-bis c. 2; circolare RGS-DFP 1/2024",
          "Chi paga le fatture ha un obiettivo sui tempi di pagamento, da cui dipende almeno il 30% del risultato."),
    Norma("NO08", 2025, None, "Direttiva del Ministro per la PA 14/01/2025",
          "Formazione: 40 ore all'anno a persona (atto di indirizzo, non legge)."),
    Norma("NO09", 2022, None, "DL 80/2021 art. 6; DM 132/2022 art. 6; DPR 81/2022",
          "Il contenuto del piano confluisce nella sottosezione 2.2 del PIAO."),
    Norma("NO10", 2017, None, "d.lgs. 150/2009 art. 6",
          "Durante l'anno si verifica l'andamento rispetto agli obiettivi e si segnalano i correttivi.", "M"),
    Norma("NO11", 2018, None, "d.lgs. 150/2009 art. 10 c. 1 lett. b e 1-bis, art. 14 c. 6",
          "La Relazione si adotta entro il 30 giugno; senza la sua validazione non si danno premi (per gli enti locali "
          "valgono i principi: art. 16 c. 2)."),
    Norma("NO12", 2009, None, "d.lgs. 150/2009 art. 10 c. 5",
          "Senza il piano adottato non si dà la retribuzione di risultato."),
    Norma("NO13", 2009, None, "d.lgs. 150/2009 art. 18 c. 2",
          "I premi non si distribuiscono in modo indifferenziato o con automatismi."),
    Norma("NO14", 2018, None, "d.lgs. 150/2009 art. 19; CCNL Funzioni locali",
          "Quote e differenziazione le fissa il contratto; alla retribuzione di risultato degli EQ va almeno il 15% "
          "delle loro risorse.", "M"),
    Norma("NO15", 2013, None, "d.lgs. 33/2013 art. 10 c. 8 lett. b e art. 20",
          "In Amministrazione trasparente › Performance si pubblica il piano, con titolo e allegati.", "M"),
    Norma("NO16", 2013, None, "d.lgs. 33/2013 art. 20; Garante 398/2023",
          "I premi si pubblicano solo aggregati: mai un nome con una somma o un punteggio."),
    Norma("NO17", 2013, None, "d.lgs. 33/2013 artt. 7, 7-bis, 8 e 9",
          "Formato aperto; in linea cinque anni dal 1° gennaio successivo, e finché l'atto ha effetti.", "M"),
    Norma("NO18", 2004, None, "L. 4/2004; EN 301 549",
          "I documenti sono accessibili: titoli in ordine, celle di intestazione, testo per ogni immagine.", "M"),
    Norma("NO19", 2012, None, "TUEL artt. 196–198-bis",
          "Il controllo di gestione si conclude con un referto agli amministratori, ai responsabili e alla Corte dei "
          "conti.", "M"),
    Norma("NO20", 2017, None, "d.lgs. 150/2009 art. 7 c. 1 e 2-bis",
          "Il SMVP si aggiorna ogni anno, dopo il parere vincolante del Nucleo."),
    Norma("NO21", 2017, None, "d.lgs. 150/2009 art. 9 c. 1",
          "Nella valutazione di dirigenti e responsabili gli indicatori dell'unità hanno un peso prevalente."),
    Norma("PI06", 2022, None, "DPR 81/2022 art. 1 c. 4",
          "Tolta dall'art. 169 c. 3-bis TUEL l'unificazione di PEG, piano degli obiettivi e Piano della performance."),
    Norma("PG01", 2015, None, "TUEL art. 169 c. 2; d.lgs. 118/2011 all. 4/1 e 14",
          "Le entrate si dividono in titoli, tipologie, categorie e capitoli; le spese in missioni, programmi, titoli, "
          "macroaggregati e capitoli."),
    Norma("PG02", 2015, None, "TUEL art. 162 c. 6",
          "Il bilancio è deliberato in pareggio finanziario complessivo per la competenza.", "M"),
    Norma("PG03", 2015, None, "TUEL art. 169 c. 1",
          "Il PEG affida ai responsabili dei servizi gli obiettivi insieme alle dotazioni."),
    Norma("PG04", 2015, None, "TUEL art. 169 c. 1", "Per il primo anno il PEG è redatto anche in termini di cassa."),
    Norma("PG05", 2015, None, "d.lgs. 118/2011 all. 14",
          "Alcuni programmi dello schema di bilancio sono solo per le Regioni."),
)  # fmt: skip


def norma(codice: str, anno: int) -> Norma | None:
    """The row of `codice` in force in the year; None when there is none, or no code."""
    return next((riga for riga in NORME if riga.codice == codice and riga.vale_nel(anno)), None)


def righe_della_norma(codice: str) -> tuple[Norma, ...]:
    return tuple(riga for riga in NORME if riga.codice == codice)
