"""La mappa: linee di mandato × aree, le linee scoperte, l'elenco di ogni incrocio."""

import re

import pytest
from django.urls import reverse

from tests import factories
from tests.obiettivi.conftest import ANNO

TETTO_DELLE_DOMANDE = 15


@pytest.fixture
def linee(scheda):
    """Three lines of the plan's mandate; the first is cited by an objective of the sheet."""
    mandato = factories.MandatoFactory(ente=scheda.piano.ente)
    scheda.piano.mandato = mandato
    scheda.piano.save()
    return [
        factories.LineaMandatoFactory(mandato=mandato, numero=numero, titolo=f"Linea di prova {numero}")
        for numero in (1, 2, 3)
    ]


@pytest.fixture
def citati(scheda, obiettivi, linee):
    strategico = factories.StrategicoFactory(ente=scheda.piano.ente, linea=linee[0])
    obiettivi[0].operativo = factories.OperativoFactory(strategico=strategico)
    obiettivi[0].save()
    return obiettivi


@pytest.fixture
def pagina(scheda):
    return reverse("mappa", args=[scheda.piano_id])


@pytest.fixture
def client(ente, utente_con_ruolo, accedi):
    return accedi(utente_con_ruolo(ente, "sindaco"))


def pagina_letta(risposta) -> str:
    return " ".join(risposta.content.decode().split())


@pytest.mark.usefixtures("citati")
def test_le_linee_scoperte_sono_dette_in_parole(client, pagina):
    letto = pagina_letta(client.get(pagina))

    assert "Nessun obiettivo cita le linee 2-3." in letto
    assert 'Linea di prova 2 <strong class="scoperta">scoperta</strong>' in letto
    assert 'Linea di prova 1 <strong class="scoperta">scoperta</strong>' not in letto


@pytest.mark.usefixtures("citati")
def test_ogni_incrocio_porta_ai_suoi_obiettivi(client, pagina, scheda):
    letto = pagina_letta(client.get(pagina))
    indirizzi = set(re.findall(r'href="(\?[^"]*)#elenco"', letto.replace("&amp;", "&")))

    assert f"?linea=1&area={scheda.area.slug}" in indirizzi
    assert "?linea=2" not in indirizzi
    for indirizzo in indirizzi:
        elenco = pagina_letta(client.get(pagina + indirizzo)).partition('id="elenco"')[2]
        assert ("Obiettivo di prova 1" in elenco) == ("linea=1" in indirizzo)
        assert ("Obiettivo di prova 2" in elenco) == ("linea=nessuna" in indirizzo)
        assert f'href="{reverse("scheda", args=[scheda.pk])}#obiettivo-' in elenco


@pytest.mark.parametrize("richiesta", ["?linea=99", "?area=manca", "?linea=%3Cscript%3E&area=ente"])
@pytest.mark.usefixtures("citati")
def test_un_incrocio_che_non_c_e_non_ha_obiettivi(client, pagina, richiesta):
    risposta = client.get(pagina + richiesta)

    assert risposta.status_code == 200
    assert "Nessun obiettivo." in pagina_letta(risposta)
    assert "<script>" not in pagina_letta(risposta)


@pytest.mark.usefixtures("citati")
def test_con_molte_aree_le_aree_sono_le_righe_e_le_linee_hanno_il_loro_titolo(client, pagina, scheda):
    for _ in range(5):
        factories.SchedaFactory(piano=scheda.piano, anno=ANNO)

    letto = pagina_letta(client.get(pagina))

    assert "Le colonne hanno il numero della linea" in letto
    assert "<li>3. Linea di prova 3</li>" in letto
    assert f"?area={scheda.area.slug}&amp;linea=1#elenco" in letto


@pytest.mark.usefixtures("citati")
def test_le_domande_non_crescono_con_il_piano(client, pagina, scheda, django_assert_max_num_queries):
    for anno in (ANNO, ANNO + 1, ANNO + 2):
        for _ in range(3):
            factories.IndicatoreFactory(obiettivo__scheda=factories.SchedaFactory(piano=scheda.piano, anno=anno))

    with django_assert_max_num_queries(TETTO_DELLE_DOMANDE):
        client.get(f"{pagina}?linea=nessuna")


def test_un_piano_vuoto_ha_una_mappa_che_lo_dice(client, pagina):
    assert "Il piano non elenca linee di mandato." in pagina_letta(client.get(pagina))
