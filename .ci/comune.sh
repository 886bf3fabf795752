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

# installa_pacchetti WHY PACKAGE…: apt-get install, or a sentence with the exact command and failure.
installa_pacchetti() {
    local motivo=$1 sudo perche
    shift
    local comando="apt-get update && apt-get install -y $*"
    [ "$(id -u)" = 0 ] || comando="sudo apt-get update && sudo apt-get install -y $*"
    if ! command -v apt-get >/dev/null; then
        perche="questo sistema non ha apt-get (Debian, Ubuntu)"
        comando="installare con il gestore del sistema i pacchetti che corrispondono a: $*"
    elif ! sudo=$(amministratore); then
        perche="l'utente $(id -un) non è amministratore e sudo $(command -v sudo >/dev/null && echo "chiede una password" || echo "non c'è")"
    else
        echo "Installo i pacchetti di sistema ($motivo): $*"
        # An old list of packages names versions that are no longer served.
        if $sudo apt-get update -q >/dev/null &&
            $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null; then
            return 0
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
