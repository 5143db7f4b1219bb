# IGH for QGIS. `make help` tells what there is. Needs Debian 12, git and make; everything else is installed.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PYTHON := /usr/bin/python3
BUILD := build
PYTEST := $(BUILD)/venv/bin/python -m pytest
TOOLS := $(BUILD)/tools/bin
VERSION := $(shell sed -n 's/^version=//p' igh_plugin/metadata.txt)
ZIP := dist/igh_plugin-$(VERSION).zip
QM := igh_plugin/resources/i18n/igh_nl.qm
SOURCES := $(shell find igh_plugin -type f -not -path '*/__pycache__/*' -not -name '*.qm')
STAMP340 := $(if $(filter off,$(QGIS340)),,$(BUILD)/qgis340.stamp)
BESIDE := $(PYTHON) scripts/side_by_side.py
LINTED := $(wildcard igh_plugin tests scripts benchmarks)

# The user's own data: make run EVENTS=reports.csv [AREAS=districts.gpkg] [MAPPING=mapping.yaml] [THEME=name] [N=200000]
DEMO := $(if $(EVENTS),--events "$(EVENTS)") $(if $(AREAS),--areas "$(AREAS)") $(if $(MAPPING),--mapping "$(MAPPING)") \
        $(if $(THEME),--theme "$(THEME)") $(if $(N),--n "$(N)")

.PHONY: help
help: ## Show this
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-18s %s\n", $$1, $$2}'

# --- environments ---------------------------------------------------------------------------------------------------
$(BUILD)/apt.stamp: requirements/apt.txt
	@mkdir -p $(BUILD)
	@scripts/apt_install.sh $<
	@touch $@

define venv
	@echo "Installing requirements/$(2).txt into $(BUILD)/$(1)"
	@rm -rf $(BUILD)/$(1)
	@env -u PYTHONPATH $(PYTHON) -m venv $(3) $(BUILD)/$(1)
	@env -u PYTHONPATH $(BUILD)/$(1)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$(2).txt 2> >(grep -v "is ignored: it is neither" >&2)
	@touch $@
endef

$(BUILD)/venv.stamp: requirements/tests.txt $(BUILD)/apt.stamp
	$(call venv,venv,tests,--system-site-packages)
$(BUILD)/tools.stamp: requirements/tools.txt $(BUILD)/apt.stamp
	$(call venv,tools,tools,)
$(BUILD)/oracles.stamp: requirements/oracles.txt $(BUILD)/apt.stamp
	$(call venv,oracles,oracles,)
$(BUILD)/peers.stamp: requirements/peers.txt $(BUILD)/apt.stamp
	$(call venv,peers,peers,)
$(BUILD)/qt6.stamp: requirements/qt6.txt $(BUILD)/apt.stamp
	$(call venv,qt6,qt6,)
$(BUILD)/qgis340.stamp: scripts/qgis340.sh requirements/apt-qgis340.txt $(BUILD)/apt.stamp
	@echo "Unpacking QGIS 3.40 into $(BUILD)/qgis340"
	@scripts/qgis340.sh $(BUILD)/qgis340
	@touch $@

.PHONY: install
install: $(BUILD)/apt.stamp $(BUILD)/venv.stamp $(QM) ## Install what is missing: Debian packages and the test environment

# --- using it -------------------------------------------------------------------------------------------------------
.PHONY: run
run: install ## The main job on the sample city, or on EVENTS= AREAS= MAPPING= THEME=, into build/demo
	@$(PYTHON) scripts/demo.py $(DEMO)

.PHONY: desktop
desktop: install ## The real QGIS with the demo project, the plugin on and the panel open (needs a screen)
	@$(PYTHON) scripts/desktop.py

.PHONY: contact-sheets
contact-sheets: install ## A picture of map and panel of every theme on the sample city, into build/contact
	@$(PYTHON) scripts/contact_sheets.py

