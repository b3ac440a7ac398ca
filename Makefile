# The product's own commands; CI runs exactly these. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
export DBT_PROFILES_DIR := $(CURDIR)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help warehouse spark test test-full lint app translations bench bench-app docs dekning clean

help:
	@echo "make warehouse     build, validate and publish an edition (the main job)"
	@echo "make spark         the warehouse on Spark: a server started here, the build, and the two engines compared"
	@echo "make test          set up everything the tests need, and run everyday's checks: some minutes"
	@echo "make test-full     those, and the rest: fault injection, fuzz, load, every width in the browser"
	@echo "make app           open the viewer on http://127.0.0.1:8501"
	@echo "make translations  bring the viewer's catalogues up to date, and list what is untranslated"
	@echo "make lint          ruff, mypy and sqlfluff"
	@echo "make bench         time and memory of build, validation and publication, and of a tenth of a national year of accounts, on both engines"
	@echo "make bench-app     time of the viewer in a real browser"
	@echo "make docs          the README's counts, and dbt's documentation in target/"
	@echo "make dekning       docs/dekning.md: how many of some thousand made slips are noticed, for README too; fifteen minutes, after a build"
	@echo "make clean         remove what was built; published editions stay"

warehouse: $(BIN)/.installed
	@$(BIN)/kommunevarehus warehouse

spark: $(BIN)/.installed-spark
	$(BIN)/kommunevarehus sammenlign-motorer

# Two lanes (tests/lop.py says what is in which, and why): everyday's, and everything, each test once. A lane runs in parts, two at a time: most of the
# time is one process's, and the longest begin. Tests that use the same costly fixture are in one part.
PARTS = test-lesing test-nettleser test-resten test-pakker test-kommando test-sider
FILES_nettleser = $(wildcard tests/app/test_[a-n]*.py)
FILES_sider = $(wildcard tests/app/test_[o-z]*.py)
FILES_kommando = $(wildcard tests/python/test_[kuv]*.py)
FILES_pakker = $(wildcard tests/python/test_[np]*.py)
FILES_lesing = tests/python/robusthet $(wildcard tests/python/test_[a-jl]*.py)
FILES_resten = $(wildcard tests/python/test_[moq-tw-z]*.py)

LANE = not full
test-full: LANE =
test test-full: $(BIN)/.installed-dev
	@$(MAKE) --no-print-directory -j2 --output-sync=target browser test-bygg lint-sql lint-python
	@$(MAKE) --no-print-directory -j2 --output-sync=target $(PARTS) LANE='$(LANE)'

# What every part begins with: the build of this checkout and what validation says of it.
.PHONY: test-bygg
test-bygg: $(BIN)/.installed-dev
	$(BIN)/kommunevarehus build
	$(BIN)/kommunevarehus validate
	$(BIN)/dbt --quiet --no-write-json test --select test_type:unit

.PHONY: $(PARTS)
$(PARTS): test-%:
	$(BIN)/pytest -m '$(LANE)' $(FILES_$*)

lint: lint-python lint-sql

.PHONY: lint-python lint-sql
lint-python: $(BIN)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lint-sql: $(BIN)/.installed-dev
	$(BIN)/sqlfluff lint models tests/generic tests/singular

app: $(BIN)/.installed
	$(BIN)/kommunevarehus app

translations: $(BIN)/.installed
	$(BIN)/python app/locale/update.py

bench: $(BIN)/.installed-spark
	$(BIN)/python bench/bench.py
	$(BIN)/python bench/kostra.py
	$(BIN)/python bench/motorer.py

bench-app: $(BIN)/.installed-dev browser
	$(BIN)/python bench/bench_app.py

docs: $(BIN)/.installed
	$(BIN)/python docs/tall.py
	$(BIN)/dbt docs generate --static
	@echo "Open target/static_index.html"

dekning: $(BIN)/.installed
	$(BIN)/python docs/dekning.py

clean:
	rm -rf target logs

# A browser for the browser tests: the system's, or Debian's where we may install it, or Playwright's own.
.PHONY: browser
browser: $(BIN)/.installed-dev
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; } || \
	  $(BIN)/playwright install chromium

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name one with make PYTHON=…")'
	$(PYTHON) -m venv .venv

$(BIN)/.installed: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet -c constraints.txt -e .
	@touch $@

$(BIN)/.installed-spark: $(BIN)/.installed
	$(BIN)/pip install --quiet -c constraints.txt -e '.[spark]'
	@touch $@

$(BIN)/.installed-dev: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $(BIN)/.installed $(BIN)/.installed-spark $@
