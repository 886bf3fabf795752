"""A document like the annex of a plan: A4 landscape, running head and foot, contents, tables, lists, drawing, links.

Every text is invented.
"""

from semproniano.core.documenti.pdf import Allegato

TESTO = (
    "Aggiornamento della sezione «Amministrazione trasparente» con i dati di competenza dell’ufficio: raccolta, "
    "verifica e pubblicazione entro i termini, con almeno il 95% dei dati completi (≥ 95) e non più di 3 giorni di "
    "ritardo (≤ 3). L’attività è svolta insieme agli altri uffici – costo previsto: € 1.250,00 – e si chiude con una "
    "relazione finale. "
)
CSS = """
@page { size: A4 landscape; margin: 22mm 15mm 18mm;
  @top-left { content: "Comune di Esempio – ESEMPIO"; font-size: 8pt }
  @bottom-right { content: "Pagina " counter(page) " di " counter(pages); font-size: 8pt } }
html { font: 9pt/1.35 "Titillium Web" }
h1, h2, h3 { font-weight: 600 } h2 { break-before: page }
table { width: 100%; border-collapse: collapse; table-layout: fixed; hyphens: manual }
th, td { border: .5pt solid #555; padding: 2pt 4pt; text-align: left; vertical-align: top }
th { background: #eee } .numero { width: 8% } svg { max-width: 100%; height: auto }
.indice a::after { content: target-counter(attr(href), page); float: right } .indice { list-style: none; padding: 0 }
"""
GRAFICO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40" width="200" height="40">
<title>Pesi: 60 e 40</title>
<rect x="0" y="5" width="120" height="12" fill="#0066cc"/><text x="4" y="35" font-size="10">Peso ≥ 40</text></svg>"""


def riga(numero: int, volte: int = 3) -> str:
    return (
        f'<tr><th>{numero}</th><td>{TESTO * volte}</td><td class="numero">20</td><td>Relazione finale ✓</td>'
        f"<td>31/12/2020</td></tr>"
    )


def tabella(righe: int, volte: int = 3) -> str:
    corpo = "".join(riga(numero, volte) for numero in range(1, righe + 1))
    return (
        '<table><caption>Obiettivi</caption><colgroup><col style="width:5%"><col style="width:55%">'
        '<col style="width:8%"><col><col style="width:10%"></colgroup><thead><tr><th>N.</th><th>Obiettivo</th>'
        f"<th>Peso</th><th>Indicatore</th><th>Scadenza</th></tr></thead><tbody>{corpo}</tbody></table>"
    )


def documento(aree: int = 2, righe: int = 4, volte: int = 3, altro: str = "") -> str:
    indice = "".join(f'<li><a href="#area-{n}">Area {n}</a></li>' for n in range(1, aree + 1))
    sezioni = "".join(
        f'<section><h2 id="area-{n}">Area {n}</h2><h3>Obiettivi 2020</h3>{tabella(righe, volte)}'
        "<h3>Dipendenti coinvolti</h3><ul><li>Esempio Dipendente Uno</li><li>Esempio Dipendente Due</li></ul></section>"
        for n in range(1, aree + 1)
    )
    return (
        '<!doctype html><html lang="it"><head><meta charset="utf-8"><title>Allegato 1 – Obiettivi (ESEMPIO)</title>'
        f'<meta name="author" content="Comune di Esempio"><style>{CSS}</style></head><body>'
        f'<h1>Allegato 1 – Obiettivi</h1><p>Sito: <a href="https://www.esempio.example/piano">il piano</a>.</p>'
        f'<ul class="indice">{indice}</ul>{GRAFICO}<ol><li>Primo</li><li>Secondo</li></ol>{altro}{sezioni}'
        "</body></html>"
    )


ALLEGATI = (
    Allegato(nome="piano.json", contenuto=b'{"anno":2020}', descrizione="Dati del piano", mime="application/json"),
    Allegato(nome="obiettivi.csv", contenuto=b"area;peso\r\nUno;100\r\n", descrizione="Obiettivi", mime="text/csv"),
)
