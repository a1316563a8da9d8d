# One command per chore. The logic is in Python; this file only builds the environment and calls it.

PORT ?= 8000
SETS ?= S 10S
# The first interpreter that is new enough and can build virtual environments.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)

PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-header --no-emit-index-url --no-emit-find-links --annotation-style line
# The demo never touches a configured database, broker or mail server.
EMBEDDED = env -u DATABASE_URL -u REDIS_URL -u CELERY_BROKER_URL -u EMAIL_URL -u SITE_URL -u ALLOWED_HOSTS DEBUG=1

.PHONY: help demo test lint format lock bench audit timing mailings

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: .venv/.demo ## the whole product on this machine; PORT=8000, RESET=1 starts afresh
	@exec $(EMBEDDED) .venv/bin/python manage.py run_demo --port $(PORT) $(if $(filter 1,$(RESET)),--reset)

test: .venv/.test ## the whole suite, on PostgreSQL, Redis and Chromium where they are, and on SQLite
	@.venv/bin/python -m tests.run $(ARGS)

lint: .venv/.test ## format and rules of code, templates, migrations, container files, settings
	@.venv/bin/python -m tests.lint

format: .venv/.test ## put code and templates in form
	.venv/bin/ruff check --fix --quiet .
	.venv/bin/ruff format --quiet .
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

lock: .venv/.test ## compile requirements/*.in to hash-locked files, and package-lock.json
	$(COMPILE) -o requirements/base.txt requirements/base.in
	$(COMPILE) -c requirements/base.txt -o requirements/setup.txt requirements/setup.in
	$(COMPILE) -c requirements/base.txt -c requirements/setup.txt -o requirements/test.txt requirements/test.in

bench: .venv/.test ## what a page costs against a bare floor; SETS="S 10S"
	@.venv/bin/python -m bench $(SETS)

audit: .venv/.test ## what the main pages weigh, how fast they show, and who can use them
	@.venv/bin/python -m bench.audit

mailings: .venv/.test ## mailings while all breaks: kills, restarts, faults, speed, sizes; ONLY="kills"
	@.venv/bin/python -m bench.mailings $(ONLY)

timing: .venv/.test ## whether the time of an answer tells if an address is known
	@.venv/bin/python -m bench.enumeration

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (Debian: apt install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.demo: requirements/base.txt requirements/setup.txt | .venv/bin/python
	$(PIP) -r requirements/base.txt -r requirements/setup.txt
	@touch $@

# The test requirements hold the others, at the same versions.
.venv/.test: requirements/test.txt | .venv/bin/python
	$(PIP) -r requirements/test.txt
	@touch .venv/.demo $@
