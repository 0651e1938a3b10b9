# One short command per wish. `make demo` and `make test` each work first on a fresh clone.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
STAMP := .venv/.stamp
export PYTHONPATH := src

.PHONY: setup demo demo-large run test proof check fix bench lock

setup: $(STAMP)  ## create .venv and install what is pinned
$(STAMP): requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

demo: setup  ## everything on $(PORT), with example data
	$(BIN)/relance demo --port $(PORT)

demo-large: setup  ## the same with 13,333 applications, in a folder of its own
	RELANCE_DEMO_DATA=$${RELANCE_DEMO_DATA:-var/demo-large} $(BIN)/relance demo --port $(PORT) --files 13333

run: setup  ## the development server on $(PORT)
	$(BIN)/relance migrate --verbosity 0
	$(BIN)/relance runserver $(PORT)

# Every stage runs, also after one that failed; 5 is pytest's word for "nothing of that kind yet".
test: setup  ## unit tests, both databases, journeys in Chromium
	@failed=0; \
	$(BIN)/pytest -q -n 2 -m "not proof and not journey" || failed=1; \
	$(BIN)/python -m tests.support.postgres -- $(BIN)/pytest -q -n 2 -m "both_databases and not proof" || failed=1; \
	$(BIN)/pytest -q -n 2 -m "journey and not proof" || test $$? -eq 5 || failed=1; \
	exit $$failed

proof: setup  ## the heavy proofs: kills, races, outside engines
	@failed=0; \
	$(BIN)/pytest -q -n 2 --dist loadfile --durations=12 -o faulthandler_timeout=1200 -m proof || test $$? -eq 5 || failed=1; \
	$(BIN)/python -m tests.support.postgres -- $(BIN)/pytest -q -o faulthandler_timeout=1200 -m "proof and both_databases" || test $$? -eq 5 || failed=1; \
	exit $$failed

bench: setup  ## every benchmark's table; says which need ../shared and do not find it
	@failed=0; for file in $$(grep -l __main__ benchmarks/*.py); do \
	  echo; echo "== $$file"; $(BIN)/python -m benchmarks.$$(basename $$file .py) || failed=1; \
	done; exit $$failed

check: setup  ## style, types, imports, templates, migrations, the repository itself
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --no-incremental  # the Django plugin loses its way in a stale cache
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint --quiet
	$(BIN)/pytest -q tests/architecture

fix: setup  ## put right what a tool can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m tests.support.french

lock:  ## write requirements.txt again from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --all-extras --group dev pyproject.toml -o requirements.txt
