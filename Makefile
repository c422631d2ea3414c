# Two commands: `make report` builds the example edition, `make test` runs every test. Both set up what they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
EDITION ?= example

.PHONY: report test check lock clean

report: $(VENV)/installed
	$(BIN)/clusterbrief build $(EDITION)

test: check
	$(BIN)/pytest -n 2 -m "not slow"
	$(BIN)/pytest -n 2 --dist loadfile -m slow

check: $(VENV)/installed
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

# Pins every wheel anew from pyproject.toml; needs pip-tools.
lock:
	pip-compile --quiet --extra dev --generate-hashes --allow-unsafe --strip-extras --no-header --upgrade \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o requirements.lock pyproject.toml

clean:
	rm -rf build dist
