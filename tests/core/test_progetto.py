"""The files around the code: what they promise must stay true as the code changes."""

import copy
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.core.publiccode import difetti

RADICE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def scheda() -> dict:
    """publiccode.yml, as the catalogue of Developers Italia reads it."""
    return yaml.safe_load((RADICE / "publiccode.yml").read_text(encoding="utf-8"))


def test_publiccode_rispetta_lo_standard(scheda):
    assert difetti(scheda) == []


@pytest.mark.parametrize(
    ("guasto", "difetto"),
    [
        (lambda scheda: scheda.pop("legal"), "manca legal"),
        (lambda scheda: scheda.update(it=scheda.pop("IT")), "non c'è nello standard it"),
        (lambda scheda: scheda["description"]["it"].pop("features"), "description.*: manca features"),
        (lambda scheda: scheda["maintenance"].update(contacts=[{"email": "x"}]), "maintenance.contacts[]: manca name"),
        (lambda scheda: scheda["IT"].update(riuso={"ipa": "x"}), "IT.riuso: non c'è nello standard ipa"),
        (lambda scheda: scheda["description"]["en"]["features"].append("x" * 101), "features"),
        (lambda scheda: scheda["maintenance"].update(type="internal"), "contacts"),
        (lambda scheda: scheda["maintenance"].update(type="contract"), "contractors"),
        (lambda scheda: scheda["intendedAudience"].update(countries=["it"]), "countries"),
        (lambda scheda: scheda.update(categories=["performance"]), "categories"),
        (lambda scheda: scheda.update(releaseDate="24/11/2026"), "releaseDate"),
    ],
)
def test_una_scheda_guasta_si_riconosce(scheda, guasto, difetto):
    guasta = copy.deepcopy(scheda)
    guasto(guasta)
    assert difetto in difetti(guasta)


def test_publiccode_dice_il_vero(scheda):
    assert scheda["localisation"] == {"localisationReady": False, "availableLanguages": ["it"]}
    assert not any(scheda["IT"]["piattaforme"].values())


def test_la_licenza_e_la_stessa_ovunque(scheda):
    progetto = tomllib.loads((RADICE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert scheda["legal"]["license"] == progetto["license"] == "EUPL-1.2"
    assert (RADICE / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_ogni_variabile_letta_dalle_impostazioni_sta_nell_esempio():
    impostazioni = (RADICE / "semproniano" / "settings.py").read_text(encoding="utf-8")
    lette = set(re.findall(r"""\benv(?:\.\w+)?\(\s*["']([A-Z_]+)["']""", impostazioni))
    esempio = (RADICE / ".env.example").read_text(encoding="utf-8")
    assert lette
    assert lette == set(re.findall(r"^#?([A-Z_]+)=", esempio, flags=re.MULTILINE))


def versioni(nome: str) -> dict[str, str]:
    righe = (RADICE / nome).read_text(encoding="utf-8").splitlines()
    return dict(riga.split("==") for riga in righe if riga and not riga.startswith("#"))


def test_le_dipendenze_hanno_tutte_una_versione_esatta_e_una_sola():
    esercizio, sviluppo = versioni("requirements.txt"), versioni("requirements-dev.txt")
    assert esercizio.items() <= sviluppo.items()


def test_ogni_dipendenza_scelta_a_mano_e_tra_quelle_fissate():
    progetto = tomllib.loads((RADICE / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def nomi(richieste: list[str]) -> set[str]:
        return {re.match(r"[\w.-]+", richiesta)[0].lower().replace("_", "-") for richiesta in richieste}

    assert nomi(progetto["dependencies"]) <= versioni("requirements.txt").keys()
    assert nomi(progetto["optional-dependencies"]["dev"]) <= versioni("requirements-dev.txt").keys()
