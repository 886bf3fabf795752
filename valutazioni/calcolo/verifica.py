"""What is wrong in a SMVP, in Italian sentences: shown when it is saved, and before it is used."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from valutazioni.calcolo.base import CENTO, ZERO, numero
from valutazioni.calcolo.fasce import verifica_intervalli
from valutazioni.calcolo.smvp import ModoPremio, Natura

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valutazioni.calcolo.smvp import Categoria, PesoDi, RegolaPremio, Smvp

MESI_DELL_ANNO = 12


def verifica_smvp(smvp: Smvp) -> list[str]:
    """Every error of a SMVP; empty when it can be used. A gap or an overlap between bands is an error."""
    errori = list(_doppioni(smvp))
    if not smvp.categorie:
        errori.append("Manca almeno una categoria di personale.")
    if smvp.massimo <= 0:
        errori.append("Il punteggio massimo deve essere maggiore di zero.")
    errori += _scala(smvp)
    errori += _ritardi(smvp)
    for categoria in smvp.categorie:
        errori += _componenti(categoria, smvp)
        errori += _comportamenti(categoria, smvp)
        errori += _fasce(categoria, smvp)
        errori += _premio(categoria.nome, categoria.premio, smvp)
    return errori


def unita_prevalente(smvp: Smvp) -> list[str]:
    """NO21 (d.lgs 150/2009, art. 9 c. 1): for EQ and dirigenti the indicators of the unit have the prevalent weight.

    Prevalent: more than each other component. One sentence for each category where they do not prevail.
    """
    nature = {componente.codice: componente.natura for componente in smvp.componenti}
    frasi = []
    for categoria in smvp.categorie:
        unita = sum((p.peso for p in categoria.componenti if nature.get(p.codice) is Natura.UNITA), ZERO)
        altri = [p.peso for p in categoria.componenti if nature.get(p.codice) is not Natura.UNITA]
        if categoria.responsabile and unita <= max(altri, default=ZERO):
            frasi.append(
                f"{categoria.nome}: gli indicatori dell'unità pesano {numero(unita)}, un'altra componente pesa "
                f"{numero(max(altri, default=ZERO))}. Devono prevalere."
            )
    return frasi


def _doppioni(smvp: Smvp) -> Iterator[str]:
    elenchi: dict[str, Iterable[str]] = {
        "Componenti": (voce.codice for voce in smvp.componenti),
        "Comportamenti": (voce.codice for voce in smvp.comportamenti),
        "Categorie": (voce.codice for voce in smvp.categorie),
    }
    for categoria in smvp.categorie:
        elenchi[f"Componenti di «{categoria.nome}»"] = (voce.codice for voce in categoria.componenti)
        elenchi[f"Comportamenti di «{categoria.nome}»"] = (voce.codice for voce in categoria.comportamenti)
        elenchi[f"Fasce di «{categoria.nome}»"] = (voce.codice for voce in categoria.fasce)
    for dove, codici in elenchi.items():
        yield from (
            f"{dove}: il codice «{codice}» c'è {volte} volte." for codice, volte in Counter(codici).items() if volte > 1
        )


def _scala(smvp: Smvp) -> list[str]:
    scala = smvp.scala
    if scala.massimo <= 0:
        return ["Scala dei comportamenti: il massimo deve essere maggiore di zero."]
    errori = []
    if scala.livelli:
        errori = verifica_intervalli(scala.livelli, ZERO, scala.massimo, scala.decimali, "Livelli della scala")
    for comportamento in smvp.comportamenti:
        if any(not 0 <= descrittore.punti <= scala.massimo for descrittore in comportamento.descrittori):
            errori.append(
                f"«{comportamento.nome}»: un descrittore ha punti fuori dalla scala (0–{numero(scala.massimo)})."
            )
    return errori


def _ritardi(smvp: Smvp) -> list[str]:
    """The later, the lower: days more than zero, each once, degrees between 0 and 100 that never rise."""
    righe = sorted(smvp.parametri.ritardi, key=lambda riga: riga.giorni)
    gradi = [riga.grado for riga in righe]
    errori = []
    if any(riga.giorni <= 0 for riga in righe) or len({riga.giorni for riga in righe}) < len(righe):
        errori.append("Tabella dei ritardi: i giorni sono maggiori di zero, e ciascuno c'è una volta sola.")
    if any(not 0 <= grado <= CENTO for grado in gradi) or gradi != sorted(gradi, reverse=True):
        errori.append("Tabella dei ritardi: i gradi vanno da 100 a 0 e non crescono con i giorni.")
    if smvp.parametri.minimo > smvp.parametri.massimo:
        errori.append("Grado di raggiungimento: il minimo supera il massimo.")
    return errori


def _componenti(categoria: Categoria, smvp: Smvp) -> list[str]:
    dove = f"Componenti di «{categoria.nome}»"
    return _pesi(dove, categoria.componenti, {voce.codice for voce in smvp.componenti})


def _comportamenti(categoria: Categoria, smvp: Smvp) -> list[str]:
    nature = {componente.codice: componente.natura for componente in smvp.componenti}
    serve = any(voce.peso and nature.get(voce.codice) is Natura.COMPORTAMENTI for voce in categoria.componenti)
    dove = f"Comportamenti di «{categoria.nome}»"
    if not serve:
        return [f"{dove}: ci sono, ma nessuna componente li pesa."] if categoria.comportamenti else []
    return _pesi(dove, categoria.comportamenti, {voce.codice for voce in smvp.comportamenti})


def _pesi(dove: str, voci: tuple[PesoDi, ...], conosciuti: set[str]) -> list[str]:
    errori = [f"{dove}: «{voce.codice}» non è nell'elenco." for voce in voci if voce.codice not in conosciuti]
    errori += [f"{dove}: il peso di «{voce.codice}» è negativo." for voce in voci if voce.peso < 0]
    somma = sum((voce.peso for voce in voci), ZERO)
    if somma != CENTO:
        errori.append(f"{dove}: i pesi sommano a {numero(somma)}, non a 100.")
    return errori


def _fasce(categoria: Categoria, smvp: Smvp) -> list[str]:
    dove = f"Fasce di «{categoria.nome}»"
    if not categoria.fasce:
        chieste = categoria.premio.modo in (ModoPremio.FASCE_PERCENTO, ModoPremio.COEFFICIENTE)
        return [f"{dove}: mancano, e il premio dipende da esse."] if chieste else []
    errori = verifica_intervalli(categoria.fasce, ZERO, smvp.massimo, smvp.decimali, dove)
    valori = [fascia.valore for fascia in sorted(categoria.fasce, key=lambda fascia: fascia.da)]
    if any(valore < 0 for valore in valori):
        errori.append(f"{dove}: un valore è negativo.")
    if valori != sorted(valori):
        errori.append(f"{dove}: una fascia più alta vale meno di una più bassa.")
    if categoria.premio.modo is ModoPremio.FASCE_PERCENTO and any(valore > CENTO for valore in valori):
        errori.append(f"{dove}: una fascia dà più del 100% del premio; usare il coefficiente su fondo chiuso.")
    return errori


def _premio(nome: str, regola: RegolaPremio, smvp: Smvp) -> list[str]:
    errori = []
    if not 0 <= regola.soglia <= smvp.massimo:
        errori.append(f"La soglia del premio va da 0 a {numero(smvp.massimo)}.")
    if not 0 <= regola.mesi_minimi <= MESI_DELL_ANNO:
        errori.append("I mesi minimi vanno da 0 a 12.")
    if regola.modo is ModoPremio.SOGLIA_E_INCREMENTO:
        massimo = regola.quota_soglia + regola.incremento_punto * (smvp.massimo - regola.soglia)
        if regola.quota_soglia < 0 or regola.incremento_punto < 0 or not 0 < massimo <= CENTO:
            errori.append(f"Quota alla soglia e incremento portano al {numero(massimo)}% del premio, non tra 0 e 100%.")
    migliori = regola.maggiorazione
    if migliori and (migliori.percentuale <= 0 or not 0 < migliori.quota_persone <= CENTO):
        errori.append("La maggiorazione chiede una percentuale sopra lo zero e una quota di persone fino a 100%.")
    return [f"Premio di «{nome}»: {errore[0].lower()}{errore[1:]}" for errore in errori]
