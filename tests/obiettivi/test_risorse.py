"""Risorse: i capitoli del PEG che gli obiettivi di una scheda usano."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from obiettivi.models import RisorsaObiettivo
from obiettivi.services.controllo import foto_con_la_pagina
from obiettivi.services.rinnovo import foto_rinnovata
from obiettivi.services.risorse import collega_risorse
from obiettivi.sezioni import OBIETTIVI, RISORSE, RisorsaFoto, leggi_righe
from piani.selectors import LetturaPiano, cerca_capitoli, piani_completi
from piani.services import produzione
from piani.services.produzione import produci_documenti
from piani.services.pubblicazione import pubblica_versione
from piani.services.scrittura import PianoChiuso, SchedaCambiata, SchedaChiusa
from piani.sezioni import PEG
from piani.states import StatoPiano, StatoScheda
from tests import factories
from tests.foto import ANNO as ANNO_FOTO
from tests.foto import AREA, foto_di_prova, obiettivo_di_prova
from tests.foto_peg import con_peg, riga
from tests.pagina import campi_della_pagina
from tests.versioni import finti, piano_approvato, versione_approvata

TETTO_DELLE_DOMANDE = 16


@pytest.fixture
def capitoli(scheda):
    return [
        factories.CapitoloFactory(piano=scheda.piano, area=scheda.area, capitolo=numero, denominazione=nome)
        for numero, nome in (("000100", "Cancelleria"), ("000200", "Manutenzione delle scuole"))
    ]


@pytest.fixture
def altrui(scheda):
    area = factories.AreaFactory(ente=scheda.piano.ente, nome="Area di altri")
    return factories.CapitoloFactory(piano=scheda.piano, area=area, capitolo="000900", denominazione="Asfalti")


@pytest.fixture
def pagina(scheda):
    return reverse("scheda-risorse", args=[scheda.pk])


@pytest.fixture
def salva(client, pagina):
    """`salva({(capitolo, obiettivo): True}, coda="?q=…")`: the page's form with some ticks."""

    def spedisci(caselle, coda="", prima=None):
        risposta = prima or client.get(pagina + coda)
        campi = campi_della_pagina(risposta, "risorse")
        scelte = [casella for riga in risposta.context["righe"] for casella in riga.caselle]
        campi = {nome: testo for nome, testo in campi.items() if not nome.startswith("r-")}
        campi |= {casella.nome: "on" for casella in scelte if casella.e_scelta}
        for (capitolo, obiettivo), scelta in caselle.items():
            nome = f"r-{capitolo.pk}-{obiettivo.pk}"
            campi.pop(nome, None)
            if scelta:
                campi[nome] = "on"
        # The reader of forms keeps one value for each name; the rows shown are many.
        campi["mostrati"] = [riga.capitolo.pk for riga in risposta.context["righe"]]
        return client.post(pagina + coda, campi)

    return spedisci


def legami(scheda) -> set:
    righe = RisorsaObiettivo.objects.filter(obiettivo__scheda=scheda)
    return set(righe.values_list("capitolo__capitolo", "obiettivo__numero"))


class TestCollegare:
    def test_si_salva_con_una_revisione(self, salva, scheda, obiettivi, capitoli, responsabile):
        risposta = salva({(capitoli[0], obiettivi[0]): True, (capitoli[0], obiettivi[1]): True})

        assert risposta.status_code == 302
        assert legami(scheda) == {("000100", 1), ("000100", 2)}
        revisione = scheda.revisioni.get()
        assert (revisione.motivo, revisione.utente) == ("Risorse degli obiettivi", responsabile)
        assert "000100" in revisione.contenuto

    def test_togliere_la_spunta_toglie_il_capitolo_e_due_volte_conta_una(self, salva, scheda, obiettivi, capitoli):
        factories.RisorsaFactory(obiettivo=obiettivi[0], capitolo=capitoli[1])

        for _ in range(2):
            salva({(capitoli[1], obiettivi[0]): False})

        assert legami(scheda) == set()
        assert scheda.revisioni.count() == 1

    def test_la_pagina_mostra_i_capitoli_dell_area_e_cercando_quelli_di_tutti(
        self, client, pagina, salva, scheda, obiettivi, capitoli, altrui
    ):
        assert "Asfalti" not in client.get(pagina).content.decode()
        assert "Asfalti" in client.get(f"{pagina}?tutti=on&q=asf").content.decode()

        salva({(altrui, obiettivi[1]): True}, "?tutti=on&q=asf")

        assert legami(scheda) == {("000900", 2)}
        # What is linked is shown among one's own from then on.
        assert "(Area di altri)" in client.get(pagina).content.decode()

    def test_cio_che_la_pagina_non_mostra_resta(self, salva, scheda, obiettivi, capitoli):
        factories.RisorsaFactory(obiettivo=obiettivi[0], capitolo=capitoli[1])

        salva({(capitoli[0], obiettivi[0]): True}, "?q=Cancelleria")

        assert legami(scheda) == {("000100", 1), ("000200", 1)}

    def test_le_domande_non_crescono_con_i_capitoli(
        self, client, pagina, scheda, obiettivi, django_assert_max_num_queries
    ):
        for _ in range(60):
            capitolo = factories.CapitoloFactory(piano=scheda.piano, area=scheda.area)
            factories.RisorsaFactory(obiettivo=obiettivi[0], capitolo=capitolo)

        with django_assert_max_num_queries(TETTO_DELLE_DOMANDE):
            testo = client.get(pagina).content.decode()
        assert "60, da 1 a 40" in testo
        assert "Pagina 1 di 2" in testo

    def test_un_piano_senza_peg_lo_dice(self, client, pagina, obiettivi):
        assert "Il piano non ha ancora il PEG" in client.get(pagina).content.decode()


