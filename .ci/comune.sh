# Shared by the scripts of this folder: source it, do not run it. It leaves the caller in the project's root.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# shellcheck disable=SC2034
PY=.venv/bin/python

avviso() { printf '%s\n' "$*" >&2; }

errore() {
    printf '\nErrore: %s\n' "$*" >&2
    exit 1
}

# passo NAME COMMAND…: runs a step, notes how long it took, stops everything when it fails.
# Exit status 77: a tool is missing, the step was not done and said why. In CI that is a failure.
# Exit status 78: the step depends on something outside that cannot be had here. Never a failure.
# In both cases the summary says that it was not done.
tempi=()
passo() {
    local nome=$1 inizio=$SECONDS esito=0
    shift
    printf '\n=== %s\n' "$nome"
    "$@" || esito=$?
    if ((esito == 78)) || { ((esito == 77)) && [ -z "${CI:-}" ]; }; then
        nome="$nome: NON ESEGUITO (il motivo è scritto sopra)"
    elif ((esito)); then
        printf '=== %s: NON RIUSCITO (uscita %d) dopo %d s\n' "$nome" "$esito" $((SECONDS - inizio)) >&2
        exit "$esito"
    fi
    tempi+=("$(printf '%5d s  %s' $((SECONDS - inizio)) "$nome")")
}

riepilogo() { printf '%s\n' "" "Tempi:" "${tempi[@]}" "$(printf '%5d s  in tutto' "$SECONDS")"; }

# Prints what comes before a command that needs the administrator ("" or "sudo -n"); fails when there is no way.
# Never asks for a password: these scripts run without a terminal.
amministratore() {
    if [ "$(id -u)" = 0 ]; then
        return 0
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        printf 'sudo -n'
    else
        return 1
    fi
}

# comando_apt PACKAGE…: what this user has to write to install them.
comando_apt() {
    local installa="apt-get install -y --no-install-recommends $*"
    if [ "$(id -u)" = 0 ]; then
        echo "apt-get update && $installa"
    elif command -v sudo >/dev/null; then
        echo "sudo apt-get update && sudo $installa"
    else
        echo "su - -c 'apt-get update && $installa'"
    fi
}

# in_catalogo PACKAGE: whether this system's archive has it (Ubuntu has no chromium, for one).
in_catalogo() { [[ $(LC_ALL=C apt-cache policy "$1" 2>/dev/null) == *"Candidate: "[^\(]* ]]; }

# installa_pacchetti WHY PACKAGE…: apt-get install, or a sentence with the exact command and failure. A package that
# the archive does not have is named and does not hold up the others.
installa_pacchetti() {
    local motivo=$1 sudo perche comando pacchetto assenti=() presenti=()
    shift
    comando=$(comando_apt "$@")
    if ! command -v apt-get >/dev/null; then
        perche="questo sistema non ha apt-get (Debian, Ubuntu)"
        comando="installare con il gestore del sistema i pacchetti che corrispondono a: $*"
    elif ! sudo=$(amministratore); then
        perche="l'utente $(id -un) non è amministratore e sudo $(command -v sudo >/dev/null && echo "chiede una password" || echo "non c'è")"
    else
        echo "Installo i pacchetti di sistema ($motivo): $*"
        # An old list of packages names versions that are no longer served.
        if $sudo apt-get update -q >/dev/null; then
            for pacchetto; do
                if in_catalogo "$pacchetto"; then presenti+=("$pacchetto"); else assenti+=("$pacchetto"); fi
            done
            ((${#assenti[@]} == 0)) || avviso "Questo sistema non ha un pacchetto apt di nome: ${assenti[*]}"
            if ((${#presenti[@]} == 0)) || $sudo env DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -q --no-install-recommends "${presenti[@]}" >/dev/null; then
                return $((${#assenti[@]} > 0))
            fi
        fi
        perche="apt-get non è riuscito (i suoi messaggi sono qui sopra)"
    fi
    avviso ""
    avviso "Non posso installare da solo i pacchetti di sistema: $*"
    avviso "Servono per: $motivo."
    avviso "Perché non posso: $perche."
    avviso "Comando da eseguire: $comando"
    return 1
}

trova_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

# Debian keeps PostgreSQL's server programs out of PATH, one folder for each version: the newest one.
trova_initdb() { command -v initdb || find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1 | grep .; }
