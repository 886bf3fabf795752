"""Every page of the admin, on a desk and on a telephone: CSP, scripts, axe, no sideways scrolling.

One tab opens them all; each test is a group of pages, so that a failure says where.
"""

import re

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from piani.controlli import controlla
from piani.models import Ente, Piano, Utente
from piani.permessi import Ruolo
from piani.sezioni import fotografa
from tests import factories
from tests.browser.conftest import LARGHEZZE, Esaminatore
from valutazioni.models import Termine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def righe() -> dict:
    """A row of every model of the admin, in one body."""
    ente = factories.EnteFactory(popolazione_totale=1061, superficie_kmq=81, frazioni="Frazione inventata")
    factories.BilancioFactory(ente=ente)
    piano = factories.PianoFactory(ente=ente)
    scheda = factories.SchedaFactory(piano=piano, proposta_il=None)
    factories.ServizioFactory(area=scheda.area)
    obiettivo = factories.ObiettivoFactory(scheda=scheda, numero=1, peso="33.33", scadenza_testo="A fine anno")
    indicatore = factories.IndicatoreFactory(obiettivo=obiettivo)
    factories.ValoreAttesoFactory(indicatore=indicatore)
    factories.FaseFactory(obiettivo=obiettivo)
    factories.AssegnazioneFactory(obiettivo=obiettivo)
    factories.PesoPersonaleFactory(obiettivo=obiettivo)
    mandato = factories.MandatoFactory(ente=ente)
    linea = factories.LineaMandatoFactory(mandato=mandato)
    factories.TematicaFactory(linea=linea)
    factories.AllegatoFactory(piano=piano)
    factories.CopertinaFactory(piano=piano, area=scheda.area)
    factories.DatoDichiaratoFactory(piano=piano)
    factories.SezioneNarrativaFactory(piano=piano)
    factories.CapitoloFactory(piano=piano)
    Termine.objects.create(ente=ente, giorno=31, mese=7)
    factories.AttoFactory(ente=ente)
    factories.OperativoFactory(strategico=factories.StrategicoFactory(ente=ente))
    factories.ProgrammaFactory()
    factories.TipologiaEntrataFactory()
    factories.MacroaggregatoSpesaFactory()
    factories.ComuneFactory()
    factories.VersioneFactory(
        piano=piano, esiti=[esito.dizionario() for esito in controlla(fotografa(Piano.objects.get()))]
    )
    factories.DocumentoFactory(ente=ente)
    factories.ModelloObiettivoFactory(ente=ente)
    factories.RegolaControlloFactory(ente=ente)
    factories.ArticoloCorrettoFactory(ente=ente)
    factories.ModelloObiettivoFactory()
    factories.IncaricoFactory(ente=ente, ruolo=Ruolo.RESPONSABILE, area=scheda.area)
    chiusa = factories.SchedaFactory(piano=piano, stato="proposta", proposta_il="2024-02-01T10:00:00Z")
    return {
        "ente": ente,
        "piano": piano,
        "scheda": scheda,
        "chiusa": chiusa,
        "obiettivo_chiuso": factories.ObiettivoFactory(scheda=chiusa, peso=5),
    }


def nome_di(indirizzo: str) -> str:
    return re.sub(r"\W+", "-", indirizzo).strip("-") or "radice"


def esamina(esaminatore: Esaminatore, indirizzi: dict[str, int]) -> None:
    """Open each address at each width; the status expected is the value."""
    difetti = []
    for indirizzo, stato in indirizzi.items():
        for larghezza, trovati in esaminatore.esamina(indirizzo, stato=stato):
            esaminatore.fotografa(f"{larghezza}-{nome_di(indirizzo)}")
            difetti += [f"{indirizzo} a {larghezza} px: {difetto}" for difetto in trovati]
    assert not difetti, "\n".join(difetti)


