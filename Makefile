# Everything a clone needs: Python 3.11 or later, pip and make. `make help` lists the targets.

PYTHON ?= python3
VENV ?= .venv
PIP_ARGS ?=
PYTEST_ARGS ?=
JOBS ?= auto
N ?= 2000
SECONDS ?=
SEED ?= 1
MODEL_SHARE ?= 0.4
OUTPUT ?= build/corpus
SIZES ?= 20 200
ROUNDS ?= 3

BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt $(PIP_ARGS)
INPUTS = pyproject.toml constraints.txt policy_audit/__init__.py

.DEFAULT_GOAL := help
.PHONY: help audit test slow lint types layers accuracy manners curves fuzz kill cluster reading corpus bench clean

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -e 's/:.*## /\t/' | expand -t 10

audit: $(VENV)/.installed ## Audit district_policies/ and write reports/
	@status=0; \
	$(BIN)/policy-audit run district_policies --output reports || status=$$?; \
	if [ $$status -eq 4 ]; then \
		echo "Not everything could be audited (exit code 4): see above, and the report."; \
	elif [ $$status -ne 0 ]; then \
		exit $$status; \
	fi

test: $(VENV)/.installed-dev ## Run the tests, JOBS at a time
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(PYTEST_ARGS)

slow: $(VENV)/.installed-dev ## Run the tests that take minutes: every form of many texts, all shipped districts
	$(BIN)/python -m pytest -m 'slow and not benchmark' -n $(JOBS) --dist loadfile $(PYTEST_ARGS)

lint: $(VENV)/.installed-dev ## Look at style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev ## Look at types
	$(BIN)/mypy

layers: $(VENV)/.installed-dev ## Look at which package imports which
	$(BIN)/lint-imports

accuracy: $(VENV)/.installed ## Measure on labelled cases (GOLD="FOLDER ...") and write the README's table
	$(BIN)/python -m policy_audit.evaluate.accuracy $(GOLD)

manners: $(VENV)/.installed-dev ## Cross-validate with whole manners of practice documents held out (as long as training)
	$(BIN)/python -m policy_audit.evaluate.manners

curves: $(VENV)/.installed ## Show what more practice documents would still teach
	$(BIN)/python -m policy_audit.evaluate.curves

fuzz: $(VENV)/.installed-dev ## Read N broken files (or for SECONDS), named by SEED; none may stop the run
	POLICY_AUDIT_FUZZ_FILES=$(N) POLICY_AUDIT_FUZZ_SECONDS=$(SECONDS) POLICY_AUDIT_FUZZ_SEED=$(SEED) \
		$(BIN)/python -m pytest tests/fuzz

kill: $(VENV)/.installed-dev ## Kill a run of 100 districts at 20 moments named by SEED; each must go on to the same bytes
	POLICY_AUDIT_KILL_SEED=$(SEED) $(BIN)/python -m pytest -m benchmark tests/acceptance/test_kill.py

cluster: $(VENV)/.installed-dev ## Audit on a Ray cluster of local nodes (installs the extra ray), one of which dies
	$(PIP) -e '.[dev,ray]'
	$(BIN)/python -m pytest -m benchmark tests/cluster

reading: $(VENV)/.installed-dev ## Measure how well known texts are read in every form, judged the same, and how fast
	cd tests && $(abspath $(BIN))/python -m corpus.reading
	cd tests && $(abspath $(BIN))/python -m corpus.reading --determinations
	cd tests && $(abspath $(BIN))/python -m corpus.reading --speed

corpus: N = 200
corpus: $(VENV)/.installed-dev ## Write N districts with known answers into OUTPUT, by SEED, a MODEL_SHARE adopting models
	cd tests && $(abspath $(BIN))/python -m bench.corpus --districts $(N) --seed $(SEED) \
		--model-share $(MODEL_SHARE) --output $(abspath $(OUTPUT))

bench: $(VENV)/.installed-dev ## Measure audits of SIZES districts beside a plain script, and write the README's table
	cd tests && $(abspath $(BIN))/python -m bench --sizes "$(SIZES)" --rounds $(ROUNDS) --seed $(SEED) --readme

clean: ## Remove the virtual environment, caches and reports
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf reports/index.html reports/bench reports/districts reports/documents reports/plans reports/assessment.json reports/findings.csv \
		reports/summary.md reports/findings.xlsx reports/report.pdf reports/.policy-audit.json
	find policy_audit tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "policy-audit needs Python 3.11 or later: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(INPUTS) | $(VENV)/bin/python
	@echo "Installing into $(VENV); the first time takes some minutes."
	$(PIP) -e .
	@touch $@

$(VENV)/.installed-dev: $(INPUTS) | $(VENV)/bin/python
	@echo "Installing into $(VENV); the first time takes some minutes."
	$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.installed
