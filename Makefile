# Every target starts from a bare clone: it makes .venv, installs, runs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: demo test check soak bench pictures clean

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("indicia needs Python 3.11 or newer, this is %d.%d: make PYTHON=python3.11" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	$(BIN)/verify doctor # makes machine code once for all
	touch $(STAMP)

demo: $(STAMP)
	$(BIN)/python -m demo

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: $(STAMP) check
	$(BIN)/python -m pytest -n auto --dist loadgroup

soak: $(STAMP)
	INDICIA_SOAK=full $(BIN)/python -m pytest -m soak -n 0 -s

bench: $(STAMP)
	$(BIN)/python -m benchmarks

pictures: $(STAMP)
	$(BIN)/python -m demo.pictures

clean:
	rm -rf $(VENV) out build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
