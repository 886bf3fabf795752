"""The pages of the PEG: sums that agree, the way down to the capitoli, the search; who finds what."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piani.documenti.barre import LARGHEZZA, barre
from piani.importers.liste import carica_liste
from piani.states import StatoPiano
from tests import factories

DOMANDE_MASSIME = 16


@pytest.fixture
def piano(ente, settings):
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    return factories.PianoFactory(ente=ente, anno_inizio=2025)


@pytest.fixture
def area(ente):
    return factories.AreaFactory(ente=ente, nome="Area di prova")


@pytest.fixture
def peg(piano, area):
    """Entrata 500 + avanzo 100, spesa 400 + 200,50: the first year is out of balance by 0,50."""
    senza = {"titolo": "", "missione": "", "programma": "", "macroaggregato": ""}
    factories.CapitoloFactory(piano=piano, entrata=True, capitolo="000100", competenza_1=500, denominazione="Fitti")
    factories.CapitoloFactory(
        piano=piano,
        parte="entrata",
        tipo="avanzo",
        capitolo="000001",
        competenza_1=100,
        denominazione="Avanzo",
        **senza,
    )
    factories.CapitoloFactory(
        piano=piano,
        capitolo="000200",
        articolo="3",
        competenza_1=400,
        area=area,
        denominazione="Cancelleria",
        cassa=350,
    )
    factories.CapitoloFactory(
        piano=piano, capitolo="000300", competenza_1=Decimal("200.50"), missione="12", programma="1201", titolo="2",
        macroaggregato="202", denominazione="Asilo",
    )  # fmt: skip
    return piano


@pytest.fixture
def client(accedi, segretario):
    return accedi(segretario)


def letta(risposta) -> str:
    assert risposta.status_code == 200
    return " ".join(risposta.content.decode().split())


class TestEnte:
    def test_totali_pareggio_e_cassa(self, client, peg):
        pagina = letta(client.get(reverse("peg", args=[peg.pk])))

        assert "Entrata e spesa non pareggiano nel 2025." in pagina
        assert '<th scope="row">Totale entrata</th> <td class="importo">600,00</td>' in pagina
        assert '<th scope="row">Totale spesa</th> <td class="importo">600,50</td>' in pagina
        assert '<td class="importo non-torna">-0,50</td>' in pagina
        assert "01 Servizi istituzionali, generali e di gestione" in pagina
        assert "0111 Altri servizi generali" in pagina

    def test_dalla_missione_al_programma_al_capitolo(self, client, peg):
        indirizzo = reverse("peg-ramo", kwargs={"pk": peg.pk, "parte": "spesa", "sopra": "12"})
        sotto = reverse("peg-foglia", kwargs={"pk": peg.pk, "parte": "spesa", "sopra": "12", "sotto": "1201"})

        assert f'href="{indirizzo}"' in letta(client.get(reverse("peg", args=[peg.pk])))
        assert f'href="{sotto}"' in letta(client.get(indirizzo))
        pagina = letta(client.get(sotto))
        assert "Asilo" in pagina
        assert "Cancelleria" not in pagina
        assert "Totale programma 1201" in pagina

    def test_per_responsabile_c_e_tutta_la_spesa_anche_di_un_area_che_non_e_piu_attiva(self, client, peg, ente):
        chiusa = factories.AreaFactory(ente=ente, slug="chiusa", nome="Area chiusa", attiva_al="2020-12-31")
        factories.CapitoloFactory(piano=peg, area=chiusa, competenza_1=10)

        tavola = client.get(reverse("peg", args=[peg.pk])).context["per_area"]

        assert [(riga.testo, riga.somme.competenza[0]) for riga in tavola.righe] == [
            ("Area di prova", 400),
            ("Area chiusa", 10),
            ("Senza responsabile", Decimal("200.50")),
            ("Totale spesa", Decimal("610.50")),
        ]

    def test_quello_che_non_ha_codice_ha_la_sua_pagina(self, client, piano):
        factories.CapitoloFactory(piano=piano, missione="", programma="", denominazione="Senza missione")
        indirizzo = reverse("peg-foglia", kwargs={"pk": piano.pk, "parte": "spesa", "sopra": "-", "sotto": "-"})

        assert "Missione non indicata" in letta(client.get(reverse("peg", args=[piano.pk])))
        assert "Senza missione" in letta(client.get(indirizzo))

    @pytest.mark.parametrize("sopra", ["77", "1", "entrata"])
    def test_un_codice_che_non_c_e(self, client, peg, sopra):
        assert (
            client.get(reverse("peg-ramo", kwargs={"pk": peg.pk, "parte": "spesa", "sopra": sopra})).status_code == 404
        )

    def test_i_capitoli_di_un_programma_grande_sono_a_pagine_e_i_totali_di_tutti(self, client, piano):
        factories.CapitoloFactory.create_batch(101, piano=piano, competenza_1=1)
        indirizzo = reverse("peg-foglia", kwargs={"pk": piano.pk, "parte": "spesa", "sopra": "01", "sotto": "0111"})

        prima, seconda = letta(client.get(indirizzo)), letta(client.get(indirizzo, {"pagina": "2"}))

        assert (prima.count('class="codice"'), seconda.count('class="codice"')) == (100, 1)
        assert all("101,00" in pagina for pagina in (prima, seconda))

    def test_senza_peg_il_piano_resta_completo_e_chi_puo_lo_importa(self, accedi, client, piano, utente_con_ruolo):
        pagina, importa = reverse("peg", args=[piano.pk]), reverse("peg-importa", args=[piano.pk])

        assert "il piano è completo anche senza" in letta(client.get(pagina))
        assert importa in letta(client.get(pagina))
        assert importa not in letta(accedi(utente_con_ruolo(piano.ente, "sindaco")).get(pagina))
        piano.stato = StatoPiano.IN_GIUNTA
        piano.trasmesso_il = "2025-01-10T10:00:00Z"
        piano.save()
        assert importa not in letta(client.get(pagina))

    def test_le_domande_non_crescono_con_i_capitoli(self, client, peg, area):
        indirizzi = [
            reverse("peg", args=[peg.pk]),
            reverse("peg-ramo", kwargs={"pk": peg.pk, "parte": "spesa", "sopra": "01"}),
            reverse("peg-foglia", kwargs={"pk": peg.pk, "parte": "spesa", "sopra": "01", "sotto": "0111"}),
            reverse("peg-capitoli", args=[peg.pk]),
            reverse("peg-area", args=[peg.pk, area.slug]),
        ]
        poche = [domande(client, indirizzo) for indirizzo in indirizzi]
        for capitolo in factories.CapitoloFactory.create_batch(12, piano=peg, area=area):
            factories.RisorsaFactory(obiettivo__scheda__piano=peg, capitolo=capitolo)

        assert [domande(client, indirizzo) for indirizzo in indirizzi] <= poche
        assert max(poche) <= DOMANDE_MASSIME


def domande(client, indirizzo) -> int:
    with CaptureQueriesContext(connection) as contesto:
        assert client.get(indirizzo).status_code == 200
    return len(contesto)


class TestRicerca:
    @pytest.mark.parametrize(
        ("chiesto", "trovati"),
        [
            ({"q": "000200/3"}, {"Cancelleria"}),
            ({"q": "asilo"}, {"Asilo"}),
            ({"q": "1201"}, {"Asilo"}),
            ({"q": "3.100"}, {"Fitti"}),
            ({"parte": "entrata"}, {"Fitti", "Avanzo"}),
            ({"parte": "spesa", "q": "fitti"}, set()),
            ({}, {"Fitti", "Avanzo", "Cancelleria", "Asilo"}),
        ],
    )
    def test_si_trova_per_numero_nome_codice_parte(self, client, peg, chiesto, trovati):
        pagina = letta(client.get(reverse("peg-capitoli", args=[peg.pk]), chiesto))

        tutti = {"Fitti", "Avanzo", "Cancelleria", "Asilo"}
        assert {nome for nome in tutti if f"{nome} <span" in pagina} == trovati

    def test_le_pagine_tengono_la_ricerca_e_la_somma_e_di_tutti(self, client, piano):
        factories.CapitoloFactory.create_batch(120, piano=piano, competenza_1=Decimal("0.10"))

        pagina = letta(client.get(reverse("peg-capitoli", args=[piano.pk]), {"q": "prova", "parte": "spesa"}))

        assert "120 capitoli, competenza 2025: 12,00 euro." in pagina
        assert "q=prova&amp;parte=spesa&amp;pagina=2" in pagina

    def test_l_area_di_un_altro_ente_non_si_sceglie(self, client, peg):
        altra = factories.AreaFactory()

        pagina = client.get(reverse("peg-capitoli", args=[peg.pk]), {"area": altra.pk})

        assert "area" in pagina.context["form"].errors
        assert altra.nome not in letta(pagina)


class TestArea:
    def test_totali_e_obiettivi_che_usano_i_capitoli(self, client, peg, area):
        scheda = factories.SchedaFactory(piano=peg, area=area, anno=2025)
        obiettivo = factories.ObiettivoFactory(scheda=scheda, numero=4, descrizione="Comprare meno carta")
        factories.RisorsaFactory(obiettivo=obiettivo, capitolo=peg.capitoli.get(capitolo="000200"))

        pagina = letta(client.get(reverse("peg-area", args=[peg.pk, area.slug])))

        assert "1 capitolo, 1 collegato a un obiettivo." in pagina
        assert f'href="{reverse("scheda", args=[scheda.pk])}#obiettivo-4">2025, 4. Comprare meno carta</a>' in pagina
        assert "Asilo" not in pagina
        assert '<th scope="row">Totale spesa</th> <td class="importo">400,00</td>' in pagina

    def test_il_responsabile_di_un_altra_area_legge_ma_non_va_alla_scheda(
        self, accedi, peg, area, ente, utente_con_ruolo
    ):
        obiettivo = factories.ObiettivoFactory(scheda__piano=peg, scheda__area=area, scheda__anno=2025)
        factories.RisorsaFactory(obiettivo=obiettivo, capitolo=peg.capitoli.get(capitolo="000200"))
        altro = utente_con_ruolo(ente, "responsabile", area=factories.AreaFactory(ente=ente))

        pagina = letta(accedi(altro).get(reverse("peg-area", args=[peg.pk, area.slug])))

        assert obiettivo.descrizione[:20] in pagina
        assert reverse("scheda", args=[obiettivo.scheda_id]) not in pagina

    def test_i_capitoli_di_nessuno(self, client, peg):
        pagina = letta(client.get(reverse("peg-area", args=[peg.pk, "-"])))

        assert "Senza responsabile" in pagina
        assert "Asilo" in pagina
        assert "Cancelleria" not in pagina


class TestFigura:
    def test_la_barra_piu_lunga_e_della_somma_piu_alta(self):
        figura = barre(
            "Prova", [("Uno", Decimal(50)), ("Due", Decimal(200)), ("Tre", Decimal(0)), ("Q", Decimal("0.01"))]
        )

        lunghe = [barra.larghezza for barra in figura.barre]
        assert lunghe == [figura.lunga // 4, figura.lunga, 0, 1]
        assert "Due: 200,00 euro" in figura.descrizione

    def test_un_nome_lungo_si_taglia_e_resta_intero_nelle_parole(self):
        nome = "Sviluppo sostenibile e tutela del territorio e dell'ambiente, con molte altre cose"
        figura = barre("Prova", [(nome, Decimal(1))])

        assert figura.barre[0].nome.endswith("…")
        assert len(figura.barre[0].nome) * 5 <= LARGHEZZA
        assert nome in figura.descrizione

    def test_senza_somme_non_c_e_figura(self):
        assert barre("Prova", [("Uno", Decimal(0))]) is None
        assert barre("Prova", []) is None
