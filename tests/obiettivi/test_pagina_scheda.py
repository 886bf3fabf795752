"""The responsabile writes the sheet: saving, buttons without script, what cannot be read, who may."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from obiettivi.models import BozzaScheda
from piani.models import SchedaArea
from tests import factories
from tests.obiettivi.conftest import ANNO, descrizioni
from tests.pagina import campi_della_pagina


@pytest.mark.usefixtures("obiettivi")
class TestSalvare:
    def test_la_pagina_ha_i_testi_che_sono_nella_scheda(self, client, invia, indirizzo):
        campi = campi_della_pagina(client.get(indirizzo))

        assert campi["ob-0-descrizione"] == "Obiettivo di prova 1"
        assert (campi["ob-1-peso"], campi["ob-1-ind-0-valore_atteso"]) == ("50", "Almeno 10")

    def test_un_testo_cambiato_e_salvato_con_la_sua_revisione(self, client, invia, indirizzo, scheda, responsabile):
        versione = scheda.versione

        risposta = invia(client, indirizzo, ob__0__descrizione="Testo nuovo", ob__0__scadenza="31/12/2024")

        assert risposta.status_code == 302
        assert descrizioni(scheda) == ["Testo nuovo", "Obiettivo di prova 2"]
        assert scheda.obiettivi.get(numero=1).scadenza == datetime.date(2024, 12, 31)
        scheda.refresh_from_db()
        revisione = scheda.revisioni.get()
        assert (scheda.versione, revisione.versione) == (versione + 1, versione + 1)
        assert revisione.utente == responsabile
        assert "Testo nuovo" in revisione.contenuto

    def test_salvare_senza_cambiare_niente_non_conta_una_modifica(self, client, invia, indirizzo, scheda):
        invia(client, indirizzo)

        assert not scheda.revisioni.exists()
        assert not BozzaScheda.objects.exists()

    def test_il_modulo_mandato_due_volte_e_innocuo(self, client, invia, indirizzo, scheda):
        campi = {**campi_della_pagina(client.get(indirizzo)), "ob-0-descrizione": "Testo nuovo", "azione": "salva"}

        stati = [client.post(indirizzo, campi).status_code for _ in range(2)]

        assert stati == [302, 302]
        assert scheda.revisioni.count() == 1

    def test_l_indicatore_che_resta_e_la_stessa_riga(self, client, invia, indirizzo, scheda, obiettivi):
        chiave = obiettivi[0].indicatori.get().pk

        invia(client, indirizzo, ob__0__descrizione="Testo nuovo", ob__0__ind__0__valore_atteso="Almeno 20")

        assert scheda.obiettivi.get(numero=1).indicatori.get().pk == chiave
        assert scheda.obiettivi.get(numero=1).indicatori.get().valore_atteso == "Almeno 20"

    def test_si_scrive_la_riga_che_e_cambiata_e_nessun_altra(self, client, invia, indirizzo, obiettivi):
        with CaptureQueriesContext(connection) as domande:
            invia(client, indirizzo, ob__1__descrizione="Testo nuovo")

        scritte = [voce["sql"] for voce in domande if voce["sql"].startswith("UPDATE")]
        (obiettivo,) = [sql for sql in scritte if "obiettivi_obiettivogestionale" in sql]
        assert f"IN ({obiettivi[1].pk})" in obiettivo
        assert not [sql for sql in scritte if "obiettivi_indicatore" in sql]

    def test_le_quote_del_personale_restano_con_il_loro_obiettivo(self, client, invia, indirizzo, scheda, obiettivi):
        persona = factories.PersonaSchedaFactory(scheda=scheda)
        factories.AssegnazioneFactory(obiettivo=obiettivi[1], persona=persona, percentuale=100)

        invia(client, invia(client, indirizzo, azione="su:ob-1").url.partition("#")[0])

        assert descrizioni(scheda) == ["Obiettivo di prova 2", "Obiettivo di prova 1"]
        assert scheda.obiettivi.get(numero=1).assegnazioni.get().percentuale == 100


@pytest.mark.usefixtures("obiettivi")
class TestPulsantiSenzaScript:
    """Every button keeps what was typed in the draft, and changes nothing that is saved."""

    def dopo(self, client, invia, indirizzo, azione, **cambi):
        risposta = invia(client, indirizzo, azione=azione, **cambi)
        assert risposta.status_code == 302
        return risposta.url.partition("#")[0]

    def test_aggiungere_scrivere_e_salvare(self, client, invia, indirizzo, scheda):
        bozza = self.dopo(client, invia, indirizzo, "aggiungi", ob__0__descrizione="Cambiato prima di aggiungere")
        assert descrizioni(scheda) == ["Obiettivo di prova 1", "Obiettivo di prova 2"]

        invia(client, bozza, ob__2__descrizione="Il terzo", ob__2__peso="33,333")

        assert descrizioni(scheda) == ["Cambiato prima di aggiungere", "Obiettivo di prova 2", "Il terzo"]
        assert scheda.obiettivi.get(numero=3).peso == Decimal("33.333")

    def test_togliere_e_rimettere(self, client, invia, indirizzo, scheda):
        tolto = self.dopo(client, invia, indirizzo, "togli:ob-0")
        assert b"Obiettivo tolto: \xc2\xabObiettivo di prova 1\xc2\xbb" in client.get(tolto).content

        invia(client, self.dopo(client, invia, tolto, "rimetti:ob-0"))
        assert descrizioni(scheda) == ["Obiettivo di prova 1", "Obiettivo di prova 2"]

        invia(client, self.dopo(client, invia, indirizzo, "togli:ob-0"))
        assert descrizioni(scheda) == ["Obiettivo di prova 2"]

    def test_una_carta_aggiunta_e_lasciata_vuota_sparisce(self, client, invia, indirizzo, scheda):
        invia(client, self.dopo(client, invia, indirizzo, "aggiungi"))

        assert len(descrizioni(scheda)) == 2

    def test_indicatore_strutturato(self, client, invia, indirizzo, scheda):
        bozza = self.dopo(client, invia, indirizzo, "struttura:ob-0-ind-0")

        invia(
            client,
            bozza,
            ob__0__ind__0__tipo="percentuale",
            ob__0__ind__0__att__0__valore="97,5",
            ob__0__ind__0__baseline="90",
            ob__0__ind__0__baseline_anno="2023",
        )

        indicatore = scheda.obiettivi.get(numero=1).indicatori.get()
        assert (indicatore.tipo, indicatore.baseline, indicatore.baseline_anno) == ("percentuale", 90, 2023)
        atteso = indicatore.valori_attesi.get()
        assert (atteso.anno, atteso.operatore, atteso.valore) == (ANNO, "ge", Decimal("97.5"))

    def test_fasi_con_il_loro_disegno(self, client, invia, indirizzo, scheda):
        bozza = self.dopo(client, invia, indirizzo, "fase:ob-0")
        riempita = self.dopo(
            client,
            invia,
            bozza,
            "fase:ob-0",
            **{
                "ob-0-fase-0-attivita": "Bando",
                "ob-0-fase-0-dal": "01/02/2024",
                "ob-0-fase-0-al": "31/03/2024",
            },
        )

        assert b"fase 1, Bando: dal 01/02/2024 al 31/03/2024" in client.get(riempita).content
        invia(client, riempita)
        assert [fase.attivita for fase in scheda.obiettivi.get(numero=1).fasi.all()] == ["Bando"]

    def test_un_comando_inventato_e_rifiutato(self, client, invia, indirizzo):
        for comando in ("su:ob-9", "togli:xx", "struttura:ob-0-ind-7", "cancella:ob-0", "su:"):
            assert invia(client, indirizzo, azione=comando).status_code == 400


@pytest.mark.usefixtures("obiettivi")
class TestQuelloCheNonSiLegge:
    @pytest.mark.parametrize(
        ("campo", "valore", "frase"),
        [
            ("ob-0-peso", "101", "100"),
            ("ob-0-peso", "-1", "0"),
            ("ob-0-peso", "dieci", "non è un numero"),
            ("ob-0-scadenza", "31/02/2024", "non esiste"),
            ("ob-0-scadenza", "fine anno", "non è una data"),
            ("ob-0-descrizione", "a" * 10_000, "6000"),
            ("ob-0-operativo", "Z.99 inventato", "non è un obiettivo operativo"),
            ("ob-0-uid", "non-un-uid", "UUID"),
        ],
    )
    def test_e_detto_accanto_al_campo_e_niente_cambia(self, client, invia, indirizzo, scheda, campo, valore, frase):
        risposta = invia(client, indirizzo, **{campo: valore, "ob-1-descrizione": "Scritto intanto"})

        assert risposta.status_code == 422
        pagina = risposta.content.decode()
        assert f'href="#id_{campo}"' in pagina
        assert frase in pagina
        assert campi_della_pagina(risposta)[campo] == valore
        assert campi_della_pagina(risposta)["ob-1-descrizione"] == "Scritto intanto"
        assert descrizioni(scheda) == ["Obiettivo di prova 1", "Obiettivo di prova 2"]
        assert BozzaScheda.objects.get().dati["obiettivi"][1]["descrizione"] == "Scritto intanto"

    def test_una_scelta_che_non_c_e(self, client, invia, indirizzo, scheda):
        assert invia(client, indirizzo, **{"ob-0-ambito": "altro"}).status_code == 422
        assert scheda.obiettivi.get(numero=1).ambito != "altro"

    def test_un_obiettivo_di_un_altra_area_non_entra(self, client, invia, indirizzo, scheda, ente):
        altrui = factories.ObiettivoFactory(scheda__piano=scheda.piano, scheda__anno=ANNO)

        risposta = invia(client, indirizzo, **{"ob-0-uid": str(altrui.uid)})

        assert risposta.status_code == 422
        assert "un&#x27;altra scheda" in risposta.content.decode()
        altrui.refresh_from_db()
        assert descrizioni(scheda) == ["Obiettivo di prova 1", "Obiettivo di prova 2"]

    def test_nomi_di_campi_inventati(self, client, invia, indirizzo):
        for campo in ("ob-x-peso", "ob-0-ind", "ob-0"):
            assert invia(client, indirizzo, **{campo: "1"}).status_code in (400, 302)

    def test_troppi_obiettivi_in_una_volta(self, client, invia, indirizzo):
        molti = {f"ob-{n}-descrizione": "x" for n in range(201)}

        assert invia(client, indirizzo, **molti).status_code == 400

    def test_il_testo_con_html_resta_testo(self, client, invia, indirizzo):
        risposta = invia(client, indirizzo, follow=True, ob__0__descrizione="<script>alert(1)</script>")

        assert b"<script>alert(1)" not in risposta.content


class TestChiPuo:
    def test_l_area_di_un_altro_non_esiste(self, ente, scheda, utente_con_ruolo, accedi, indirizzo):
        altro = utente_con_ruolo(ente, "responsabile", area=factories.AreaFactory(ente=ente))

        assert accedi(altro).get(indirizzo).status_code == 404
        assert accedi(altro).post(indirizzo).status_code == 404

    def test_chi_legge_non_scrive(self, ente, scheda, obiettivi, utente_con_ruolo, accedi, indirizzo):
        for ruolo in ("segretario", "sindaco", "nucleo", "giunta", "amministratore"):
            lettore = accedi(utente_con_ruolo(ente, ruolo))
            pagina = lettore.get(indirizzo)
            assert pagina.status_code == 200
            assert b"Obiettivo di prova 1" in pagina.content
            assert campi_della_pagina(pagina) == {}
            assert lettore.post(indirizzo, {"azione": "salva"}).status_code == 403

    def test_la_scheda_di_ente_la_scrive_il_segretario(self, invia, scheda, segretario, client, accedi):
        di_ente = SchedaArea.objects.create(piano=scheda.piano, tipo="ente", anno=ANNO)
        indirizzo = reverse("scheda", args=[di_ente.pk])

        risposta = invia(
            accedi(segretario), indirizzo, **{"ob-0-uid": str(uuid.uuid4()), "ob-0-descrizione": "Per tutti"}
        )

        assert risposta.status_code == 302
        assert descrizioni(di_ente) == ["Per tutti"]
        assert b"Per tutti" in client.get(indirizzo).content  # the responsabile reads it
        assert client.post(indirizzo, {"azione": "salva"}).status_code == 403


@pytest.mark.usefixtures("obiettivi")
def test_una_scheda_si_apre_con_poche_interrogazioni_quanti_che_siano_gli_obiettivi(
    client, indirizzo, scheda, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15):
        client.get(indirizzo)
    for numero in range(3, 12):
        riga = factories.ObiettivoFactory(scheda=scheda, numero=numero)
        factories.IndicatoreFactory(obiettivo=riga)
    with django_assert_max_num_queries(15):
        assert client.get(indirizzo).content.count(b'class="carta"') == 11
