"""PEG files for the tests: as an accounting program writes them, read against a plan of 2025."""

import io

import xlsxwriter

from piani.importers.peg.lettura import Scelte, leggi_peg

TITOLI = (
    *("E/S", "Titolo", "Tipologia", "Categoria", "Missione", "Programma", "Macroaggregato", "Capitolo", "Articolo"),
    *("Denominazione", "Responsabile", "Previsione 2025", "Previsione 2026", "Previsione 2027", "Cassa 2025"),
)
SPESA = {
    "E/S": "S",
    "Titolo": "1",
    "Missione": "01",
    "Programma": "03",
    "Macroaggregato": "103",
    "Capitolo": "000100",
    "Denominazione": "Carta e cancelleria",
    "Previsione 2025": "1.000,00",
}
ENTRATA = {
    "E/S": "E",
    "Titolo": "3",
    "Tipologia": "100",
    "Categoria": "02",
    "Capitolo": "000900",
    "Denominazione": "Proventi dei servizi",
    "Previsione 2025": "2.500,50",
}


def tabella(*righe, titoli=TITOLI):
    """A list of lists: the heads, then each dictionary as a row (a list is a row as it is)."""
    return [
        list(titoli),
        *([riga.get(titolo, "") for titolo in titoli] if isinstance(riga, dict) else list(riga) for riga in righe),
    ]


def csv_di(righe, *, separatore=";", codifica="utf-8"):
    def cella(valore):
        testo = str(valore)
        return f'"{testo}"' if separatore in testo or "\n" in testo else testo

    return "\n".join(separatore.join(map(cella, riga)) for riga in righe).encode(codifica)


def xlsx_di(righe, foglio="PEG"):
    """Numbers stay numbers, texts stay texts."""
    return xlsx_con_fogli({foglio: righe})


def xlsx_con_fogli(fogli):
    uscita = io.BytesIO()
    libro = xlsxwriter.Workbook(uscita, {"in_memory": True, "strings_to_numbers": False})
    for nome, righe in fogli.items():
        pagina = libro.add_worksheet(nome)
        for numero, riga in enumerate(righe):
            for colonna, valore in enumerate(riga):
                pagina.write(numero, colonna, valore)
    libro.close()
    return uscita.getvalue()


def letto(piano, *righe, titoli=TITOLI, nome="peg.csv", **scelte):
    """What is read of a CSV with these rows."""
    return leggi_peg(nome, csv_di(tabella(*righe, titoli=titoli)), piano=piano, scelte=Scelte(**scelte))
