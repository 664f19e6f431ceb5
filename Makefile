# `make demo` and `make test` are all a newcomer needs; `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
WORKERS ?= $(shell expr $$(nproc) + 1)

VENV := .venv
BIN := $(VENV)/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard boundaries/translations/*/LC_MESSAGES/*.po web/translations/*/LC_MESSAGES/*.po))
SAMPLE := data/sample/truth.json
SAMPLE_WORKSPACE := data/sample/contoh.gpkg
DEMO_SECRET := contoh, bukan rahasia, hanya untuk komputer sendiri

# A step is done when a stamp with the sum of its inputs exists: a second run does nothing twice,
# and a changed lock is noticed whatever the times of the files are.
sum = $(firstword $(shell cat $(1) | sha256sum))
STAMPS := $(VENV)/stamps
INSTALLED := $(STAMPS)/tapal-$(call sum,requirements.lock setup.cfg pyproject.toml)
INSTALLED_TEST := $(STAMPS)/tests-$(call sum,requirements-test.lock setup.cfg pyproject.toml)

INSTALLED_BENCH := $(STAMPS)/bench-$(call sum,tests/bench/requirements.lock requirements.lock)
BENCH_NPM := .cache/bench/npm
MAPSHAPER := $(BENCH_NPM)/ready-$(call sum,tests/bench/package-lock.json)

PIP := $(BIN)/python -m pip --disable-pip-version-check
PIP_HELP := the packages could not be installed: check the network (proxy: HTTPS_PROXY) and run the same command again; if a sum differs, restore the lock file
COMPILE := $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe

say = @printf '== %s\n' "$(1)"
install = $(PIP) install --quiet --quiet --require-hashes -r $(1) || { echo "$(PIP_HELP)" >&2; exit 1; }
drop = rm -f $(STAMPS)/$(1)-*

.PHONY: help demo test setup setup-test lint bench load lock translations pictures golden wheel clean chromium postgis vendor fetch-vendor mapshaper
.NOTPARALLEL:

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: setup $(SAMPLE_WORKSPACE) ## set up, make the sample, work in it in the browser (HOST=127.0.0.1 PORT=8000)
	$(call say,working in $(SAMPLE_WORKSPACE); stop with Ctrl-C)
	@TAPAL_SECRET="$${TAPAL_SECRET:-$(DEMO_SECRET)}" exec $(BIN)/tapal serve $(SAMPLE_WORKSPACE) --host $(HOST) --port $(PORT)

# Tests start many programs and processes, which need not compile everything each time.
test bench load: export PYTHONDONTWRITEBYTECODE =
test: lint chromium postgis ## set up what the tests need, run the checks and all tests (ARGS=... for pytest)
	$(call say,tests)
	@PYTHONWARNINGS=error $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

setup: $(INSTALLED) vendor $(CATALOGUES) ## install Tapal into .venv, with browser files and translations

setup-test: setup $(INSTALLED_TEST) ## install also what tests and checks need

lint: setup-test ## ruff and mypy
	$(call say,ruff)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	$(call say,mypy)
	@$(BIN)/mypy

bench: setup $(INSTALLED_BENCH) ## time tapal check against its peers, side by side (ARGS=--help)
	@test -e $(MAPSHAPER) || $(MAKE) mapshaper \
		|| echo "mapshaper is left out: install Node.js 20 with npm, check the network" >&2
	@$(BIN)/python -m tests.bench.run $(ARGS)

load: setup-test postgis ## 50 reviewers at once for two minutes, in a file and in a database (ARGS=--help)
	@$(BIN)/python -m tests.load.run $(ARGS)

mapshaper:
	$(call say,mapshaper)
	@mkdir -p $(BENCH_NPM) && rm -f $(BENCH_NPM)/ready-*
	@cp tests/bench/package.json tests/bench/package-lock.json $(BENCH_NPM)
	@cd $(BENCH_NPM) && npm install --no-save --ignore-scripts --omit=optional --no-audit --no-fund --silent
	@touch $(MAPSHAPER)

lock: setup-test ## renew the locks: Python packages, browser files
	$(call say,requirements.lock)
	@$(COMPILE) --build-deps-for editable -o requirements.lock setup.cfg
	$(call say,requirements-test.lock)
	@$(COMPILE) --build-deps-for editable --extra test -c requirements.lock -o requirements-test.lock setup.cfg
	$(call say,requirements-npm.lock)
	@$(COMPILE) -o requirements-npm.lock requirements-npm.in
	$(call say,peers of the benchmark)
	@$(COMPILE) -c requirements.lock -o tests/bench/requirements.lock tests/bench/requirements.in
	@mkdir -p $(BENCH_NPM) && cp tests/bench/package.json $(BENCH_NPM)
	@cd $(BENCH_NPM) && rm -f package-lock.json && npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --silent
	@cp $(BENCH_NPM)/package-lock.json tests/bench/
	$(call say,package-lock.json and tools/vendor.json)
	@$(BIN)/python tools/vendor.py --lock

translations: setup-test ## add new texts to the catalogues, drop those that are gone
	@$(BIN)/python -m tools.translations

pictures: setup-test chromium $(SAMPLE_WORKSPACE) ## take the pictures of the documentation anew
	$(call say,pictures)
	@PYTHONPATH=data $(BIN)/python -m tools.pictures

golden: setup-test chromium ## take the pictures anew that map sheets are compared with
	$(call say,pictures of map sheets)
	@$(BIN)/python -m tests.golden_sheets

wheel: setup-test ## build dist/*.whl, which carries browser files and translations
	$(call say,wheel)
	@rm -rf build dist
	@$(BIN)/python -m build --wheel --no-isolation >/dev/null
	@$(BIN)/python -m tools.check_wheel dist/*.whl

clean: ## remove all that make made
	rm -rf $(VENV) node_modules web/static/vendor boundaries/vendor data/sample build dist *.egg-info .cache .coverage
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find boundaries web tests tools data -name __pycache__ -prune -exec rm -rf {} +
	find boundaries web -name '*.mo' -delete

$(BIN)/python:
	$(call say,virtual environment in $(VENV))
	@tools/system.sh venv $(VENV)

$(INSTALLED): | $(BIN)/python
	$(call say,Python packages of Tapal (one or two minutes the first time))
	@$(call install,requirements.lock)
	@$(PIP) install --quiet --quiet --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && $(call drop,tapal) && touch $@

$(INSTALLED_TEST): | $(INSTALLED)
	$(call say,Python packages of the tests)
	@$(call install,requirements-test.lock)
	@$(call drop,tests) && touch $@

$(INSTALLED_BENCH): | $(INSTALLED)
	$(call say,Python packages of the benchmark)
	@$(call install,tests/bench/requirements.lock)
	@$(call drop,bench) && touch $@

vendor: | $(INSTALLED)
	@$(BIN)/python tools/vendor.py --check >/dev/null 2>&1 || $(MAKE) fetch-vendor

fetch-vendor:
	$(call say,browser files)
	@command -v npm >/dev/null || $(call install,requirements-npm.lock)
	@$(BIN)/python tools/vendor.py

%.mo: %.po | $(INSTALLED)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

$(SAMPLE): $(wildcard data/*.py) | setup
	$(call say,sample kecamatan in data/sample)
	@$(BIN)/python data/make_sample.py
	@touch $@

$(SAMPLE_WORKSPACE): $(SAMPLE)
	$(call say,workspace of the sample)
	@$(BIN)/python data/make_workspace.py
	@touch $@

chromium:
	@tools/system.sh chromium

postgis:
	@tools/system.sh postgis
