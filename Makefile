# What people and CI type. Needs make and Python 3.11 or newer; everything else lands in .venv.
# Written for POSIX make and the GNU make 3.81 of macOS.

PORT = 8501
VENV = .venv
PY = $(VENV)/bin/python
PIP = $(PY) -m pip install --quiet --quiet --disable-pip-version-check --no-input --no-compile
LOCK = $(VENV)/bin/uv pip compile pyproject.toml --group build --universal --fork-strategy fewest \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --quiet
ARGS =

.PHONY: run test check lint looks corpus culprits departments faults proxy engines sample lock clean

run: $(VENV)/ready
	@$(PY) -m funnel --port $(PORT)

test: $(VENV)/ready-to-test
	@$(PY) tests/chromium.py
	@$(PY) tests/postgres.py
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: lint test

lint: $(VENV)/ready-to-test
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports

looks: $(VENV)/ready-to-test
	@$(PY) -m tests.looks $(ARGS)

corpus: $(VENV)/ready-to-test
	@$(PY) -m tests.intake.corpus $(ARGS)

culprits: $(VENV)/ready-to-test
	@$(PY) -m tests.sample.culprits_named $(ARGS)

engines: $(VENV)/ready-for-engines
	@$(PY) -m tests.engines.conform $(ARGS)
	@$(PY) -m tests.engines.same_cells $(ARGS)

faults: $(VENV)/ready-to-test
	@$(PY) -m tests.faults $(ARGS)

proxy: $(VENV)/ready-to-test
	@$(PY) -m tests.faults.proxy

departments: $(VENV)/ready-to-test
	@$(PY) -m tests.pages.departments_large $(ARGS)

sample: $(VENV)/ready
	@$(PY) -m funnel sample data/sample

lock: $(VENV)/ready
	@$(PIP) uv
	@$(LOCK) $(ARGS) --output-file requirements.lock
	@$(LOCK) $(ARGS) --extra test --constraint requirements.lock --output-file requirements-test.lock
	@$(LOCK) $(ARGS) --extra test --extra engines --constraint requirements-test.lock --output-file requirements-engines.lock

clean:
	rm -rf $(VENV) build dist test-results .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/ready: requirements.lock pyproject.toml
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11 none; do \
		test $$python != none || { echo "Python 3.11 or newer is needed and was not found."; exit 1; }; \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	echo "Setting up $(VENV) (once, a minute or two) ..."; \
	$$python -m venv $(VENV) || { echo "Python has no venv here; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-to-test: $(VENV)/ready requirements-test.lock
	@echo "Adding what the tests need ..."
	@$(PIP) --require-hashes -r requirements-test.lock
	@touch $@

$(VENV)/ready-for-engines: $(VENV)/ready-to-test requirements-engines.lock
	@java -version 2>/dev/null || { echo "Spark needs Java 17; on Debian or Ubuntu: apt-get install openjdk-17-jre-headless"; exit 1; }
	@echo "Adding Spark, ClickHouse and DataFusion (1.2 GB) ..."
	@$(PIP) --require-hashes -r requirements-engines.lock
	@touch $@
