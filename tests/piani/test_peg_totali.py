"""The PEG added up: every subtotal is the sum of its rows, and nothing is lost or counted twice."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from piani.sezioni.peg import CapitoloFoto, PegFoto, VoceBilancioFoto
from piani.sezioni.peg_totali import (
    ENTRATA,
    LIVELLI,
    SPESA,
    Pareggio,
    Somme,
    albero,
    pareggio,
    per_area,
    riepilogo,
)

VUOTI = dict.fromkeys(
    ("titolo", "tipologia", "categoria", "missione", "programma", "macroaggregato", "conto", "articolo",
     "denominazione", "centro_di_costo"), ""
)  # fmt: skip


def riga(parte, capitolo, competenza=0, tipo="capitolo", **campi):
    importi = competenza if isinstance(competenza, tuple) else (competenza,) * 3
    usuali = VUOTI | {"area": None, "cassa": None, "residui": None, "impegnato": (None,) * 3, "fpv": (None,) * 3}
    return CapitoloFoto(
        parte=parte, tipo=tipo, capitolo=capitolo, competenza=tuple(map(Decimal, importi)), **(usuali | campi)
    )


euro = st.decimals(min_value=0, max_value=10**12, places=2)
forse = st.one_of(st.none(), euro)
tre, tre_forse = st.tuples(euro, euro, euro), st.tuples(forse, forse, forse)
comuni = {
    "capitolo": st.text("0123456789", min_size=1, max_size=6), "area": st.sampled_from([None, "tecnica", "contabile"]),
    "cassa": forse, "residui": forse, "impegnato": tre_forse, "fpv": tre_forse,
    "competenza": tre,
}  # fmt: skip
entrate = st.fixed_dictionaries(
    comuni | {"titolo": st.sampled_from(["", "1", "3"]), "tipologia": st.sampled_from(["", "1.101", "3.100"]),
              "categoria": st.sampled_from(["", "02"]), "tipo": st.sampled_from(["capitolo", "avanzo", "fpv"])}
).map(lambda campi: riga(ENTRATA, **campi))  # fmt: skip
spese = st.fixed_dictionaries(
    comuni | {"missione": st.sampled_from(["", "01", "12"]), "programma": st.sampled_from(["", "0111", "1201"]),
              "titolo": st.sampled_from(["1", "2"]), "macroaggregato": st.sampled_from(["103", "202"]),
              "tipo": st.sampled_from(["capitolo", "disavanzo"])}
).map(lambda campi: riga(SPESA, **campi))  # fmt: skip
peg = st.lists(st.one_of(entrate, spese), max_size=30).map(lambda righe: PegFoto(capitoli=tuple(righe)))


def foglie(ramo):
    return ramo.capitoli + tuple(foglia for sotto in ramo.rami for foglia in foglie(sotto))


def tutti(rami):
    for ramo in rami:
        yield ramo
        yield from tutti(ramo.rami)


@given(peg)
def test_ogni_subtotale_e_la_somma_delle_sue_righe(peg):
    for parte in LIVELLI:
        tronco = albero(peg, parte)
        assert all(ramo.somme == Somme.di(foglie(ramo)) for ramo in tutti(tronco.rami))
        assert tronco.somme == Somme.di(riga for riga in peg.capitoli if riga.parte == parte)


@given(peg)
def test_l_albero_tiene_ogni_riga_una_volta_sola(peg):
    righe = [riga for parte in LIVELLI for riga in albero(peg, parte).fuori]
    righe += [riga for parte in LIVELLI for ramo in albero(peg, parte).rami for riga in foglie(ramo)]

    def ordine(riga):
        return repr(riga)

    assert sorted(righe, key=ordine) == sorted(peg.capitoli, key=ordine)
    for parte in LIVELLI:
        for rami in (tronco.rami for tronco in (albero(peg, parte), *tutti(albero(peg, parte).rami))):
            assert len({ramo.codice for ramo in rami}) == len(rami)


@given(peg)
def test_i_responsabili_insieme_fanno_il_tutto(peg):
    for parte in LIVELLI:
        aree = [albero(peg, parte, righe).somme for righe in per_area(peg.capitoli).values()]
        assert Somme.somma(aree) == albero(peg, parte).somme


@given(peg)
def test_ogni_riepilogo_fa_lo_stesso_totale(peg):
    for parte, livelli in LIVELLI.items():
        for livello in livelli:
            somma = Somme.somma(ramo.somme for ramo in riepilogo(peg, parte, livello))
            assert somma == albero(peg, parte).somme_dei_rami


@given(peg)
def test_il_pareggio_conta_ogni_riga(peg):
    for anno, equilibrio in enumerate(pareggio(peg.capitoli)):
        assert equilibrio.totale_entrata == albero(peg, ENTRATA).somme.competenza[anno]
        assert equilibrio.totale_spesa == albero(peg, SPESA).somme.competenza[anno]


def test_avanzo_e_fondo_pluriennale_entrano_nel_pareggio_e_in_nessun_titolo():
    righe = (
        riga(ENTRATA, "1", (100, 90, 80), titolo="1", tipologia="1.101", categoria="51"),
        riga(ENTRATA, "AV", (10, 0, 0), tipo="avanzo"),
        riga(ENTRATA, "FPV", (5, 0, 0), tipo="fpv"),
        riga(SPESA, "2", (112, 90, 81), titolo="1", missione="01", programma="0111", macroaggregato="103"),
        riga(SPESA, "DIS", (3, 0, 0), tipo="disavanzo"),
    )
    primo, secondo, terzo = pareggio(righe)

    assert primo == Pareggio(1, avanzo=10, fpv=5, entrata=100, disavanzo=3, spesa=112)
    assert [primo.differenza, secondo.differenza, terzo.differenza] == [0, 0, -1]
    assert [voce.capitolo for voce in albero(PegFoto(capitoli=righe), ENTRATA).fuori] == ["AV", "FPV"]


def test_una_colonna_che_nessuno_compila_resta_sconosciuta_e_una_compilata_a_zero_e_zero():
    somme = Somme.di((riga(SPESA, "1", fpv=(None, Decimal(0), None)), riga(SPESA, "2", cassa=Decimal(7))))

    assert (somme.cassa, somme.residui, somme.fpv) == (Decimal(7), None, (None, Decimal(0), None))
    assert somme.righe == 2


def test_il_ramo_si_chiama_con_il_nome_ufficiale_o_dice_che_manca():
    voci = (VoceBilancioFoto(lista="missione", codice="01", descrizione="Servizi istituzionali"),)
    righe = (riga(SPESA, "1", missione="01"), riga(SPESA, "2", missione="77"), riga(SPESA, "3"))

    testi = [ramo.testo for ramo in albero(PegFoto(voci=voci, capitoli=righe), SPESA).rami]

    assert testi == ["Missione non indicata", "Missione 01 – Servizi istituzionali", "Missione 77"]
