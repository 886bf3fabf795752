# Two commands do everything: "make avvio" and "make test". None of them asks anything; all can be repeated.

SHELL := /bin/bash
.DEFAULT_GOAL := aiuto
.NOTPARALLEL:
.PHONY: aiuto avvio installa dati test lint bench

aiuto:  ## questo elenco
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

avvio:  ## installa, carica i dati e accende il server su 127.0.0.1 (PORTA=8001 make avvio per un'altra porta)
	@.ci/avvio

installa:  ## librerie di sistema, .venv, dipendenze, chiave segreta
	@.ci/installa

dati: installa  ## migrazioni, elenchi, il piano 2019/2021, il Comune di Esempio, gli utenti di prova (PASSWORD_DEMO per sceglierne la password)
	@.ci/dati

test:  ## tutto quello che controlla la CI
	@.ci/installa --sviluppo
	@.ci/verifiche

lint:  ## solo la parte statica: ruff, djlint, import-linter
	@.ci/installa --sviluppo
	@.ci/verifiche lint

bench: installa  ## misure di tempo e di interrogazioni; poi il sito sotto carico, su PostgreSQL
	@.venv/bin/python manage.py bench
	@.venv/bin/python manage.py bench_valutazioni
	@.ci/postgresql --durevole .venv/bin/python manage.py bench --carico
