# Two commands do everything: `make demo` and `make test`. The first use sets the environment up.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# One thread per process: small matrices gain nothing from more, and two processes would fight.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export MKL_NUM_THREADS := 1

.PHONY: demo test check docs env clean help

help:
	@echo "make demo   assess the bundled Ordos plan; pictures and tables go to out/"
	@echo "make test   run the whole test suite"
	@echo "make check  ruff, mypy --strict, import rules"
	@echo "make docs   the documentation site (out/site), and memos of three plans in every format (out/docs)"
	@echo "make clean  remove the environment and out/"

demo: $(VENV)/.runs
	$(BIN)/plancast assess --out out

test: $(VENV)/.tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup -q

check: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.docs
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs out/site -d out/doctrees
	sh scripts/build_docs.sh out/docs $(BIN)

env: $(VENV)/.tests

$(VENV)/.runs: pyproject.toml scripts/environment.sh
	@PYTHON="$(PYTHON)" sh scripts/environment.sh "$(VENV)" "."
	@touch $@

$(VENV)/.tests: pyproject.toml scripts/environment.sh
	@PYTHON="$(PYTHON)" sh scripts/environment.sh "$(VENV)" ".[dev,web]"
	@sh scripts/browser.sh
	@touch $@ $(VENV)/.runs

$(VENV)/.docs: pyproject.toml scripts/environment.sh
	@PYTHON="$(PYTHON)" sh scripts/environment.sh "$(VENV)" ".[web,docs]"
	@touch $@ $(VENV)/.runs

clean:
	rm -rf $(VENV) out
