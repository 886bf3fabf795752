"""Che cosa cambia nel PEG fra due versioni: prima i totali, poi i capitoli, anche quando sono migliaia."""

from decimal import Decimal

import msgspec
import pytest
from django.urls import reverse

from piani.documenti.differenza_peg import RIGHE_MASSIME, differenza_peg
from piani.sezioni import PEG, confronta
from piani.sezioni.peg import PegFoto
from tests import factories
from tests.foto import foto_di_prova
from tests.foto_peg import con_peg, euro, riga
from tests.lettura_pdf import leggi

pytestmark = pytest.mark.django_db


def due(prima, dopo):
    base = foto_di_prova()
    return con_peg(base, *prima), con_peg(base, *dopo)


@pytest.fixture
def foto():
    tolto, cambiato = riga("20", competenza=euro(5, 0, 0)), riga("30")
    return due(
        [riga("10", parte="entrata", competenza=euro(105, 100, 100)), tolto, cambiato],
        [
            riga("10", parte="entrata", competenza=euro(105, 100, 100)),
            msgspec.structs.replace(cambiato, competenza=euro(150, 100, 100), area=None),
            riga("40", missione="01", competenza=euro(0, 0, 7)),
        ],
    )


def test_prima_i_totali_poi_i_capitoli(foto):
    esito = differenza_peg(*foto, confronta(*foto))

    assert esito.conti == [("aggiunti", 1), ("tolti", 1), ("cambiati", 1)]
    totali = [(voce.voce, voce.anno, voce.prima, voce.dopo, voce.differenza) for voce in esito.totali]
    assert totali == [
        ("Entrata: totale", 2019, "105,00", "105,00", "0,00"),
        ("Entrata: totale", 2020, "100,00", "100,00", "0,00"),
        ("Entrata: totale", 2021, "100,00", "100,00", "0,00"),
        ("Spesa: totale", 2019, "105,00", "150,00", "+45,00"),
        ("Spesa: totale", 2020, "100,00", "100,00", "0,00"),
        ("Spesa: totale", 2021, "100,00", "107,00", "+7,00"),
        ("Missione 01 – Servizi istituzionali", 2019, "105,00", "150,00", "+45,00"),
        ("Missione 01 – Servizi istituzionali", 2021, "100,00", "107,00", "+7,00"),
    ]
    cambiati = {voce.titolo: voce for voce in esito.righe}
    assert cambiati["Spesa, capitolo 30 Prova"].campi == [
        ("Responsabile", "Area Esempio", ""),
        ("Competenza 2019", "100,00", "150,00"),
    ]
    assert cambiati["Spesa, capitolo 20 Prova"].sorte == "tolto"


def test_lo_stesso_peg_non_ha_differenze(foto):
    prima, _ = foto
    con_altri_nomi = prima.con({PEG.codice: PegFoto(voci=(), capitoli=prima[PEG].capitoli)})

    assert differenza_peg(prima, con_altri_nomi, confronta(prima, con_altri_nomi)) is None


def test_di_molti_se_ne_dicono_i_primi_e_quanti_altri():
    righe = [riga(f"{numero:05}") for numero in range(2000)]
    rincarati = [msgspec.structs.replace(voce, competenza=(Decimal(101), *voce.competenza[1:])) for voce in righe]
    prima, dopo = due(righe, rincarati)

    esito = differenza_peg(prima, dopo, confronta(prima, dopo))

    assert (len(esito.righe), esito.lasciate) == (RIGHE_MASSIME, 2000 - RIGHE_MASSIME)
    assert ("cambiati", 2000) in esito.conti


class TestPagina:
    @pytest.fixture
    def piano(self, ente, foto):
        piano = factories.PianoFactory(ente=ente, anno_inizio=2019)
        atto = factories.AttoFactory(ente=ente)
        approvata = {"stato": "approvata", "numero": 1, "atto": atto, "approvata_il": "2024-02-01T10:00:00Z"}
        for voce, dati in zip(foto, (approvata, {}), strict=True):
            factories.VersioneFactory(piano=piano, contenuto=voce.json().decode(), sha256=voce.sha256, **dati)
        return piano

    def test_la_pagina(self, accedi, segretario, piano):
        testo = accedi(segretario).get(reverse("piano-differenza", args=[piano.pk])).content.decode()

        assert "Capitoli aggiunti: 1; tolti: 1; cambiati: 1." in " ".join(testo.split())
        assert "Le due versioni dicono le stesse cose" not in testo
        assert testo.index("I totali, prima e dopo") < testo.index("Spesa, capitolo 30 Prova")

    def test_il_pdf(self, accedi, segretario, piano):
        risposta = accedi(segretario).get(reverse("piano-differenza-pdf", args=[piano.pk]))

        assert risposta.status_code == 200
        albero = leggi(risposta.content)
        assert [voce.testo for voce in albero.tutti("/H2")] == ["Il PEG"]
        assert "+45,00" in albero.testo
