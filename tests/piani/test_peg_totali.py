"""The PEG added up: every subtotal is the sum of its rows, and nothing is lost or counted twice."""

from decimal import Decimal

from hypothesis import given

from piani.sezioni.peg import PegFoto, VoceBilancioFoto
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
from tests.righe_peg import foglie, qualunque_peg, riga


def tutti(rami):
    for ramo in rami:
        yield ramo
        yield from tutti(ramo.rami)


@given(qualunque_peg)
def test_ogni_subtotale_e_la_somma_delle_sue_righe(peg):
    for parte in LIVELLI:
        tronco = albero(peg, parte)
        assert all(ramo.somme == Somme.di(foglie(ramo)) for ramo in tutti(tronco.rami))
        assert tronco.somme == Somme.di(riga for riga in peg.capitoli if riga.parte == parte)


@given(qualunque_peg)
def test_l_albero_tiene_ogni_riga_una_volta_sola(peg):
    righe = [riga for parte in LIVELLI for riga in albero(peg, parte).fuori]
    righe += [riga for parte in LIVELLI for ramo in albero(peg, parte).rami for riga in foglie(ramo)]

    def ordine(riga):
        return repr(riga)

    assert sorted(righe, key=ordine) == sorted(peg.capitoli, key=ordine)
    for parte in LIVELLI:
        for rami in (tronco.rami for tronco in (albero(peg, parte), *tutti(albero(peg, parte).rami))):
            assert len({ramo.codice for ramo in rami}) == len(rami)


@given(qualunque_peg)
def test_i_responsabili_insieme_fanno_il_tutto(peg):
    for parte in LIVELLI:
        aree = [albero(peg, parte, righe).somme for righe in per_area(peg.capitoli).values()]
        assert Somme.somma(aree) == albero(peg, parte).somme


@given(qualunque_peg)
def test_ogni_riepilogo_fa_lo_stesso_totale(peg):
    for parte, livelli in LIVELLI.items():
        for livello in livelli:
            somma = Somme.somma(ramo.somme for ramo in riepilogo(peg, parte, livello))
            assert somma == albero(peg, parte).somme_dei_rami


@given(qualunque_peg)
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