# --- tests ----------------------------------------------------------------------------------------------------------
.PHONY: test lint types test-unit test-unit-newest test-qt6 test-qgis test-qgis340 test-reference test-gui
# What is made for several of the tests is made before two of them begin at the same time.
# Tests that tell no more in a second version of QGIS run in one of the two, half of them in each; alone, a version runs all.
BOTH := $(if $(filter off,$(QGIS340)),,both)
HALF_OF = $(HALF:%=--half %)
test: lint types $(addprefix $(BUILD)/,venv.stamp qt6.stamp peers.stamp oracles.stamp) $(STAMP340) $(QM) package ## All tests, and the zip with its gates, two at a time
	@$(BESIDE) "$(MAKE) test-unit test-qt6 test-reference" "$(MAKE) test-gui test-unit-newest"
	@$(BESIDE) "$(MAKE) test-qgis $(BOTH:%=HALF=1)" "$(MAKE) test-qgis340 $(BOTH:%=HALF=2)"
	@$(BESIDE) "$(MAKE) gates" "$(MAKE) test-package"
	@echo "All tests passed."

lint: $(BUILD)/tools.stamp ## Format and style
	@echo "== ruff"
	@$(TOOLS)/ruff format --check --quiet $(LINTED) || { $(TOOLS)/ruff format --check $(LINTED); exit 1; }
	@$(TOOLS)/ruff check $(LINTED)

format: $(BUILD)/tools.stamp ## Format the code and mend what can be mended
	@$(TOOLS)/ruff check --fix --quiet $(LINTED) || true
	@$(TOOLS)/ruff format $(LINTED)
.PHONY: format

types: $(BUILD)/tools.stamp ## Types of igh_plugin/core
	@echo "== mypy"
	@$(TOOLS)/mypy --python-executable $(PYTHON)

test-unit: $(BUILD)/venv.stamp $(QM) ## core/ and rules of the house, without QGIS
	@echo "== unit tests"
	@$(PYTEST) -p no:pytest_qgis tests/unit

test-unit-newest: $(BUILD)/qt6.stamp $(QM) ## core/, workspace and rules with the newest numpy, pandas and scipy
	@echo "== unit tests with the newest numpy, pandas, scipy"
	@env -u PYTHONPATH $(BUILD)/qt6/bin/python -m pytest -m "not long" tests/unit

test-qt6: $(BUILD)/qt6.stamp $(QM) ## Panel and dialogs under PyQt6, and the package read for what Qt 6 refuses
	@echo "== PyQt6"
	@env -u PYTHONPATH $(BUILD)/qt6/bin/python -m pytest tests/qt6

test-qgis: $(BUILD)/venv.stamp $(BUILD)/peers.stamp $(QM) ## In QGIS 3.22, without a screen
	@echo "== QGIS 3.22"
	@scripts/in_qgis.sh 3.22 $(PYTEST) tests/qgis $(HALF_OF)

ifeq ($(QGIS340),off)
test-qgis340:
	@echo "== QGIS 3.40: SKIPPED, because QGIS340=off"
else
test-qgis340: $(BUILD)/venv.stamp $(BUILD)/peers.stamp $(BUILD)/qgis340.stamp $(QM) ## The same in QGIS 3.40 (QGIS340=off skips it)
	@echo "== QGIS 3.40"
	@scripts/in_qgis.sh 3.40 $(PYTEST) tests/qgis $(HALF_OF)
endif

$(BUILD)/qgis344.stamp: scripts/qgis344.sh requirements/apt-qgis344.txt requirements/tests.txt $(BUILD)/venv.stamp
	@echo "Making a root with QGIS 3.44 in $(BUILD)/qgis344 (two to three minutes)"
	@scripts/qgis344.sh $(BUILD)/qgis344
	@touch $@

.PHONY: test-qgis344 matrix
test-qgis344: $(BUILD)/qgis344.stamp $(QM) ## The same in QGIS 3.44 (needs root or sudo; not part of `make test`)
	@echo "== QGIS 3.44"
	@scripts/in_qgis344.sh $(BUILD)/qgis344 python3 -m pytest -p no:cacheprovider tests/qgis

matrix: $(BUILD)/venv.stamp $(BUILD)/peers.stamp $(BUILD)/qgis340.stamp $(BUILD)/qgis344.stamp $(QM) ## The tests in QGIS 3.22, 3.40 and 3.44, and a table
	@$(PYTHON) scripts/matrix.py "scripts/in_qgis.sh 3.22 $(BUILD)/venv/bin/python" \
	  "scripts/in_qgis.sh 3.40 $(BUILD)/venv/bin/python" "scripts/in_qgis344.sh $(BUILD)/qgis344 python3"

