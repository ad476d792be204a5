# Every chore has a name and a line of help; `make` lists them. The tools live in .venv, made on first use.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
KILLS ?= 300
.PHONY: help demo board test check test-real faults fix docs pictures bench clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/run ## the board on a make-believe working day: nothing to set up, nothing kept
	@$(BIN)/workboard demo

board: .venv/run ## the board on your own data (standalone until you run workboard init)
	@$(BIN)/workboard

test: .venv/dev ## all tests that need no server (under 4 minutes on two cores)
	@$(BIN)/pytest -n 3 --dist loadgroup

check: .venv/dev ## types, style and the floors of the house
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

test-real: .venv/dev ## the tests against a real Request Tracker (Debian; installs its packages)
	@tests/rt/install.sh
	@$(BIN)/pytest tests/real --real -n 2 --dist loadfile

faults: .venv/dev ## kill, cut and spoil it, and every rule by a thousand examples (KILLS=300; longer: KILLS=3000)
	@$(BIN)/pytest tests/faults --faults --kills=$(KILLS)
	@HYPOTHESIS_PROFILE=long $(BIN)/pytest tests/domain tests/settings tests/store -n 2

fix: .venv/dev ## put imports and layout right
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: .venv/dev ## write the generated pages (settings, keys, command line) anew
	@$(BIN)/python -m tests.docs.generate

pictures: .venv/dev ## take the pictures of the board anew (docs/pictures)
	@$(BIN)/python -m tests.docs.pictures docs/pictures

bench: .venv/dev ## ratios measured side by side (reports, asserts nothing)
	@for one in oneshot look first_paint lead; do $(BIN)/python -m tests.bench.$$one || exit 1; done

clean: ## remove .venv and what tools left
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist

# One environment, two steps: what the program needs, then what its developers need.
.venv/run: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "workboard needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
	  { echo "Python cannot make virtual environments here: install it (Debian: apt install python3-venv)" >&2; exit 2; }
	@echo "Setting up .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/dev: .venv/run pyproject.toml
	@echo "Adding the development tools (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
