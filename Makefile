# Drafting needs .venv/ready; tests, checks and kits need the dev packages as well. Both are made
# once and renewed when pyproject.toml changes.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# A test file's fixtures are dear: a file stays with one processor, and none is built twice.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
# Tests start the program hundreds of times: it is compiled once, whatever the caller's settings say.
unexport PYTHONDONTWRITEBYTECODE
# Whoever develops leaves the slow tests to CI, which leaves nothing out.
QUICK := $(if $(CI),,yes)

.PHONY: draft serve test laws check bench bench-nation kit windows linux release sample clean

draft: .venv/ready
	$(BIN)/drafter draft

serve: .venv/ready
	$(BIN)/drafter serve

test: .venv/dev
	$(if $(QUICK),@echo "不含标为slow的测试，全部运行用：make test CI=true / Tests marked slow are left out; all of them: make test CI=true")
	$(PYTEST) $(if $(QUICK),-m "not slow")

laws: .venv/dev
	NIGHTLY=1 $(PYTEST) --dist worksteal -m law

check: .venv/dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/bandit -q -r drafter -ll

bench: .venv/dev
	$(BIN)/python -m tools.bench

bench-nation: .venv/dev
	$(BIN)/python -m tools.bench_nation

kit: .venv/dev
	$(BIN)/python -m tools.build && $(BIN)/python -m tools.messages

windows linux: .venv/dev
	$(BIN)/python -m tools.release $@

# All that is handed out, in dist/, each tried in an empty place.
release: .venv/dev
	rm -rf dist && $(BIN)/python -m tools.release

sample: .venv/dev
	$(BIN)/python -m tools.fill_sample

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) -e ".[portal]"
	touch $@

.venv/dev: .venv/ready
	$(PIP) -e ".[dev]"
	touch $@

clean:
	rm -rf .venv
