# The portal's commands. `make run` needs only git, make and Python 3.11 or later.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# Point WHEELS at a folder of wheels to install without a network (docs/operations.md).
PIP_FLAGS := --quiet --disable-pip-version-check --require-hashes $(if $(WHEELS),--no-index --find-links $(WHEELS))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run dev test quick test-database browser without-tools check format lock wheels bench bench-scale load mutate audit clean

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; $(PYTHON) is `$(PYTHON) --version`. Choose one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing. On Debian: sudo apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(BIN)/python
	@echo "Installing the packages: one to two minutes …"
	@$(BIN)/pip install $(PIP_FLAGS) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(BIN)/python
	@echo "Installing the packages for developers: one to two minutes …"
	@$(BIN)/pip install $(PIP_FLAGS) -r requirements-dev.txt
	@touch $@ $(VENV)/installed

# A trial on this machine: a random key, demo accounts, no HTTPS. An existing .env is never touched.
.env: | $(BIN)/python
	@umask 077; $(BIN)/python -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50), "ALLOWED_HOSTS=localhost,127.0.0.1,[::1]", "HTTPS=false", "DEMO=true", sep="\n")' > $@

run: $(VENV)/installed .env ## Prepare everything and serve on http://127.0.0.1:8000 (PORT= for another port)
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || \
		{ echo "Port $(PORT) is in use, or not free to use. Choose another one: make run PORT=8080"; exit 1; }
	@[ -s staticfiles/staticfiles.json ] || echo "Preparing the database and the plans: up to a minute, the first time only …"
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_plans --real-plans --missing-only
	@$(BIN)/python manage.py load_samples --missing-only
	@$(BIN)/python manage.py create_demo_accounts
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@echo "DX計画ポータル: http://127.0.0.1:$(PORT)/  (staff: http://127.0.0.1:$(PORT)/admin/ — stop with Ctrl+C)"
	@exec $(BIN)/gunicorn dxportal.wsgi --config python:dxportal.gunicorn_conf --bind 127.0.0.1:$(PORT)

dev: $(VENV)/installed-dev .env ## Serve with reloading and error pages for developers
	$(BIN)/python manage.py migrate --verbosity 0
	DEBUG=true $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

PYTEST := $(BIN)/python -m pytest
PARALLEL := -n auto $(if $(SHARE),--share $(SHARE))
test: $(VENV)/installed-dev ## Run the tests, all but the browser's (on PostgreSQL when DATABASE_URL is set)
	$(PYTEST) $(PARALLEL) --ignore=tests/browser $(ARGS)

# What can be looked at in half a minute: the rules of judging, the charts, the order of imports, one walk over the pages.
quick: $(VENV)/installed-dev ## Run the pure rules and one walk over the pages: half a minute
	$(PYTEST) $(PARALLEL) --quiet -m "not slow" tests/kpis/judging tests/kpis/charts tests/plans/test_era.py \
		tests/test_imports.py tests/test_smoke.py $(ARGS)

# What a database decides: locks, constraints, triggers and what they count or record, raw SQL, ordering, collation, exact
# numbers, odd input, the loader, backup and copies. What Django's ORM answers alike on both is tested once, on SQLite.
DATABASE_TESTS := tests/dxportal/health tests/dxportal/test_search.py tests/dxportal/finding tests/dxportal/test_database_trouble.py tests/dxportal/test_behind.py \
	tests/dxportal/page_cache tests/dxportal/test_many_cities.py::test_no_query_on_values_must_read_the_whole_table \
	tests/dxportal/test_query_counts.py::test_no_page_asks_more_with_forty_rows_of_everything \
	tests/dxportal/logs/test_logs.py::test_the_line_names_the_account_by_its_id \
	tests/dxportal/signin/test_failures.py tests/dxportal/signin/limits tests/dxportal/signin/test_sign_ins.py \
	tests/dxportal/signin/sso/test_people.py tests/dxportal/test_connection_killed.py tests/dxportal/test_stepping_clocks.py \
	tests/killed tests/kpis/admin/test_protected.py tests/kpis/assessment/test_loading_figures.py \
	tests/kpis/management/test_refresh_standings.py tests/kpis/models tests/kpis/public/changes \
	tests/kpis/public/test_loaded_ledgers.py tests/kpis/reports/test_altered.py tests/kpis/reports/test_files_kept.py \
	tests/kpis/reports/test_published_anew.py tests/kpis/reports/test_publishing.py tests/kpis/sheets/test_conflicts.py \
	tests/kpis/standings tests/kpis/workflow/test_at_the_same_moment.py tests/kpis/workflow/test_conflicts.py \
	tests/kpis/workflow/test_closed_review.py tests/kpis/workflow/test_due_items.py tests/kpis/workflow/test_opening.py \
	tests/kpis/workflow/test_promises.py tests/kpis/workflow/test_refusals.py tests/kpis/workflow/test_reviews.py \
	tests/plans/backup tests/plans/journal tests/plans/search_index tests/plans/ledger/test_guard.py \
	tests/plans/ledger/test_guard_stands.py tests/plans/ledger/test_loading_deleted.py \
	tests/plans/ledger/test_lives.py tests/plans/ledger/test_random_changes.py \
	tests/plans/test_addresses.py tests/plans/test_constraint_places.py tests/plans/test_constraints.py \
	tests/plans/test_content_counters.py tests/plans/test_content_versions.py tests/plans/test_formset_cap.py \
	tests/plans/test_forms_of_texts.py tests/plans/test_gone_rows.py tests/plans/test_hierarchy.py tests/plans/test_keyset.py \
	tests/plans/many_cities/test_lists.py::test_no_list_or_form_reads_all_values tests/plans/test_load_together.py \
	tests/plans/loading tests/plans/test_removal.py \
	tests/plans/samples/test_samples.py::test_loading_the_samples_again_changes_nothing \
	tests/plans/samples/test_going.py::test_clearing_removes_the_fictional_city_and_nothing_else tests/plans/test_two_people.py \
	tests/plans/test_two_people_at_accounts.py tests/plans/workbook/test_round_trip.py::test_decimals_come_back_exactly \
	tests/plans/workbook/test_round_trip.py::test_a_plan_with_rows_of_every_kind_comes_back tests/test_fuzz.py tests/test_smoke.py