class TestRifiutare:
    def test_due_pagine_insieme_si_fondono_e_si_vede_che_cosa(self, client, pagina, salva, scheda, obiettivi, capitoli):
        salva({})  # nothing new: no revision
        salva({(capitoli[0], obiettivi[0]): True})
        prima = client.get(pagina)
        salva({(capitoli[1], obiettivi[1]): True})

        risposta = salva({(capitoli[0], obiettivi[1]): True}, prima=prima)

        assert risposta.status_code == 409
        caselle = {
            (riga.capitolo.capitolo, posto): (casella.e_scelta, casella.salvata)
            for riga in risposta.context["righe"]
            for posto, casella in enumerate(riga.caselle, start=1)
        }
        assert caselle == {
            ("000100", 1): (True, ""),
            ("000100", 2): (True, "no"),
            ("000200", 1): (False, ""),
            ("000200", 2): (True, ""),
        }
        assert salva({}, prima=risposta).status_code == 302
        assert legami(scheda) == {("000100", 1), ("000100", 2), ("000200", 2)}

    def test_un_capitolo_che_non_c_e_piu(self, client, pagina, salva, obiettivi, capitoli):
        prima = client.get(pagina)
        capitoli[1].delete()

        assert salva({(capitoli[0], obiettivi[0]): True}, prima=prima).status_code == 302

    @pytest.mark.parametrize("di_chi", ["altro piano", "altra scheda"])
    def test_niente_di_altri(self, scheda, obiettivi, capitoli, responsabile, di_chi):
        capitolo = factories.CapitoloFactory() if di_chi == "altro piano" else capitoli[0]
        obiettivo = factories.ObiettivoFactory() if di_chi == "altra scheda" else obiettivi[0]

        with pytest.raises(ValidationError, match="ricaricare"):
            collega_risorse(
                scheda=scheda,
                utente=responsabile,
                versione=scheda.versione,
                mostrati=[capitolo.pk],
                legami=[(capitolo.pk, obiettivo.pk)],
            )

    def test_chi_legge_non_collega_e_cio_che_e_chiuso_non_si_tocca(self, scheda, obiettivi, capitoli, responsabile):
        argomenti = {
            "scheda": scheda,
            "versione": scheda.versione,
            "mostrati": [capitoli[0].pk],
            "legami": [(capitoli[0].pk, obiettivi[0].pk)],
        }

        with pytest.raises(PermissionDenied):
            collega_risorse(utente=factories.UtenteFactory(), **argomenti)
        with pytest.raises(SchedaCambiata):
            collega_risorse(utente=responsabile, **{**argomenti, "versione": 99})
        type(scheda).objects.filter(pk=scheda.pk).update(stato=StatoScheda.PROPOSTA, proposta_il=timezone.now())
        with pytest.raises(SchedaChiusa):
            collega_risorse(utente=responsabile, **argomenti)
        type(scheda.piano).objects.filter(pk=scheda.piano_id).update(
            stato=StatoPiano.IN_GIUNTA, trasmesso_il=timezone.now()
        )
        with pytest.raises(PianoChiuso):
            collega_risorse(utente=responsabile, **argomenti)
        assert legami(scheda) == set()