test-reference: $(BUILD)/venv.stamp $(BUILD)/oracles.stamp ## Agreement with esda, libpysal, pointpats
	@echo "== reference implementations"
	@$(PYTEST) -p no:pytest_qgis tests/reference

test-gui: $(BUILD)/venv.stamp $(STAMP340) $(QM) ## Clicks and keys in the real QGIS on a virtual screen; pictures in build/gui
	@echo "== the panel clicked"
	@$(PYTEST) -p no:pytest_qgis tests/gui

# --- delivery -------------------------------------------------------------------------------------------------------
$(QM): igh_plugin/resources/i18n/igh_nl.ts $(BUILD)/apt.stamp
	@lrelease -silent $< -qm $@

.PHONY: translations package gates test-package clean
translations: ## Bring new sentences into the Dutch translation file
	@$(PYTHON) scripts/translations.py

package: $(ZIP) ## The zip for the plugin directory
$(ZIP): $(SOURCES) $(QM) scripts/package.py
	@$(PYTHON) scripts/package.py $@

gates: $(ZIP) $(BUILD)/tools.stamp ## What the plugin directory and the house ask of the zip
	@echo "== gates"
	@$(PYTHON) scripts/gates.py $(ZIP)

test-package: $(ZIP) $(BUILD)/venv.stamp $(STAMP340) ## The zip in fresh profiles of the real QGIS 3.22 and 3.40
	@echo "== the zip in QGIS"
	@$(PYTEST) -p no:pytest_qgis tests/package

.PHONY: bench bench-cube bench-density bench-enrich bench-hotspots bench-network bench-panel
SIZE ?= 200000
ROWS ?= 1000000
bench: $(BUILD)/venv.stamp $(BUILD)/oracles.stamp $(QM) ## Ours against a peer on the same data; SIZE=events (needs QGIS on this machine)
	@QT_QPA_PLATFORM=offscreen $(BUILD)/venv/bin/python benchmarks/run.py --events $(SIZE)

bench-cube: $(BUILD)/venv.stamp $(BUILD)/oracles.stamp $(QM) ## Cube, grid and a new day at 100,000 and 1,000,000 events against QGIS, geopandas and PostGIS (needs QGIS)
	@QT_QPA_PLATFORM=offscreen $(BUILD)/venv/bin/python benchmarks/cube.py

bench-density: $(BUILD)/venv.stamp $(QM) ## Kernel density of 1,000,000 points against QGIS (needs QGIS)
	@QT_QPA_PLATFORM=offscreen $(BUILD)/venv/bin/python benchmarks/density.py

bench-hotspots: $(BUILD)/venv.stamp $(BUILD)/oracles.stamp $(QM) ## Gi*, DBSCAN, Knox and emerging hot spots against esda, QGIS and scikit-learn; takes a quarter of an hour (needs QGIS)
	@QT_QPA_PLATFORM=offscreen $(BUILD)/venv/bin/python benchmarks/hotspots.py

bench-enrich: $(BUILD)/venv.stamp $(BUILD)/oracles.stamp $(QM) ## Distances, numbers and zones at 100,000 events against QGIS and geopandas (needs QGIS)
	@QT_QPA_PLATFORM=offscreen $(BUILD)/venv/bin/python benchmarks/enrich.py

bench-panel: $(BUILD)/venv.stamp $(QM) ## The panel on 1,000,000 events: a switch of theme and a brush, until charts are painted (needs QGIS)
	@QT_QPA_PLATFORM=offscreen $(BUILD)/venv/bin/python benchmarks/panel.py

bench-network: $(BUILD)/venv.stamp $(QM) ## Rows from services against ogr2ogr in one run; ROWS=1000000
	@$(BUILD)/venv/bin/python benchmarks/network.py --rows $(ROWS)

clean: ## Remove everything that was built
	@[ ! -d $(BUILD)/qgis344 ] || [ "$$(id -u)" = 0 ] || sudo rm -rf --one-file-system $(BUILD)/qgis344
	@rm -rf $(BUILD) dist $(QM) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find igh_plugin tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