test-database: $(VENV)/installed-dev ## Run what depends on a database: for a second one, named by DATABASE_URL
	$(PYTEST) $(PARALLEL) $(DATABASE_TESTS) $(ARGS)

browser: $(VENV)/installed-dev ## Run the tests in a real browser (needs Chromium)
	$(PYTEST) $(PARALLEL) tests/browser $(ARGS)

# As on a machine that has none of the programs named in tests/tools.py: tests are skipped and say why, none fails.
without-tools: $(VENV)/installed-dev
	PATH=/nonexistent CI= $(abspath $(BIN))/python -m pytest --quiet -rs tests/kpis/reports/pdf tests/kpis/reports/xlsx/test_libreoffice.py \
		tests/kpis/sheets/test_libreoffice.py tests/browser/test_journey.py

check: $(VENV)/installed-dev ## Lint, formatting, types, missing migrations, Django's deployment checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	find templates -name '*.html' | xargs $(BIN)/djade --check --target-version 5.2
	$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

PRODUCTION := DXPORTAL_ENV= DEBUG=false HTTPS=true DEMO=false ALLOWED_HOSTS=dx.example.jp \
	SECRET_KEY=for-this-check-only-9f2c1e7a4b8d4b6f8a1c3e5d7f9b2a4c6e8d0f

format: $(VENV)/installed-dev ## Format Python and templates
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find templates -name '*.html' | xargs $(BIN)/djade --target-version 5.2

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
lock: ## Renew the requirements files from pyproject.toml (needs uv)
	$(LOCK) --upgrade pyproject.toml -o requirements.txt
	$(LOCK) --upgrade pyproject.toml --extra sso -o requirements-sso.txt
	$(LOCK) --upgrade pyproject.toml --extra dev -o requirements-dev.txt
	$(LOCK) --upgrade pyproject.toml --extra dev --extra mutate -o requirements-mutate.txt

bench: $(VENV)/installed-dev ## Scorecard, reports, many rows, kept pages: a table each, and build/*.json (minutes)
	$(BIN)/python benchmarks/scorecard.py
	$(BIN)/python benchmarks/reports.py
	$(BIN)/python benchmarks/bulk.py
	$(BIN)/python benchmarks/page_cache.py

load: $(VENV)/installed-dev ## Many visitors at once for a minute: no error, no growing memory
	$(BIN)/python -m benchmarks.load $(ARGS)

MUTATE := .venv-mutate
$(MUTATE)/installed: requirements-mutate.txt | $(BIN)/python
	$(BIN)/python -m venv $(MUTATE)
	$(MUTATE)/bin/pip install $(PIP_FLAGS) -r requirements-mutate.txt
	@touch $@

mutate: $(MUTATE)/installed ## Change the rules of judging in every place and see whether a test notices (minutes)
	$(MUTATE)/bin/python benchmarks/mutate.py $(ARGS)

audit: $(VENV)/installed ## Does a known weakness concern the locked packages? FEED= a file of OSV advisories
	@$(BIN)/python .ci/audit.py $(FEED)

bench-scale: $(VENV)/installed ## Every page of a nation's database (NATION=URL) against one city's (ONE=URL)
	$(BIN)/python benchmarks/nation.py $(NATION) $(ONE) $(ARGS)

# Also what only an older patch of the same Python needs: Debian's is not the newest.
LOCKED := requirements.txt
wheels: $(BIN)/python ## Collect the wheels for a machine without a network into wheels/
	sed 's/ ; python_full_version [^\\]*//' $(LOCKED) | \
		$(BIN)/pip download --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r /dev/stdin -d wheels

clean: ## Remove what can be made again (never the database or .env)
	rm -rf $(VENV) $(MUTATE) mutants staticfiles .pytest_cache .ruff_cache
