# make demo        draws the turntable of a real model: film, contact sheet, executed notebook
# make test        checks and tests everything, headless Chromium included
# make benchmarks  times of loading and of the machinery of jobs
# make check       style, types and layers, in seconds
# make frontend    builds the browser side of the live view from extensions/
# Each target installs what it needs (see .ci/); the second time that costs nothing.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
VENV ?= .venv
WORKERS ?= 2
BIN := $(VENV)/bin
export VENV

.PHONY: help demo test check format frontend benchmarks venv venv-test lock clean

help:
	@sed -n '/^$$/q; s/^# //p' Makefile

venv:
	@.ci/system-packages run
	@.ci/environment run

venv-test:
	@.ci/system-packages test
	@.ci/environment test
	@.ci/oracle
	@.ci/frontend install

demo: venv
	@$(BIN)/threedkit run turntable -p asset=suzanne -p frames=48 --output output/demo

check: venv-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	.ci/frontend check
	$(BIN)/python -m pytest -q tests/test_layers.py

format: venv-test
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# What runs in the browser is committed as built, so that an installation needs no node: build it after an edit.
frontend: venv-test
	@.ci/frontend

test: check
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

benchmarks: venv-test
	@for script in tests/benchmarks/*.py; do echo "$$script"; $(BIN)/python "$$script"; done

# Resolve the newest versions that pyproject.toml allows, for Linux and every Python from 3.11 on.
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-build --custom-compile-command "make lock"
lock: venv
	$(COMPILE) pyproject.toml --extra all --output-file requirements.txt
	$(COMPILE) pyproject.toml --extra test --constraint requirements.txt --output-file requirements-test.txt
	printf 'uv\nhatchling\neditables\n' | $(COMPILE) - --constraint requirements.txt \
		--constraint requirements-test.txt --output-file requirements-build.txt

clean:
	rm -rf $(VENV) tests/oracle/node_modules extensions/view/node_modules build dist output .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find threedkit tests -name __pycache__ -prune -exec rm -rf {} +
