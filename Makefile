# Needs: Linux, make, git, python3 (3.11 or later) with venv. Everything else is installed into .venv, by hash.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# A stamp is newer than the lock it was made from, so nothing is installed twice.
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The type checker reads Django's settings, and those need the home of an installation.
LINT_HOME := AMPARO_HOME=$(abspath build/lint-home)

# A server of PostgreSQL on which tests make databases of their own, and drop them.
export AMPARO_TEST_POSTGRES ?= postgres://postgres@127.0.0.1:5432/postgres

.PHONY: run evidence test test-rooms test-sqlite test-postgres test-pages test-long test-spark needed lint bench lock clean

# `make run FRESH=1` begins anew.
run: $(RUN)
	$(BIN)/amparo demo run $(if $(FRESH),--fresh)

# What makes releases is large (some 340 MB), so it is asked for.
evidence: $(RUN)
	$(PIP) install --require-hashes -r requirements-all.lock

# All at once, for much of it waits for a browser: what is below the web, the web on both databases, and what a browser shows of every page.
test: lint needed
	$(MAKE) --jobs=4 --output-sync=target test-rooms test-postgres test-sqlite test-pages

test-rooms: $(DEV)
	$(BIN)/pytest -W error -m "not long" -p no:cacheprovider --ignore=tests/web

# What a browser shows of every page, and what needs no database, is the same on both.
PAGES := test_accessibility test_translations test_state_pages test_evidence_pages test_collective_journey test_behind_a_proxy
PAGES := $(PAGES:%=tests/web/%.py)

test-sqlite: $(DEV)
	$(BIN)/pytest -W error -m "not long" -p no:cacheprovider tests/web $(PAGES:%=--ignore=%)

test-postgres: $(DEV)
	DATABASE_URL=$$AMPARO_TEST_POSTGRES $(BIN)/pytest -W error -m "not long" -p no:cacheprovider tests/web $(PAGES:%=--ignore=%)

test-pages: $(DEV)
	$(BIN)/pytest -W error -m "not long" -p no:cacheprovider $(PAGES)

test-long: lint needed
	HYPOTHESIS_PROFILE=long $(BIN)/pytest -W error
	DATABASE_URL=$$AMPARO_TEST_POSTGRES HYPOTHESIS_PROFILE=long $(BIN)/pytest -W error tests/web

# Spark is too large for everybody's environment, so it gets one of its own; Java 17 has to be there.
test-spark: $(DEV)
	@java -version 2>/dev/null || { echo "Java is missing. On Debian, as root: apt-get install openjdk-17-jre-headless"; exit 1; }
	$(BIN)/python -m venv $(VENV)/spark
	$(VENV)/spark/bin/python -m pip --disable-pip-version-check --quiet install --editable ".[spark]" pytest hypothesis
	$(VENV)/spark/bin/pytest -W error -p no:cacheprovider tests/spark

# The pages are tested on both databases and in a real browser, behind a real proxy: without these the tests would say less than they seem to.
needed: $(DEV)
	@command -v chromium >/dev/null || \
	  { echo "Chromium is missing. On Debian, as root: apt-get install chromium"; exit 1; }
	@command -v nginx >/dev/null || \
	  { echo "nginx is missing. On Debian, as root: apt-get install nginx-light"; exit 1; }
	@$(BIN)/python -c 'import os, psycopg; psycopg.connect(os.environ["AMPARO_TEST_POSTGRES"], connect_timeout=5)' 2>/dev/null || \
	  { echo "PostgreSQL does not answer at $$AMPARO_TEST_POSTGRES. On Debian, as root: .ci/run sets one up;"; \
	    echo "or set AMPARO_TEST_POSTGRES to a server where tests may make databases of their own."; exit 1; }

lint: $(DEV)
	$(BIN)/ruff check .
	$(LINT_HOME) $(BIN)/python -c "from amparo.web.home import Home; Home.find().make()"
	$(LINT_HOME) $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

bench: $(DEV)
	$(BIN)/python -m benchmarks

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Amparo needs Python 3.11 or later, and $(PYTHON) is older or missing. Try: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python has no venv here. On Debian or Ubuntu, as root: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN): requirements.lock pyproject.toml | $(BIN)/pip
	@echo "Installing what Amparo needs into $(VENV); the first time this may take some minutes."
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(DEV): requirements-dev.lock pyproject.toml | $(BIN)/pip
	@echo "Installing what Amparo and its tests need into $(VENV); the first time this may take some minutes."
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@ $(RUN)

# For maintainers: resolves the newest versions within the floors of pyproject.toml, in a venv of its own.
# `make lock UPGRADE=` keeps what the present locks name wherever it still fits.
UPGRADE ?= --upgrade
COMPILE = $(VENV)/lock/bin/pip-compile --quiet $(UPGRADE) --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-header --strip-extras --allow-unsafe --all-build-deps
lock: | $(BIN)/pip
	$(BIN)/python -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip --disable-pip-version-check --quiet install pip-tools
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra evidence --extra postgres --constraint requirements.lock --output-file requirements-all.lock pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist demonstration *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find amparo tests -name __pycache__ -type d -prune -exec rm -rf {} +
