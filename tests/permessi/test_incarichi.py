"""I diritti vengono dagli incarichi e dalle loro date: due aree, un facente funzione, il Segretario che dirige un'area,
un Segretario di due Comuni."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from piani.permessi import Ruolo
from piani.states import StatoScheda
from tests import factories
from tests.pagina import campi_della_pagina

# Addresses that only who writes the sheet opens.
DI_CHI_SCRIVE = ("scheda-copia", "scheda-libreria", "scheda-matrice")


@pytest.fixture
def piano(ente):
    return factories.PianoFactory(ente=ente)


@pytest.fixture
def schede(piano):
    """Three sheets of as many areas, each with an objective that names it."""
    righe = [factories.SchedaFactory(piano=piano) for _ in range(3)]
    for numero, scheda in enumerate(righe):
        factories.ObiettivoFactory(scheda=scheda, numero=1, descrizione=f"Testo dell'area {numero}")
    return righe


@pytest.fixture
def oggi():
    return timezone.localdate()


def nomina(utente, scheda, **dati):
    """Make the user responsabile of the sheet's area."""
    return factories.IncaricoFactory(
        ente=scheda.piano.ente, utente=utente, ruolo=Ruolo.RESPONSABILE, area=scheda.area, **dati
    )


def stato(client, scheda, nome="scheda") -> int:
    return client.get(reverse(nome, args=[scheda.pk])).status_code


def e_scrivibile(client, scheda) -> bool:
    """The sheet's page has the fields to write."""
    return "ob-0-descrizione" in campi_della_pagina(client.get(reverse("scheda", args=[scheda.pk])))


def salva(client, scheda, testo: str) -> int:
    """Send the form of the sheet with a new text, whoever one is."""
    campi = {
        "versione": scheda.versione,
        "ob-0-uid": scheda.obiettivi.get().uid,
        "ob-0-descrizione": testo,
        "azione": "salva",
    }
    return client.post(reverse("scheda", args=[scheda.pk]), campi).status_code


def test_chi_dirige_due_aree_scrive_le_due_schede_e_non_vede_la_terza(schede, accedi):
    utente = factories.UtenteFactory()
    for scheda in schede[:2]:
        nomina(utente, scheda)
    client = accedi(utente)

    assert [e_scrivibile(client, scheda) for scheda in schede[:2]] == [True, True]
    assert [salva(client, scheda, "Cambiato") for scheda in schede] == [302, 302, 404]
    assert [scheda.obiettivi.get().descrizione for scheda in schede] == ["Cambiato", "Cambiato", "Testo dell'area 2"]


def test_la_pagina_iniziale_di_chi_dirige_due_aree_le_elenca_entrambe(schede, accedi):
    utente = factories.UtenteFactory()
    for scheda in schede[:2]:
        nomina(utente, scheda)

    pagina = accedi(utente).get(reverse("home")).content.decode()

    presenti = [reverse("scheda", args=[scheda.pk]) in pagina for scheda in schede]
    assert presenti == [True, True, False]


def test_il_facente_funzione_scrive_come_il_responsabile(schede, accedi, oggi):
    utente = factories.UtenteFactory()
    nomina(utente, schede[0], facente_funzione=True, dal=oggi)

    client = accedi(utente)

    assert salva(client, schede[0], "Del facente funzione") == 302
    assert [stato(client, schede[0], nome) for nome in DI_CHI_SCRIVE] == [200, 200, 200]


@pytest.mark.parametrize(
    ("dal", "al", "vede"),
    [(-10, None, True), (-10, 0, True), (0, 10, True), (0, 0, True), (-10, -1, False), (1, None, False)],
)
def test_l_incarico_vale_dal_primo_all_ultimo_giorno(schede, accedi, oggi, dal, al, vede):
    utente = factories.UtenteFactory()
    giorni = {
        "dal": oggi + datetime.timedelta(days=dal),
        "al": None if al is None else oggi + datetime.timedelta(days=al),
    }
    nomina(utente, schede[0], **giorni)
    client = accedi(utente)

    attesi = [200] * 4 if vede else [404] * 4
    assert [stato(client, schede[0], nome) for nome in ("scheda", *DI_CHI_SCRIVE)] == attesi
    assert salva(client, schede[0], "Cambiato") == (302 if vede else 404)


