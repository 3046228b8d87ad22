# One file says how to work here. Only Python 3.11+ with pip, and make, are assumed.
PY ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
RUN := $(BIN)/python
PYTEST := $(RUN) -m pytest

.PHONY: demo test serve bench check contract chaos lock pictures

.venv/.stamp: requirements.lock
	$(PY) -m venv .venv
	$(RUN) -m pip install -q --disable-pip-version-check --require-hashes --only-binary=:all: -r requirements.lock
	touch $@

demo: .venv/.stamp
	$(RUN) app.py demo $(ARGS)

serve: .venv/.stamp
	$(RUN) app.py serve

test: .venv/.stamp
	$(PYTEST) $(ARGS)

check: .venv/.stamp
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(BIN)/lint-imports --no-logo

# Lines carry no index address: pip finds the wheels where it is told to look, the hashes decide.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements.lock
