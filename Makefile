# Everything runs from one .venv, made once and renewed when pyproject.toml changes.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: draft test check bench kit sample clean

draft: .venv/ready
	$(BIN)/drafter draft

test: .venv/ready
	$(BIN)/python -m pytest

check: .venv/ready
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: .venv/ready
	$(BIN)/python -m tools.bench

kit: .venv/ready
	$(BIN)/python -m tools.build && $(BIN)/python -m tools.messages

sample: .venv/ready
	$(BIN)/python -m tools.fill_sample

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $@

clean:
	rm -rf .venv