def pagine(modelli: list, superuser: Utente) -> dict[str, int]:
    """List, add and change of each model, with the first row there is."""
    richiesta = RequestFactory().get("/")
    richiesta.user = superuser
    indirizzi = {}
    for modello in modelli:
        nome = f"admin:{modello._meta.app_label}_{modello._meta.model_name}"
        indirizzi[reverse(f"{nome}_changelist")] = 200
        if admin.site.get_model_admin(modello).has_add_permission(richiesta):
            indirizzi[reverse(f"{nome}_add")] = 200
        chiave = modello._default_manager.order_by("pk").first().pk
        indirizzi[reverse(f"{nome}_change", args=[chiave])] = 200
    return indirizzi


MODELLI = sorted(admin.site._registry, key=lambda modello: modello._meta.label)
META = len(MODELLI) // 2


@pytest.mark.parametrize("gruppo", [MODELLI[:META], MODELLI[META:]], ids=["prima metà", "seconda metà"])
def test_le_pagine_dei_modelli(esaminatore, righe, superuser, gruppo):
    esaminatore.accede(superuser)

    esamina(esaminatore, pagine(gruppo, superuser))


def test_la_pagina_iniziale_e_le_conferme(esaminatore, righe, superuser):
    esaminatore.accede(superuser)
    indirizzi = {reverse("admin:index"): 200, reverse("admin:app_list", args=["piani"]): 200}
    libero = factories.DipendenteFactory(ente=righe["ente"])
    for nome, chiave in (
        ("piani_dipendente", libero.pk),  # confirm
        ("piani_area", righe["chiusa"].area_id),  # protected by a sheet
    ):
        indirizzi[reverse(f"admin:{nome}_delete", args=[chiave])] = 200
    indirizzi[reverse("admin:piani_schedaarea_change", args=[righe["chiusa"].pk])] = 200
    indirizzi[reverse("admin:obiettivi_obiettivogestionale_change", args=[righe["obiettivo_chiuso"].pk])] = 200
    indirizzi[reverse("admin:piani_ente_history", args=[righe["ente"].pk])] = 200
    indirizzi[reverse("admin:piani_piano_controlli", args=[righe["piano"].pk])] = 200
    indirizzi[reverse("admin:piani_schedaarea_controlli", args=[righe["scheda"].pk])] = 200
    indirizzi[reverse("admin:piani_area_change", args=[999999])] = 404
    indirizzi[reverse("admin:piani_schedaarea_delete", args=[righe["chiusa"].pk])] = 403

    esamina(esaminatore, indirizzi)


def test_chi_non_lavora_qui_lo_legge(esaminatore, utente_con_ruolo):
    esaminatore.accede(utente_con_ruolo(factories.EnteFactory(), "sindaco"))

    esamina(esaminatore, {reverse("admin:index") + "?ruolo=sindaco": 403})
    assert "Pagina riservata" in esaminatore.pagina.content()


def test_gli_errori_di_un_modulo(esaminatore, righe, superuser):
    esaminatore.accede(superuser)
    for larghezza in LARGHEZZE:
        esaminatore.pagina.set_viewport_size({"width": larghezza, "height": 900})
        esaminatore.apre(reverse("admin:obiettivi_obiettivogestionale_add"))
        esaminatore.pagina.fill("#id_peso", "trecento")
        esaminatore.preme("input[name=_save]")
        esaminatore.fotografa(f"{larghezza}-errori")

        assert esaminatore.pagina.title().startswith("Errore: ")
        assert "«trecento» non è un numero" in esaminatore.pagina.content()
        assert esaminatore.violazioni_csp() + esaminatore.difetti_della_pagina() == []


def test_si_sceglie_il_comune_dall_elenco_istat(esaminatore, superuser):
    comune = factories.ComuneFactory(nome="Inventopoli", provincia="Provincia inventata")
    esaminatore.accede(superuser)
    esaminatore.pagina.set_viewport_size({"width": 1280, "height": 900})

    esaminatore.apre(reverse("admin:piani_comune_changelist"))
    esaminatore.preme("text=Crea l'ente")
    assert esaminatore.pagina.input_value("#id_denominazione") == "Comune di Inventopoli"
    esaminatore.preme("input[name=_save]")

    assert esaminatore.pagina.locator(".errorlist").all_inner_texts() == []
    ente = Ente.objects.get()
    assert (ente.comune, ente.codice_istat, ente.slug) == (comune, comune.codice_istat, "inventopoli")
    assert esaminatore.errori == []
