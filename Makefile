# Two commands matter: make demo, make test. Everything else is for builders.
PYTHON ?= python3
VENV   ?= .venv
PY     := $(VENV)/bin/python
PORT   ?= 8000
XDIST  ?= 2

# Modules are compiled when they are first used, once for all processes, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check run messages bench bench-results faults simulate browser clean

demo: $(VENV)/.runtime messages-quiet ## A believable demo workspace on SQLite: web, worker, beat, mailbox
	@PORT=$(PORT) $(PY) -m config.demo_server

test: $(VENV)/.dev messages-quiet ## The tests: SQLite, or DATABASE_URL and REDIS_URL
	$(PY) -m pytest -n $(XDIST) -m "not browser and not live"

check: $(VENV)/.dev messages-quiet ## Lint, types, import contracts, templates, translations, migrations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	$(PY) manage.py check --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py messages --check
	$(PY) -m tests.house

run: $(VENV)/.dev messages-quiet ## A developer's server with the demo's database
	DEBUG=1 $(PY) manage.py migrate && DEBUG=1 $(PY) manage.py runserver $(PORT)

browser: $(VENV)/.dev messages-quiet ## Journeys and axe in real Chromium (needs Redis and PostgreSQL for the live ones)
	$(PY) -m pytest -n $(XDIST) tests/browser/test_axe.py
	$(PY) -m pytest -m "browser or live" --ignore tests/browser/test_axe.py

bench: $(VENV)/.dev ## Ratios to limits taken in the same run
	$(PY) -m benchmarks.pages
	$(PY) -m benchmarks.results

bench-results: $(VENV)/.dev ## Results by the million beside COPY of the same rows
	$(PY) -m benchmarks.results

faults: $(VENV)/.dev ## SIGKILL the sender, count what was lost or doubled
	$(PY) -m benchmarks.faults

simulate: $(VENV)/.dev ## Ten years of agreements, a year of check-ins, a year at one desk: counted
	SIMULATE=1 LOG_LEVEL=error $(PY) -m pytest -q -s -n 0 tests/partnerships/test_ten_years.py tests/checkins/test_year.py tests/checkins/test_year_at_once.py tests/checkins/test_manager_year.py

lock: $(VENV)/.dev ## Pin what pyproject.toml asks for
	$(VENV)/bin/uv pip compile -q --generate-hashes --no-emit-index-url pyproject.toml -o requirements.lock
	$(VENV)/bin/uv pip compile -q --generate-hashes --no-emit-index-url --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

messages-quiet:
	@$(PY) manage.py messages --compile

# pip comes with Python; nothing else is asked of the machine.
$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock | $(VENV)/bin/python
	$(PY) -m pip install -q --no-compile --no-deps --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	$(PY) -m pip install -q --no-compile --no-deps --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.runtime

clean:
	rm -rf $(VENV) var
