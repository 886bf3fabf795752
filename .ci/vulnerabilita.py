"""Asks pip-audit for known vulnerabilities of the pinned dependencies.

Exit status: 0 none known, 1 something found, 2 pip-audit itself failed, 78 nothing was checked because no
vulnerability database can be reached. The last is said aloud, never reported as "no vulnerabilities", and does not fail
the tests: many offices and build machines have no way out to the network.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

RADICE = Path(__file__).resolve().parent.parent
NON_ESEGUITO = 78
REQUISITI = RADICE / "requirements-dev.txt"  # holds requirements.txt whole


def pip_audit(uscita: Path) -> subprocess.CompletedProcess[str]:
    """Run pip-audit on the pinned list without resolving it again; the findings go to `uscita` as JSON."""
    comando = [sys.executable, "-m", "pip_audit", "--requirement", REQUISITI, "--no-deps", "--disable-pip"]
    comando += ["--progress-spinner", "off", "--timeout", "15", "--format", "json", "--output", uscita]
    return subprocess.run(comando, capture_output=True, text=True, timeout=300, check=False)


def riga_vulnerabilita(pacchetto: dict, trovata: dict) -> str:
    """One finding, with the versions that correct it."""
    corretta = ", ".join(trovata["fix_versions"]) or "nessuna"
    return f"  {pacchetto['name']} {pacchetto['version']}: {trovata['id']} (corretta in: {corretta})"


def main() -> int:
    """Print the outcome in one or a few lines."""
    with tempfile.TemporaryDirectory() as cartella:
        uscita = Path(cartella) / "esito.json"
        try:
            processo = pip_audit(uscita)
        except subprocess.TimeoutExpired:
            print("non eseguito: nessuna banca dati raggiungibile (tempo scaduto)")
            return NON_ESEGUITO
        if not uscita.exists():
            messaggio = processo.stderr.strip()
            # No way out, a proxy that answers in its place with a certificate of its own, or nobody answers in time.
            if any(errore in messaggio for errore in ("ConnectionError", "SSLError", "Timeout", "ServiceError")):
                print("non eseguito: nessuna banca dati raggiungibile")
                return NON_ESEGUITO
            print(messaggio)
            return 2
        pacchetti = json.loads(uscita.read_text())["dependencies"]

    # A package index without a vulnerability list makes pip-audit skip every package and still say "none found".
    saltati = [p["name"] for p in pacchetti if "skip_reason" in p]
    trovate = [riga_vulnerabilita(p, v) for p in pacchetti for v in p.get("vulns", [])]
    if trovate:
        print("\n".join(["Vulnerabilità note nelle dipendenze:", *trovate]))
        return 1
    if len(saltati) == len(pacchetti):
        print(f"non eseguito: nessuna banca dati raggiungibile ({len(saltati)} pacchetti non controllati)")
        return NON_ESEGUITO
    print(f"Nessuna vulnerabilità nota in {len(pacchetti) - len(saltati)} pacchetti")
    if saltati:
        print(f"Non controllati (assenti dalla banca dati): {', '.join(saltati)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
