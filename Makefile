# The portal's commands. `make run` needs only git, make and Python 3.11 or later.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# Point WHEELS at a folder of wheels to install without a network (docs/production.md).
PIP_FLAGS := --quiet --disable-pip-version-check --require-hashes $(if $(WHEELS),--no-index --find-links $(WHEELS))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run dev test check format lock wheels clean

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; $(PYTHON) is `$(PYTHON) --version`. Choose one: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(BIN)/python
	$(BIN)/pip install $(PIP_FLAGS) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(BIN)/python
	$(BIN)/pip install $(PIP_FLAGS) -r requirements-dev.txt
	@touch $@ $(VENV)/installed

# A trial on this machine: a random key, demo accounts, no HTTPS. An existing .env is never touched.
.env: | $(BIN)/python
	@umask 077; $(BIN)/python -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50), "ALLOWED_HOSTS=localhost,127.0.0.1,[::1]", "HTTPS=false", "DEMO=true", sep="\n")' > $@

run: $(VENV)/installed .env ## Prepare everything and serve on http://127.0.0.1:8000 (PORT= for another port)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_plans --missing-only
	@$(BIN)/python manage.py load_samples --missing-only
	@$(BIN)/python manage.py create_demo_accounts
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@echo "DX計画ポータル: http://127.0.0.1:$(PORT)/  (staff: http://127.0.0.1:$(PORT)/admin/ — stop with Ctrl+C)"
	@exec $(BIN)/gunicorn dxportal.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --timeout 120 --log-level warning

dev: $(VENV)/installed-dev .env ## Serve with reloading and error pages for developers
	$(BIN)/python manage.py migrate --verbosity 0
	DEBUG=true $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

test: $(VENV)/installed-dev ## Run the whole test suite (on PostgreSQL when DATABASE_URL is set)
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/installed-dev ## Lint, formatting, types, missing migrations, Django's deployment checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	git ls-files -co --exclude-standard 'templates/*.html' | xargs $(BIN)/djade --check --target-version 5.2
	$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

PRODUCTION := DEBUG=false HTTPS=true DEMO=false ALLOWED_HOSTS=dx.example.jp \
	SECRET_KEY=for-this-check-only-9f2c1e7a4b8d4b6f8a1c3e5d7f9b2a4c6e8d0f

format: $(VENV)/installed-dev ## Format Python and templates
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	git ls-files -co --exclude-standard 'templates/*.html' | xargs $(BIN)/djade --target-version 5.2

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
lock: ## Renew the requirements files from pyproject.toml (needs uv)
	$(LOCK) --upgrade pyproject.toml -o requirements.txt
	$(LOCK) --upgrade pyproject.toml --extra dev -o requirements-dev.txt

wheels: $(BIN)/python ## Collect the wheels for a machine without a network into wheels/
	$(BIN)/pip download --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt -d wheels

clean: ## Remove what can be made again (never the database or .env)
	rm -rf $(VENV) staticfiles .pytest_cache .ruff_cache
