# `make help` lists what there is. Needs make and Python 3.11 or later; everything else is installed
# into .venv from requirements.lock.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed-from-lock
# What some commands need on top: an environment each, .venv-<name>, from requirements-<name>.lock.
OPTIONAL := lake postgres spark
ARGS ?=

SQL := models tests $(wildcard snapshots)
PACKAGES := benchmarks examples generator orchestration report tools tests/python

export DAGSTER_DISABLE_TELEMETRY := 1
export DO_NOT_TRACK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help build test test-postgres test-spark publish test-lake lint ui quality docs report replay bench seeds damage soak lock clean

help: ## list the commands
	@echo "make build   build the warehouse: every model, snapshot and test (ARGS=\"--select staging\" goes to dbt)"
	@echo "make test    every check that a change must pass, but the style: dbt parse, then pytest"
	@echo "make test-postgres  the whole project on PostgreSQL, on a throw-away server, or on the one that PGHOST names"
	@echo "make test-spark  a part of the project on Spark with Iceberg tables, in a throw-away folder; needs Java 17"
	@echo "make publish  gold tables as Iceberg tables, what changed in them (ARGS=\"--check\", \"--select obt_orders\", \"--keep 30\")"
	@echo "make test-lake  what make publish must keep to, on tables that change at random and on what make build built"
	@echo "make lint    the style: SQL, Python, yml, layering, portability and documentation"
	@echo "make ui      Dagster on http://127.0.0.1:3000, its history kept in .dagster"
	@echo "make quality what is expected of the data, without Dagster: what failed, and all of it as a page"
	@echo "make docs    the dbt docs as one page: which style to choose, drawings of each, the guides, every table"
	@echo "make report  the four styles compared, as one page, and where each column comes from, as another"
	@echo "make replay  load the deliveries one after another, as time passed (ARGS=\"--by half-year --fresh\")"
	@echo "make bench   measure what the layers and styles cost to build, keep and ask (SCALE=\"1 10 100\"), then view against table,"
	@echo "             incremental table and materialized view, on what make build built"
	@echo "make seeds   generate the seeds anew"
	@echo "make damage  damage deliveries in every way we know, and write down what came of it (docs/what_damage_does.md)"
	@echo "make soak    the property tests at length, with new random cases (EXAMPLES=2000 each), runs that are killed (KILLS=50),"
	@echo "             the replay by month and by day, the damages, each style alone, and a real year of data where"
	@echo "             TOUCHSTONE_ONLINE_RETAIL names its file"
	@echo "make lock    resolve pyproject.toml into requirements.lock, and what other commands need on top into others"
	@echo "make clean   remove what the commands above made, but the environments and Dagster's history"

# The environment is installed once and again when the lock changes. pip checks every hash.
$(READY): requirements.lock
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Set-up needs Python 3.11 or later with venv; '$(PYTHON)' is: $$($(PYTHON) --version 2>&1)."; \
		echo "Install one (Debian: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; \
		exit 1; }
	@echo "Setting up $(VENV) from requirements.lock; this takes a few minutes, once."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

# Reads the packages of the other environment, and adds its own: seconds instead of minutes.
.venv-%/.installed-from-lock: requirements-%.lock $(READY)
	@echo "Setting up $(@D) from $<, on top of $(VENV)."
	@$(BIN)/python -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	@packages='import site; print(site.getsitepackages()[0])' && \
		$(BIN)/python -c "$$packages" > "$$($(@D)/bin/python -c "$$packages")/below.pth"
	@sed '1s|.*|#!$(CURDIR)/$(@D)/bin/python|' $(BIN)/dbt > $(@D)/bin/dbt && chmod +x $(@D)/bin/dbt
	@touch $@

build: $(READY) ## the main job
	@$(BIN)/python -m tools.build $(ARGS)

test: $(READY)
	@$(BIN)/dbt parse --quiet --no-partial-parse --warn-error
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadscope $(ARGS)

# Whether there can be a server is asked first, before anything is installed.
test-postgres:
	@$(PYTHON) -m tools.postgres
	@$(MAKE) --no-print-directory .venv-postgres/.installed-from-lock
	@.venv-postgres/bin/python -m tools.postgres .venv-postgres/bin/python -m pytest tests/python/postgres $(ARGS)

publish: .venv-lake/.installed-from-lock
	@.venv-lake/bin/python -m tools.publish $(ARGS)

