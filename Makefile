# One short command per wish. `make demo` and `make test` each work first on a fresh clone.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
STAMP := .venv/.stamp
export PYTHONPATH := src

.PHONY: setup demo run test proof check fix bench lock

setup: $(STAMP)  ## create .venv and install what is pinned
$(STAMP): requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

lock:  ## write requirements.txt again from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --all-extras --group dev pyproject.toml -o requirements.txt
