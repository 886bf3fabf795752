"""The files around the code: what they promise must stay true as the code changes."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

RADICE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def scheda() -> dict:
    """publiccode.yml, as the catalogue of Developers Italia reads it."""
    return yaml.safe_load((RADICE / "publiccode.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("chiave", "tipo"),
    [
        ("publiccodeYmlVersion", str),
        ("name", str),
        ("url", str),
        ("releaseDate", str),
        ("platforms", list),
        ("categories", list),
        ("developmentStatus", str),
        ("softwareType", str),
        ("description", dict),
        ("legal", dict),
        ("maintenance", dict),
        ("localisation", dict),
    ],
)
def test_publiccode_ha_le_chiavi_obbligatorie(scheda, chiave, tipo):
    assert isinstance(scheda[chiave], tipo)
    assert scheda[chiave]


def test_publiccode_usa_i_valori_ammessi_dallo_standard(scheda):
    assert scheda["publiccodeYmlVersion"] == "0.5"
    assert re.fullmatch(r"https://\S+\.git", scheda["url"])
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", scheda["releaseDate"])
    assert scheda["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert scheda["softwareType"] == "standalone/web"
    assert scheda["localisation"] == {"localisationReady": False, "availableLanguages": ["it"]}
    assert scheda["IT"]["countryExtensionVersion"] == "1.0"


def test_publiccode_nomina_i_manutentori_quando_ci_sono(scheda):
    manutenzione = scheda["maintenance"]
    assert manutenzione["type"] in {"internal", "contract", "community", "none"}
    if manutenzione["type"] in {"internal", "community"}:
        assert all(contatto["name"] for contatto in manutenzione["contacts"])
    if manutenzione["type"] == "contract":
        assert all(ditta["name"] and ditta["until"] for ditta in manutenzione["contractors"])


@pytest.mark.parametrize("lingua", ["it", "en"])
def test_publiccode_descrive_il_programma_nella_misura_dello_standard(scheda, lingua):
    descrizione = scheda["description"][lingua]
    assert 0 < len(descrizione["shortDescription"]) <= 150
    assert "\n" not in descrizione["shortDescription"]
    assert 150 <= len(descrizione["longDescription"]) <= 10_000
    assert len(descrizione["features"]) >= 5


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