test-lake: .venv-lake/.installed-from-lock
	@.venv-lake/bin/python -m pytest tests/python/lake $(ARGS)

# Whether there is a Java is asked first, before anything is installed.
test-spark:
	@$(PYTHON) -m tools.spark
	@$(MAKE) --no-print-directory .venv-spark/.installed-from-lock
	@.venv-spark/bin/python -m pytest tests/python/spark $(ARGS)

lint: $(READY)
	@$(BIN)/sqlfluff lint --processes 0 --disable-progress-bar $(SQL)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/yamllint --strict .
	@$(BIN)/python -m tools.lint

# The project is parsed first, for each process of Dagster would do it by itself.
ui: $(READY)
	@mkdir -p .dagster && cp orchestration/dagster.yaml .dagster/dagster.yaml
	@$(BIN)/python -c 'from orchestration.project import prepared_project; prepared_project()'
	@DAGSTER_HOME=$(CURDIR)/.dagster PATH=$(CURDIR)/$(BIN):$$PATH \
		exec $(BIN)/dagster dev -m orchestration.definitions -h 127.0.0.1 -p 3000 $(ARGS)

quality: $(READY)
	@$(BIN)/python -m orchestration.quality $(ARGS)

docs: $(READY)
	@$(BIN)/python -m tools.site $(ARGS)

report: $(READY)
	@$(BIN)/python -m report $(ARGS)

replay: $(READY)
	@$(BIN)/python -m tools.replay $(ARGS)

bench: $(READY)
	@$(BIN)/python -m benchmarks warehouse $(if $(SCALE),--sizes $(SCALE)) $(ARGS)
	@$(BIN)/python -m benchmarks serving $(if $(SCALE),--sizes $(SCALE))

seeds: $(READY)
	@$(BIN)/python -m generator --seeds seeds $(ARGS)

damage: $(READY)
	@$(BIN)/python -m tools.damage $(ARGS)

# Each replay fills a database of its own, which is thrown away. The real year is built where its file is named.
soak: $(READY)
	@HYPOTHESIS_PROFILE=soak EXAMPLES=$(or $(EXAMPLES),2000) $(BIN)/python -m pytest -m "hypothesis or soak" $(ARGS)
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && for step in month day; do \
		TOUCHSTONE_DB="$$scratch/$$step/touchstone.duckdb" $(BIN)/python -m tools.replay --by $$step || exit 1; \
	done
	@$(BIN)/python -m tools.damage --check
	@$(BIN)/python -m tools.cost_of_change --check
	@[ -z "$$TOUCHSTONE_ONLINE_RETAIL" ] || { \
		scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && export TOUCHSTONE_DB="$$scratch/touchstone.duckdb" && \
		$(BIN)/python -m examples.online_retail --from "$$TOUCHSTONE_ONLINE_RETAIL" --to "$$scratch/landing" && \
		$(BIN)/dbt --warn-error build --vars "$$(cat "$$scratch/landing/_vars.yml")" && \
		$(BIN)/python -m examples.online_retail.check --landing "$$scratch/landing"; }

# Done by uv, from an environment of its own that is thrown away: nothing else here needs it. What is in the first lock
# is left out of the others, and has there the versions of the first.
lock:
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
		$(PYTHON) -m venv "$$scratch" && "$$scratch/bin/pip" install --quiet --disable-pip-version-check uv && \
		"$$scratch/bin/uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
			--no-header --no-emit-index-url --no-strip-extras -o requirements.lock $(ARGS) && \
		for group in $(OPTIONAL); do \
			"$$scratch/bin/uv" pip compile --group $$group --quiet --universal --python-version 3.11 --generate-hashes \
				--no-header --no-emit-index-url --no-strip-extras --constraints requirements.lock \
				$$(sed -nE 's/^([a-z0-9._-]+)(\[[^]]*\])?==.*/--no-emit-package \1/p' requirements.lock) \
				-o requirements-$$group.lock $(ARGS) || exit 1; \
		done
	@echo "requirements.lock and those of $(OPTIONAL) hold the resolution of pyproject.toml; the next command installs it."

clean:
	@rm -rf target logs .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@rm -f warehouse/*.duckdb warehouse/*.duckdb.wal warehouse/*.duckdb.lock
	@rm -rf warehouse/published warehouse/lake
