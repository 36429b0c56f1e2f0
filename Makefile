SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

python := .venv/bin/python
manage := $(python) manage.py
apps := selection_site groups submissions scoring budgets reports
# What the machine sets for a service of its own must not reach the tests.
tests := env -u DATABASE_URL -u REDIS_URL $(python) -m pytest

.PHONY: help run test setup check bench serve rehearse messages

help:  ## List what can be done
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):[^#]*## (.*)/\1\t\2/' | expand -t 12

run: setup  ## Set up what is missing, load the demonstration years, serve on PORT (8000)
	@$(manage) migrate --verbosity 0
	@$(manage) demo
	@exec $(manage) serve

setup:  ## System packages, .venv, requirements, catalogue; a second run changes nothing
	@requirements/setup.sh base

setup-dev:
	@requirements/setup.sh dev

test: setup-dev check  ## Every check and every test, on SQLite and on PostgreSQL with Redis
	$(python) -m tests.services $(python) -m pytest -q -m postgres
	$(tests) -q -m 'not postgres' -n 2 --dist worksteal

check: setup-dev  ## The fast part: style, types, templates, arrows, migrations, catalogue
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/djlint --quiet --check templates
	.venv/bin/djlint --quiet --lint templates
	.venv/bin/lint-imports --no-logo
	$(manage) makemigrations --settings selection_site.settings.test --check --dry-run
	$(tests) -q tests/test_catalogue.py

bench: setup  ## The benchmarks: a table, and JSON beside it
	@$(python) -m bench

serve:  ## Serve what stands, without setting anything up
	@exec $(manage) serve

rehearse: setup  ## Run the programme year of FY2563 through the services, in a folder of its own
	@data=$$(mktemp -d); trap 'rm -rf "$$data"' EXIT; export SELECTION_DATA=$$data; \
		unset DATABASE_URL REDIS_URL; $(manage) migrate --verbosity 0; $(manage) rehearse

messages: setup-dev  ## Collect the marked strings into the Thai catalogue
	@$(manage) makemessages --locale th --no-obsolete --no-wrap --add-location file \
		--ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'
