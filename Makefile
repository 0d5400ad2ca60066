# Pelican Briefing. `make` lists what there is; `make serve` is where to begin.
SHELL   := /bin/sh
PYTHON  ?= python3
PORT    ?= 8000
BIN     := .venv/bin
STAMP   := .venv/.installed
DEV     := .venv/.installed-dev
BENCH   := .venv/.installed-bench
PIP     := $(BIN)/python -m pip --disable-pip-version-check -qq install
BRIEFING = $(BIN)/briefing

.DEFAULT_GOAL := help
.PHONY: help setup ingest edition html newsletter serve publish send desk verify test check fix bench golden clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## create .venv from the lock file (every target does it when needed)

ingest: $(STAMP) ## fetch the feeds and store what is new
	@$(BRIEFING) ingest

edition: $(STAMP) ## compose the editions that are due
	@$(BRIEFING) edition

html: $(STAMP) ## build the site into output/, from the committed files alone
	@$(BRIEFING) html

newsletter: $(STAMP) ## write the newest edition as a mail, into var/mail/
	@$(BRIEFING) newsletter

serve: $(STAMP) ## preview on http://localhost:8000, reloading when a file changes
	@$(BRIEFING) serve --port $(PORT)

publish: $(STAMP) ## ingest, edition, html, newsletter
	@$(BRIEFING) publish

send: $(STAMP) ## mail the newest edition to the subscribers, each of them once
	@$(BRIEFING) send

desk: $(STAMP) ## what is in, what is out and why, and how the sources are
	@$(BRIEFING) desk --open

verify: $(STAMP) ## build twice, in two folders and time zones, and compare every byte
	@$(BRIEFING) verify

test: $(DEV) ## run all tests
	@$(BIN)/pytest

check: $(DEV) ## lint, format and types, as CI runs them
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

fix: $(DEV) ## mend lint and format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(BENCH) ## measure speed and quality beside the named peers (DATA=folder with the sets)
	@$(BIN)/python bench/ingest.py
	@for name in parsing newsroom; do echo "== $$name"; $(BIN)/python bench/$$name.py $(DATA) || exit 1; done

golden: $(DEV) ## rewrite the golden output and show what changed
	@GOLDEN=write $(BIN)/pytest -q tests/test_golden.py
	@git --no-pager diff --stat -- tests/golden

clean: ## remove what can be made again (not the database, the mail or the send ledger)
	rm -rf .venv output var/site .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what requirements.lock names into .venv (once) ..."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(STAMP) requirements-dev.lock
	@echo "Installing the tools for tests and checks into .venv (once) ..."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(BENCH): $(DEV) requirements-bench.lock
	@echo "Installing what is measured against into .venv (once) ..."
	@$(PIP) --require-hashes -r requirements-bench.lock
	@touch $@
