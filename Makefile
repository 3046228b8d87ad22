# One file says how to work here. Only Python 3.11+ with pip, and make, are assumed.
PY ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
RUN := $(BIN)/python
PYTEST := $(RUN) -m pytest

.PHONY: demo test serve bench check contract chaos lock docs pictures

.venv/.stamp: requirements.lock
	$(PY) -m venv .venv
	$(RUN) -m pip install -q --disable-pip-version-check --require-hashes --only-binary=:all: -r requirements.lock
	touch $@

demo: .venv/.stamp
	$(RUN) app.py demo $(ARGS)

serve: .venv/.stamp
	$(RUN) app.py serve

# On both engines; DATABASE_ENGINE=sqlite or =postgresql runs them all on that one alone. Half of the
# time goes into waiting for servers and clocks, so there are more workers than cores; JOBS=0: none.
JOBS ?= 4
test: .venv/.stamp
	$(PYTEST) -n $(JOBS) --dist loadgroup $(ARGS)

check: .venv/.stamp
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(BIN)/lint-imports --no-logo

# Lines carry no index address: pip finds the wheels where it is told to look, the hashes decide.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements.lock

# One JSON object on standard output; docs/bench.md says how to read it. SCALE=1000000 adds a size.
bench: .venv/.stamp
	@$(RUN) -m bench

# Prism is a second judge of what is sent to every vendor: asked when Node is here, else skipped by name.
contract: .venv/.stamp
	@test -d "$(HANDOFF_SPECS)" || { echo "contract: set HANDOFF_SPECS to the folder of published contracts, one sub-folder a vendor"; exit 2; }
	@if command -v npm >/dev/null; then \
	  test -d tests/contract/node_modules || npm ci --prefix tests/contract --ignore-scripts --no-audit --no-fund \
	    || echo "contract: npm ci failed, going on without Prism"; \
	else echo "contract: no Node here, going on without Prism"; fi
	$(PYTEST) -m contract -rs $(ARGS)

# The long form, at most some twenty minutes an engine (CHAOS_MINUTES): CHAOS_CALLS=200 makes it
# shorter, CHAOS_SEED another one.
chaos: .venv/.stamp
	CHAOS_CALLS=$${CHAOS_CALLS:-2000} $(PYTEST) tests/chaos -p no:randomly $(ARGS)

# Writes the pages that are made from the code, such as docs/fields.md.
docs: .venv/.stamp
	PYTHONPATH=. $(RUN) docs/tables/fields.py
	PYTHONPATH=. $(RUN) docs/tables/workflows.py
	PYTHONPATH=. $(RUN) docs/tables/operations.py

# Takes the README's pictures from the running demo; needs Chromium.
pictures: .venv/.stamp
	PYTHONPATH=. $(RUN) docs/pictures/take.py