def test_finito_l_incarico_la_pagina_aperta_non_salva_piu(schede, accedi, oggi):
    utente = factories.UtenteFactory()
    incarico = nomina(utente, schede[0])
    client = accedi(utente)
    campi = campi_della_pagina(client.get(reverse("scheda", args=[schede[0].pk])))
    incarico.al = oggi - datetime.timedelta(days=1)
    incarico.save()

    risposta = client.post(
        reverse("scheda", args=[schede[0].pk]), {**campi, "ob-0-descrizione": "Tardi", "azione": "salva"}
    )

    assert risposta.status_code == 404
    assert schede[0].obiettivi.get().descrizione == "Testo dell'area 0"


def test_il_segretario_legge_le_aree_e_scrive_quella_che_dirige(schede, piano, ente, utente_con_ruolo, accedi):
    di_ente = factories.SchedaFactory(piano=piano, tipo="ente", area=None)
    propria = factories.SchedaFactory(piano=piano, tipo="segretario", area=None)
    for scheda in (di_ente, propria):
        factories.ObiettivoFactory(scheda=scheda, numero=1)
    segretario = utente_con_ruolo(ente, "segretario")
    nomina(segretario, schede[0], facente_funzione=True)
    client = accedi(segretario)

    assert [stato(client, scheda) for scheda in (*schede, di_ente, propria)] == [200] * 5
    assert [salva(client, scheda, "Cambiato") for scheda in (*schede, di_ente, propria)] == [302, 403, 403, 302, 302]
    assert stato(client, di_ente, "scheda-trasversali") == 200


def test_un_segretario_di_due_comuni_lavora_in_tutti_e_due_e_in_nessun_altro(ente, altro_ente, accedi):
    utente = factories.UtenteFactory()
    enti = (ente, altro_ente, factories.EnteFactory())
    for comune in enti[:2]:
        factories.IncaricoFactory(ente=comune, utente=utente, ruolo=Ruolo.SEGRETARIO)
    schede = [
        factories.ObiettivoFactory(
            scheda=factories.SchedaFactory(piano__ente=comune, tipo="ente", area=None), numero=1
        ).scheda
        for comune in enti
    ]
    client = accedi(utente)

    assert [salva(client, scheda, "Cambiato") for scheda in schede] == [302, 302, 404]
    assert [stato(client, scheda, "scheda-trasversali") for scheda in schede] == [200, 200, 404]
    mappe = [client.get(reverse("mappa", args=[scheda.piano_id])).status_code for scheda in schede]
    assert mappe == [200, 200, 404]


def test_il_responsabile_legge_la_scheda_di_ente_e_non_la_scrive(schede, piano, accedi):
    di_ente = factories.ObiettivoFactory(
        scheda=factories.SchedaFactory(piano=piano, tipo="ente", area=None), numero=1
    ).scheda
    utente = factories.UtenteFactory()
    nomina(utente, schede[0])
    client = accedi(utente)

    assert stato(client, di_ente) == 200
    assert salva(client, di_ente, "Cambiato") == 403
    assert [stato(client, di_ente, nome) for nome in (*DI_CHI_SCRIVE, "scheda-trasversali")] == [403] * 4


def test_chi_dirige_un_area_scrive_solo_in_bozza(schede, accedi):
    utente = factories.UtenteFactory()
    nomina(utente, schede[0])
    schede[0].stato, schede[0].proposta_il = StatoScheda.PROPOSTA, timezone.now()
    schede[0].save()
    client = accedi(utente)

    assert stato(client, schede[0]) == 200
    assert salva(client, schede[0], "Cambiato") == 409
    assert [stato(client, schede[0], nome) for nome in DI_CHI_SCRIVE] == [409] * 3
    assert schede[0].obiettivi.get().descrizione == "Testo dell'area 0"
