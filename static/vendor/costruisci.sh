#!/usr/bin/env bash
# Rebuilds what the pages take from npm: Bootstrap Italia (style, icons, fonts, the components in use) and htmx.
# Node and npm are needed for this alone, never to install or to run the site.
#
#   static/vendor/costruisci.sh       then look at the pages and run "make test"
#
# To take another version change the numbers here. Files and tables of VERSIONE.md are rewritten.
set -euo pipefail
cd "$(dirname "$0")"

BOOTSTRAP_ITALIA=2.18.3
HTMX=2.0.11
ESBUILD=0.28.2

qui=$PWD
lavoro=$(mktemp -d)
trap 'rm -rf "$lavoro"' EXIT
(
    cd "$lavoro"
    npm init --yes >/dev/null
    npm install --no-audit --no-fund --ignore-scripts --save-exact \
        "bootstrap-italia@$BOOTSTRAP_ITALIA" "htmx.org@$HTMX" "esbuild@$ESBUILD" >/dev/null
)
moduli=$lavoro/node_modules
italia=$moduli/bootstrap-italia

# --- style: no source map (the manifest storage would look for it), no font inside a data: address (the CSP refuses it)
mkdir -p bootstrap-italia htmx titillium-web lora roboto-mono
sed -E -e 's#/\*\# sourceMappingURL=[^*]*\*/##' -e 's#@font-face\{font-family:VideoJS;[^}]*\}##g' \
    "$italia/dist/css/bootstrap-italia.min.css" >bootstrap-italia/bootstrap-italia.min.css
cp "$italia/dist/svg/sprites.svg" bootstrap-italia/
cp "$italia/LICENSE" bootstrap-italia/LICENSE
cp "$moduli/@popperjs/core/LICENSE.md" bootstrap-italia/LICENSE-popper

# --- script: only the components in use (see componenti.js). Its Input component must stay out: it takes the class
# "active" away from labels, which then fall on the text of the field (italia/bootstrap-italia#1861).
cp componenti.js "$lavoro/"
(
    cd "$lavoro"
    "$moduli/.bin/esbuild" componenti.js --bundle --minify --format=iife --global-name=bootstrap --target=es2020 --legal-comments=none \
        --banner:js="/* Bootstrap Italia $BOOTSTRAP_ITALIA (BSD-3-Clause), Popper (MIT): see LICENSE* */" \
        --outfile="$qui/bootstrap-italia/componenti.min.js" --log-level=warning
)

# --- fonts: the package loads them with a script that injects a style; here they have a style sheet
foglio=bootstrap-italia/fonts.css
printf '/* Written by costruisci.sh: the fonts of Bootstrap Italia %s. */\n' "$BOOTSTRAP_ITALIA" >$foglio
carattere() { # folder of the package, folder here, family
    local origine nome peso stile
    for origine in "$italia/dist/fonts/$1"/*.woff2; do
        nome=$(basename "$origine" | sed -E 's/-v[0-9]+-latin-ext_latin//')
        peso=$(sed -E 's/.*-(regular|italic|[0-9]+)(italic)?\.woff2/\1/; s/regular|italic/400/' <<<"$nome")
        stile=$([[ $nome == *italic* ]] && echo italic || echo normal)
        cp "$origine" "$2/$nome"
        printf '@font-face{font-family:"%s";font-style:%s;font-weight:%s;font-display:swap;src:url("../%s/%s") format("woff2")}\n' \
            "$3" "$stile" "$peso" "$2" "$nome" >>$foglio
    done
}
carattere Titillium_Web titillium-web "Titillium Web"
carattere Lora lora "Lora"
carattere Roboto_Mono roboto-mono "Roboto Mono"
cp "$italia/dist/fonts/Lora/OFL.txt" lora/
cp "$italia/dist/fonts/Roboto_Mono/LICENSE.txt" roboto-mono/

# --- htmx, as it is
cp "$moduli/htmx.org/dist/htmx.min.js" "$moduli/htmx.org/LICENSE" htmx/

chmod 644 bootstrap-italia/* htmx/* lora/* roboto-mono/* titillium-web/*

# --- the tables of VERSIONE.md
for cartella in bootstrap-italia htmx titillium-web lora roboto-mono; do
    (
        cd "$cartella"
        { sed '/^|/d' VERSIONE.md | sed '/<!-- tabella -->/q'
          printf '\n| File | sha256 |\n|---|---|\n'
          find . -maxdepth 1 -type f ! -name VERSIONE.md -printf '%f\n' | LC_ALL=C sort | while read -r file; do
              printf '| `%s` | `%s` |\n' "$file" "$(sha256sum "$file" | cut -d ' ' -f 1)"
          done
          sed '/^|/d' VERSIONE.md | sed '1,/<!-- tabella -->/d' | cat -s; } >"$lavoro/versione"
        cat "$lavoro/versione" >VERSIONE.md
    )
done
