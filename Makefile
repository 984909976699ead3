# Everything that is done here is done by one of these; `make` alone lists them.
# Needed beforehand: git, make, and Python 3.11 or newer. All else is brought or asked for.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

locked := pyproject.toml requirements.lock packaging/uv-requirements.txt packaging/environment.sh
packages := packaging/linux/debian-packages.sh

# An environment is stale when the lock is newer, and also when the clone or its Python has moved.
stale = $(if $(filter ok,$(shell [ -x $(1)/bin/python ] && [ "$$(cat $(1)/.made 2>&1)" = "$$PWD" ] && echo ok)),,anew)

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

.PHONY: setup
setup: libraries .venv/.made ## make .venv, so that .venv/bin/cramp-coach works

.PHONY: run
run: setup ## start the program (ARGS='now --muscle foot')
	@.venv/bin/cramp-coach $(ARGS)

.PHONY: test
test: lint test-core test-program ## lint, then every test

.PHONY: lint
lint: setup ## ruff, mypy and the rules of the house
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --check --quiet || { echo 'not formatted: .venv/bin/ruff format'; exit 1; }
	@.venv/bin/mypy --no-error-summary
	@.venv/bin/lint-imports --cache-dir build/import-linter --no-logo > build/import-linter.txt || { cat build/import-linter.txt; exit 1; }
	@echo 'lint: clean'

.PHONY: test-core
test-core: .venv-core/.made ## the tests of the core, where Qt is not installed
	@.venv-core/bin/python -m pytest -q tests/core

.PHONY: test-program
test-program: test-tools .venv/.made ## all other tests
	@.venv/bin/python -m pytest -q tests/adapters tests/ui tests/e2e

.PHONY: bench
bench: test-tools .venv/.made ## measure the figures of tests/bench
	@.venv/bin/python -m tests.bench $(ARGS)

.PHONY: screenshots
screenshots: setup ## every screen as PNG in build/screenshots
	@.venv/bin/python packaging/tools/screenshots.py $(ARGS)

.PHONY: clean
clean: ## remove all that was made here, the environments too
	rm -rf .venv .venv-core .uv build dist

.PHONY: libraries test-tools anew
libraries:
	@$(packages) run
test-tools:
	@$(packages) test
anew:

.venv/.made: $(locked) $(call stale,.venv) | libraries
	@packaging/environment.sh .venv
.venv-core/.made: $(locked) $(call stale,.venv-core) | libraries
	@packaging/environment.sh .venv-core
