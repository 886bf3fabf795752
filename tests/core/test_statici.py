"""Files taken from others: their bytes are those that VERSIONE.md declares, nothing comes from elsewhere."""

import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import render_to_string

RADICE = Path(__file__).resolve().parents[2]
CARTELLE = sorted(
    versione.parent
    for origine in ("static/vendor", "tests/browser/vendor")
    for versione in (RADICE / origine).glob("*/VERSIONE.md")
)
RIGA = re.compile(r"^\| `(?P<file>[^`]+)` \| `(?P<sha256>[0-9a-f]{64})` \|$", re.MULTILINE)


@pytest.mark.parametrize("cartella", CARTELLE, ids=lambda cartella: cartella.name)
def test_ogni_file_di_altri_ha_i_byte_dichiarati(cartella):
    dichiarati = dict(RIGA.findall((cartella / "VERSIONE.md").read_text(encoding="utf-8")))

    presenti = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in cartella.iterdir()
        if file.name != "VERSIONE.md"
    }

    assert presenti == dichiarati


def test_ogni_cartella_di_altri_dichiara_i_suoi_file_e_la_licenza():
    senza = [cartella.name for cartella in (RADICE / "static/vendor").iterdir() if cartella.is_dir()]

    assert sorted(senza) == sorted(cartella.name for cartella in CARTELLE if "static" in cartella.parts)
    assert all(any(re.match(r"LICENSE|OFL", file.name) for file in cartella.iterdir()) for cartella in CARTELLE)


def test_lo_stile_non_chiede_nulla_fuori_e_nessun_carattere_incorporato():
    stile = (RADICE / "static/vendor/bootstrap-italia/bootstrap-italia.min.css").read_text(encoding="utf-8")

    assert "sourceMappingURL" not in stile
    assert "@font-face" not in stile  # one inside a data: address is refused by the CSP
    assert not re.search(r"url\([\"']?(https?:)?//", stile)


def test_le_versioni_dello_script_sono_quelle_dichiarate():
    script = (RADICE / "static/vendor/costruisci.sh").read_text(encoding="utf-8")
    versioni = dict(re.findall(r"^(BOOTSTRAP_ITALIA|HTMX|ESBUILD)=(\S+)$", script, re.MULTILINE))
    bootstrap, htmx = (
        (RADICE / f"static/vendor/{nome}/VERSIONE.md").read_text(encoding="utf-8")
        for nome in ("bootstrap-italia", "htmx")
    )

    assert f"versione {versioni['BOOTSTRAP_ITALIA']}" in bootstrap
    assert f"esbuild {versioni['ESBUILD']}" in bootstrap
    assert f"versione {versioni['HTMX']}" in htmx


def test_le_pagine_si_disegnano_con_gli_statici_di_produzione(settings, tmp_path):
    """The manifest storage follows every address inside the style sheets, and refuses one that leads nowhere."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)
    pagina = render_to_string("500.html")

    indirizzi = re.findall(r"/static/([^\"#]+)", pagina)
    assert indirizzi
    assert [nome for nome in indirizzi if not (tmp_path / nome).is_file()] == []
    assert finders.find("interfaccia/semproniano.css")