class TestDoveSiVedono:
    @pytest.fixture(autouse=True)
    def collegato(self, obiettivi, capitoli):
        for capitolo in capitoli:
            factories.RisorsaFactory(obiettivo=obiettivi[0], capitolo=capitolo)

    def test_nella_carta_della_scheda(self, client, indirizzo):
        testo = client.get(indirizzo).content.decode()

        assert "Spesa 000100, Cancelleria" in testo
        assert "2.001,00" in testo  # the total

    def test_a_chi_legge_e_a_chi_esamina(self, accedi, ente, scheda, utente_con_ruolo):
        cliente = accedi(utente_con_ruolo(ente, "segretario"))

        for pagina in ("scheda", "admin:piani_schedaarea_esame"):
            testo = cliente.get(reverse(pagina, args=[scheda.pk])).content.decode()
            assert "Spesa 000200, Manutenzione delle scuole" in testo
            assert "2.001,00" in testo

    def test_l_importo_e_quello_dell_anno_della_scheda(self, client, scheda, capitoli, responsabile):
        seconda = factories.SchedaFactory(piano=scheda.piano, area=scheda.area, anno=scheda.anno + 1)
        capitoli[0].competenza_2 = Decimal(77)
        capitoli[0].save()
        factories.RisorsaFactory(obiettivo=factories.ObiettivoFactory(scheda=seconda), capitolo=capitoli[0])

        assert "77,00" in client.get(reverse("scheda", args=[seconda.pk])).content.decode()


class TestNonSiPerdono:
    @pytest.fixture(autouse=True)
    def collegato(self, obiettivi, capitoli):
        factories.RisorsaFactory(obiettivo=obiettivi[1], capitolo=capitoli[0])

    def test_salvando_e_riordinando_la_scheda(self, client, indirizzo, invia, scheda):
        invia(client, indirizzo, "giu:ob-0", follow=True)
        bozza = scheda.bozze.get()
        invia(client, f"{indirizzo}?bozza={bozza.pk}")

        assert legami(scheda) == {("000100", 1)}

    def test_un_obiettivo_tolto_porta_via_i_suoi(self, scheda, obiettivi):
        piano = piani_completi().get(pk=scheda.piano_id)
        scheda.piano = piano
        righe = leggi_righe(LetturaPiano(piano, scheda))[scheda.pk]

        foto = foto_con_la_pagina(scheda=scheda, obiettivi=righe[:1])

        assert len(foto[OBIETTIVI]) == 1
        assert foto[RISORSE] == ()
        obiettivi[1].delete()
        assert legami(scheda) == set()


def test_si_cerca_per_parole_numero_articolo_e_codice(scheda):
    for numero, articolo, nome in (
        ("1200", "3", "Carta e toner"),
        ("1200", "4", "Carta geografica"),
        ("77", "", "Toner"),
    ):
        factories.CapitoloFactory(piano=scheda.piano, capitolo=numero, articolo=articolo, denominazione=nome)

    def trova(testo):
        return sorted(riga.numero for riga in cerca_capitoli(scheda.piano.capitoli.all(), testo))

    assert trova("carta") == ["1200/3", "1200/4"]
    assert trova("carta toner") == ["1200/3"]
    assert trova("1200/4") == ["1200/4"]
    assert trova("0111") == ["1200/3", "1200/4", "77"]
    assert trova("zzz") == []


class TestAltrove:
    """With the PEG made by hand: nothing of it is attached to the real plan."""

    @pytest.fixture
    def foto(self):
        base = con_peg(foto_di_prova([obiettivo_di_prova(1), obiettivo_di_prova(2)]), riga("000100"), riga("000200"))
        legame = RisorsaFoto(
            area=AREA, anno=ANNO_FOTO, obiettivo=base[OBIETTIVI][0].uid, parte="spesa", capitolo="000100", articolo=""
        )
        return base.con({RISORSE.codice: (legame,)})

    def test_il_piano_dell_anno_dopo_comincia_senza_peg(self, foto):
        nuova = foto_rinnovata(foto, "Piano rinnovato")

        assert len(nuova[OBIETTIVI]) == 2 * 3
        assert (nuova[PEG].capitoli, nuova[RISORSE]) == ((), ())

    def test_la_pagina_pubblica_le_dice_con_nome_e_importo(self, client, ente, segretario, foto, monkeypatch):
        monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
        versione = versione_approvata(piano_approvato(ente), foto)
        produci_documenti(versione=versione)
        pubblica_versione(versione=versione, utente=segretario)

        testo = client.get(reverse("piano-pubblico", kwargs={"codice": "2019-2021"})).content.decode()

        assert testo.count("Capitoli del PEG, previsioni 2019 in euro") == 1
        assert "Spesa 000100, Prova" in testo
        assert "100,00" in testo
