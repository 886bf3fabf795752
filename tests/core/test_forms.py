"""Fields that take what an office types, and how a form tells what is wrong."""

import datetime
import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from semproniano.core.forms import CampoData, FormBase, data_da_italiano


class PersonaForm(FormBase):
    nome = forms.CharField(label="Nome", help_text="Nome e cognome")
    nascita = CampoData(label="Data di nascita", required=False)
    servizio = forms.ChoiceField(label="Servizio", choices=[("a", "Anagrafe"), ("t", "Tributi")])
    rapporto = forms.ChoiceField(
        label="Rapporto", choices=[("i", "Interno"), ("e", "Esterno")], widget=forms.RadioSelect
    )
    attiva = forms.BooleanField(label="In servizio")

    def clean(self) -> dict:
        if self.cleaned_data.get("nome") == "Nessuno":
            raise ValidationError("Una persona deve esserci.")
        return self.cleaned_data


def disegna(modello: str, **contesto) -> str:
    return Template("{% load interfaccia crispy_forms_tags %}" + modello).render(Context(contesto))


@pytest.mark.parametrize(
    "scritto",
    ["31/12/2024", " 31/12/2024 ", "31-12-2024", "31.12.2024", "31/12/24", "31 / 12 / 2024", "2024-12-31"],
)
def test_la_data_si_scrive_in_molti_modi(scritto):
    assert CampoData().clean(scritto) == datetime.date(2024, 12, 31)


def test_la_data_si_scrive_senza_zeri_e_si_rilegge_per_esteso():
    assert CampoData().clean("1/2/24") == datetime.date(2024, 2, 1)
    assert CampoData().prepare_value(datetime.date(2024, 2, 1)) == "01/02/2024"


@pytest.mark.parametrize("scritto", ["dieci", "12/2024", "1/2/3/4", "31/12/024", "2024/12/31/", "٣١/١٢/٢٠٢٤x"])
def test_quello_che_non_e_una_data_e_detto_con_un_esempio(scritto):
    with pytest.raises(ValidationError, match=r"non è una data: scriverla come 31/12/2024"):
        CampoData().clean(scritto)


@pytest.mark.parametrize("scritto", ["31/02/2024", "29/02/2023", "12/31/2024", "00/01/2024", "2024-13-01", "1/1/0000"])
def test_un_giorno_che_non_c_e_e_detto(scritto):
    with pytest.raises(ValidationError, match="non esiste"):
        CampoData().clean(scritto)


def test_la_data_vuota_manca_solo_se_e_obbligatoria():
    assert CampoData(required=False).clean("  ") is None
    with pytest.raises(ValidationError):
        CampoData().clean("")


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_la_data_mostrata_si_rilegge_uguale(giorno):
    assert data_da_italiano(CampoData().prepare_value(giorno)) == giorno
    assert data_da_italiano(giorno.isoformat()) == giorno


@given(st.text(max_size=25))
def test_qualunque_testo_e_una_data_o_un_errore_mai_un_guasto(testo):
    try:
        letta = data_da_italiano(testo)
    except ValidationError:
        return
    assert isinstance(letta, datetime.date)


def test_il_riepilogo_conta_gli_errori_e_porta_a_ogni_campo():
    form = PersonaForm({"nascita": "mai"})

    riepilogo = disegna("{% riepilogo_errori form %}", form=form)

    assert "Ci sono 5 errori da correggere" in riepilogo
    # A group of radio buttons takes the focus on its first one.
    assert re.findall(r'href="#(\w+)"', riepilogo) == [
        "id_nome",
        "id_nascita",
        "id_servizio",
        "id_rapporto_0",
        "id_attiva",
    ]
    assert "Data di nascita: «mai» non è una data" in riepilogo


def test_il_riepilogo_dice_anche_gli_errori_che_non_sono_di_un_campo():
    form = PersonaForm({"nome": "Nessuno", "servizio": "a", "rapporto": "i", "attiva": "on"})

    assert "C'è un errore da correggere" in disegna("{% riepilogo_errori form %}", form=form)
    assert "Una persona deve esserci." in disegna("{% riepilogo_errori form %}", form=form)


def test_il_riepilogo_di_piu_moduli_dice_di_quale_si_parla():
    class Righe(forms.BaseFormSet):
        def add_fields(self, form, index):
            super().add_fields(form, index)
            form.nome_nel_riepilogo = f"Persona {index + 1}"

        def clean(self):
            raise ValidationError("Due persone con lo stesso nome.")

    fabbrica = forms.formset_factory(PersonaForm, formset=Righe, extra=0)
    dati = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-nome": "A", "form-0-servizio": "a"}
    dati |= {"form-0-rapporto": "i", "form-0-attiva": "on", "form-1-nascita": "mai", "form-1-nome": "B"}

    riepilogo = disegna("{% riepilogo_errori formset altro %}", formset=fabbrica(dati), altro=None)

    assert "Ci sono 5 errori" in riepilogo
    assert "Due persone con lo stesso nome." in riepilogo
    assert "Persona 2, Data di nascita: «mai»" in riepilogo
    assert 'href="#id_form-1-nascita"' in riepilogo


def test_un_modulo_senza_errori_non_ha_riepilogo():
    assert "alert" not in disegna("{% riepilogo_errori form %}", form=PersonaForm())


def test_errore_e_aiuto_di_un_campo_sono_quelli_nominati_dal_campo():
    pagina = disegna("{% crispy form %}", form=PersonaForm({"nascita": "mai"}))

    assert 'aria-describedby="id_nome_helptext id_nome_error"' in pagina
    nominati = set(re.findall(r'aria-describedby="([^"]+)"', pagina))
    identita = re.findall(r' id="([^"]+)"', pagina)
    assert {nome for elenco in nominati for nome in elenco.split()} <= set(identita)
    assert len(identita) == len(set(identita))
    assert '<span class="visually-hidden">Errore:</span>' in pagina
    assert 'class="asterisco" aria-hidden="true"' in pagina
    assert "<form" not in pagina
    assert "style=" not in pagina
