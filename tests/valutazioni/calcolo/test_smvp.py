"""Il SMVP come dati: si legge, si verifica, le sue fasce; il punteggio di una scheda di valutazione."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.valutazioni.calcolo.modelli import FASCE_MAGENTA, categoria, fasce, pesi, smvp
from valutazioni.calcolo.fasce import Livello, fascia_di, verifica_intervalli
from valutazioni.calcolo.misure import Parametri, Scaglione
from valutazioni.calcolo.smvp import (
    Maggiorazione,
    ModoPremio,
    Scala,
    SmvpNonLeggibile,
    modelli_smvp,
    smvp_da_json,
    smvp_json,
)
from valutazioni.calcolo.valutazione import punteggio_comportamenti, valuta
from valutazioni.calcolo.verifica import unita_prevalente, verifica_smvp


class TestModelli:
    def test_ce_ne_sono_due_da_adattare(self):
        modelli = modelli_smvp()

        assert sorted(modelli) == ["comune_con_dirigenti", "comune_piccolo_senza_dirigenti"]
        assert all(modello.da_adattare and "Modello da adattare" in modello.nota for modello in modelli.values())

    @pytest.mark.parametrize("nome", ["comune_con_dirigenti", "comune_piccolo_senza_dirigenti"])
    def test_sono_senza_errori_e_tornano_uguali_dal_json(self, nome):
        modello = modelli_smvp()[nome]

        assert verifica_smvp(modello) == []
        assert unita_prevalente(modello) == []
        assert smvp_da_json(smvp_json(modello)) == modello

    def test_solo_il_grande_ha_i_dirigenti(self):
        assert [n for n, m in modelli_smvp().items() if any(c.codice == "dirigenti" for c in m.categorie)] == [
            "comune_con_dirigenti"
        ]

    def test_nessuna_cifra_del_contratto_e_data_per_nota(self):
        assert all(c.premio.maggiorazione is None for m in modelli_smvp().values() for c in m.categorie)


class TestLettura:
    @pytest.mark.parametrize(
        "testo", ["non è JSON", "{}", '{"nome": 3}', smvp_json(smvp()).decode().replace('"nota"', '"sconosciuto"')]
    )
    def test_un_testo_che_non_e_un_smvp_e_rifiutato(self, testo):
        with pytest.raises(SmvpNonLeggibile, match=r"^Il testo non è un SMVP"):
            smvp_da_json(testo)


class TestFasce:
    @pytest.mark.parametrize(
        ("punteggio", "fascia"),
        [
            ("100", "1"),
            ("95", "1"),
            ("94.995", "1"),
            ("94.99", "2"),
            ("80", "2"),
            ("79.99", "3"),
            ("60", "3"),
            ("59.99", "-"),
        ],
    )
    def test_magenta(self, punteggio, fascia):
        assert fascia_di(Decimal(punteggio), fasce(FASCE_MAGENTA)).codice == fascia

    def test_fuori_da_tutte(self):
        assert fascia_di(Decimal("100.01"), fasce(FASCE_MAGENTA)) is None

    @pytest.mark.parametrize(("punteggio", "fascia"), [("89.49", "B"), ("89.5", "A"), ("70", "B"), ("69", "C")])
    def test_fasce_a_numeri_interi(self, punteggio, fascia):
        intere = fasce((("A", 90, 100, 3), ("B", 70, 89, 2), ("C", 0, 69, 1)))

        assert verifica_intervalli(intere, Decimal(0), Decimal(100), 0, "Fasce") == []
        assert fascia_di(Decimal(punteggio), intere, 0).codice == fascia

    @pytest.mark.parametrize(
        ("righe", "errore"),
        [
            ((("A", 90, 100, 2), ("B", 0, "89.98", 1)), "Fasce: manca da 89,99 a 89,99."),
            ((("A", 90, 100, 2), ("B", 0, 90, 1)), "Fasce: «Fascia B» e «Fascia A» si sovrappongono a 90."),
            ((("A", 90, 100, 2), ("B", 60, "89.99", 1)), "Fasce: manca da 0 a 59,99."),
            ((("A", 0, 90, 2),), "Fasce: manca da 90,01 a 100."),
            ((("A", 100, 0, 2),), "Fasce: «Fascia A» va da 100 a 0, al contrario."),
            ((("A", 0, 110, 2),), "Fasce: devono stare tra 0 e 100."),
            ((("A", 0, "99.999", 2),), "Fasce: «Fascia A» è scritto con più di 2 decimali."),
            ((), "Fasce: mancano."),
        ],
    )
    def test_un_buco_o_una_sovrapposizione_e_un_errore(self, righe, errore):
        assert verifica_intervalli(fasce(righe), Decimal(0), Decimal(100), 2, "Fasce") == [errore]

    def test_la_scala_a_quattro_livelli_con_un_decimale(self):
        estremi = ((0, 1), ("1.1", 2), ("2.1", 3), ("3.1", 4))
        livelli = [Livello(nome=str(n), da=Decimal(da), a=Decimal(a)) for n, (da, a) in enumerate(estremi, 1)]

        assert verifica_intervalli(livelli, Decimal(0), Decimal(4), 1, "Livelli") == []
        assert verifica_intervalli(livelli, Decimal(0), Decimal(4), 2, "Livelli") != []


class TestVerifica:
    @pytest.mark.parametrize(
        ("modello", "errore"),
        [
            (smvp(categorie=()), "Manca almeno una categoria di personale."),
            (
                smvp(categoria(componenti=pesi(obiettivi=50, comportamenti=40))),
                "Componenti di «Dipendenti»: i pesi sommano a 90, non a 100.",
            ),
            (
                smvp(categoria(componenti=pesi(obiettivi=60, altro=40), comportamenti=())),
                "Componenti di «Dipendenti»: «altro» non è nell'elenco.",
            ),
            (
                smvp(categoria(comportamenti=pesi(a=110, b=-10))),
                "Comportamenti di «Dipendenti»: il peso di «b» è negativo.",
            ),
            (
                smvp(categoria(componenti=pesi(obiettivi=100))),
                "Comportamenti di «Dipendenti»: ci sono, ma nessuna componente li pesa.",
            ),
            (smvp(categoria(righe=())), "Fasce di «Dipendenti»: mancano, e il premio dipende da esse."),
            (
                smvp(categoria(righe=(("A", 60, 100, 50), ("B", 0, "59.99", 80)))),
                "Fasce di «Dipendenti»: una fascia più alta vale meno di una più bassa.",
            ),
            (
                smvp(categoria(ModoPremio.FASCE_PERCENTO)),
                "Fasce di «Dipendenti»: una fascia dà più del 100% del premio; usare il coefficiente su fondo chiuso.",
            ),
            (
                smvp(categoria(ModoPremio.SOGLIA_E_INCREMENTO, soglia=Decimal(60), incremento_punto=Decimal(3))),
                "Premio di «Dipendenti»: quota alla soglia e incremento portano al 120% del premio, non tra 0 e 100%.",
            ),
            (
                smvp(categoria(maggiorazione=Maggiorazione(percentuale=Decimal(30), quota_persone=Decimal(0)))),
                (
                    "Premio di «Dipendenti»: la maggiorazione chiede una percentuale sopra lo zero e una quota di "
                    "persone fino a 100%."
                ),
            ),
            (
                smvp(parametri=Parametri(ritardi=(Scaglione(giorni=5, grado=Decimal(50)),) * 2)),
                "Tabella dei ritardi: i giorni sono maggiori di zero, e ciascuno c'è una volta sola.",
            ),
            (
                smvp(scala=Scala(massimo=Decimal(0))),
                "Scala dei comportamenti: il massimo deve essere maggiore di zero.",
            ),
            (
                smvp(categorie=(categoria(), categoria())),
                "Categorie: il codice «dipendenti» c'è 2 volte.",
            ),
        ],
    )
    def test_ogni_errore_e_una_frase(self, modello, errore):
        assert errore in verifica_smvp(modello)

    def test_senza_errori_niente_frasi(self):
        assert verifica_smvp(smvp()) == []


class TestNO21:
    @pytest.mark.parametrize(("unita", "frasi"), [(50, 0), (34, 0), (33, 1), (20, 1), (0, 1)])
    def test_per_chi_e_responsabile_prevalgono_gli_indicatori_dell_unita(self, unita, frasi):
        altro = Decimal(100 - unita) / 2
        eq = categoria(componenti=pesi(unita=unita, obiettivi=altro, comportamenti=altro), responsabile=True)

        assert len(unita_prevalente(smvp(eq))) == frasi
        assert unita_prevalente(smvp(replace(eq, responsabile=False))) == []


class TestComportamenti:
    PUNTI = dict(zip("abcde", map(Decimal, ("3.5", "3.0", "2.5", "4.0", "3.2")), strict=True))

    def test_punti_per_peso_diviso_quattro(self):
        punteggio = punteggio_comportamenti(self.PUNTI, categoria(), smvp())

        assert [riga.mostrato for riga in punteggio.righe] == [35, 15, Decimal("9.38"), 15, 8]
        assert punteggio.esatto == Decimal("82.375")
        assert punteggio.valore == Decimal("82.38")
        assert punteggio.righe[2].conto == "2,5 × 15 / 4 = 9,38"

    def test_sommare_le_righe_arrotondate_sbaglia(self):
        """Three rows of 9,375 are 28,125, shown 28,13; rounded one by one they would be 28,14."""
        tre = categoria(comportamenti=pesi(a=15, b=15, c=15))
        punteggio = punteggio_comportamenti(dict.fromkeys("abc", Decimal("2.5")), tre, smvp())

        assert sum(riga.mostrato for riga in punteggio.righe) == Decimal("28.14")
        assert sum(riga.esatto for riga in punteggio.righe) == Decimal("28.125")
        assert punteggio.valore == Decimal("62.5")
        assert punteggio.note == ("I pesi dei comportamenti sommano a 45, non a 100: il totale è riportato a 100.",)

    @pytest.mark.parametrize(
        ("punti", "motivo"),
        [
            (None, "«Voce c»: mancano i punti."),
            ("4.1", "«Voce c»: 4,1 è fuori dalla scala (0–4)."),
            ("-1", "«Voce c»: (−1) è fuori dalla scala (0–4)."),
            ("2.55", "«Voce c»: 2,55 ha più decimali della scala (1)."),
        ],
    )
    def test_punti_mancanti_o_fuori_dalla_scala(self, punti, motivo):
        voti = {**self.PUNTI, "c": None if punti is None else Decimal(punti)}
        punteggio = punteggio_comportamenti(voti, categoria(), smvp())

        assert punteggio.valore is None
        assert punteggio.motivi == (motivo,)


class TestScheda:
    def test_sessanta_e_quaranta_fanno_ottantasei_e_la_fascia_duecento(self):
        voti = dict.fromkeys("abcde", Decimal("3.2"))
        scheda = valuta(categoria(), smvp(), gradi={"obiettivi": Decimal(90)}, voti=voti)

        assert scheda.valore == 86
        assert scheda.componenti.conto == "54 + 32 = 86,00"
        assert scheda.fascia.valore == 200

    def test_il_totale_esatto_non_e_la_somma_delle_righe_mostrate(self):
        tre = categoria(componenti=pesi(obiettivi="33.5", unita="33.5", comportamenti=33), comportamenti=())
        gradi = {"obiettivi": Decimal("50.01"), "unita": Decimal("50.01"), "comportamenti": Decimal(50)}
        scheda = valuta(tre, smvp(), gradi=gradi)

        assert sum(riga.mostrato for riga in scheda.componenti.righe) == Decimal("50.00")
        assert scheda.componenti.esatto == Decimal("50.0067")
        assert scheda.valore == Decimal("50.01")

    def test_una_componente_manca(self):
        scheda = valuta(categoria(), smvp(), gradi={}, voti=dict.fromkeys("abcde", Decimal(4)))

        assert (scheda.valore, scheda.fascia) == (None, None)
        assert scheda.componenti.motivi == ("«Obiettivi»: manca il risultato.",)

    def test_una_componente_fuori_dalla_scala(self):
        scheda = valuta(categoria(), smvp(), gradi={"obiettivi": Decimal(101)}, voti=dict.fromkeys("abcde", Decimal(4)))

        assert scheda.componenti.motivi == ("«Obiettivi»: 101,00 è fuori dalla scala (0–100).",)

    def test_una_componente_senza_peso_non_e_chiesta(self):
        solo = categoria(componenti=pesi(obiettivi=100, unita=0), comportamenti=())

        assert valuta(solo, smvp(), gradi={"obiettivi": Decimal(70)}).valore == 70

    def test_un_punteggio_in_millesimi(self):
        scheda = valuta(
            categoria(),
            smvp(massimo=Decimal(1000)),
            gradi={"obiettivi": Decimal(90)},
            voti=dict.fromkeys("abcde", Decimal(4)),
        )

        assert scheda.valore == 940
        assert scheda.componenti.righe[0].conto == "90,00 × 60% × 1000 / 100 = 540,00"
