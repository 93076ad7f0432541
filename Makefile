# Everything a checkout needs, on a machine with Python 3.11 to 3.13 and make.
#
#   make serve    install once, build the seeds into build/, serve the dashboard on localhost:8501
#   make test     install once, run every test
#   make check    formatting, lint, types, import contracts
#   make build    build SOURCES (seeds/ unless told otherwise) into build/
#   make demo     build the practice articles into build-demo/ and serve them
#   make screenshots  the pictures of docs/guide.md
#   make figures  the figures of README.md
#   make bench    every benchmark, into docs/benchmarks.md and README.md (hours; make bench ARGS=--quick tries it out)
#   make lock     pin what is installable today in constraints.txt
#   make clean    remove what was built and the tools' caches
#
# Settings: make serve SOURCES="articles more-articles" PORT=8600    make test ARGS="tests/spec -k phone"
#           make bench ARTICLES=10000 MEETINGS=100000

PYTHON  ?= python3
VENV    ?= .venv
BUILD   ?= build
SOURCES ?= seeds
HOST    ?= 127.0.0.1
PORT    ?= 8501
ARGS    ?=
ARTICLES ?= 100000
MEETINGS ?= 1000000

BIN := $(VENV)/bin
# The stamps carry the checksum of what decides the environment, so they age by content, not by clock.
KEY := $(shell cat pyproject.toml constraints.txt | cksum | cut -d ' ' -f 1)
RUN := $(VENV)/.sidelines-run-$(KEY)
DEV := $(VENV)/.sidelines-dev-$(KEY)
BENCH := $(VENV)/.sidelines-bench-$(KEY)
INSTALL := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check --constraint constraints.txt
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))

.PHONY: serve test check format build demo screenshots figures bench lock clean
.DEFAULT_GOAL := serve

serve: build
	@$(BIN)/sidelines serve --build $(BUILD) --host $(HOST) --port $(PORT)

build: $(RUN)
	@$(BIN)/sidelines build $(SOURCES) --out $(BUILD)

demo: $(RUN)
	@$(BIN)/sidelines build tests/practice/texts --out build-demo
	@$(BIN)/sidelines serve --build build-demo --host $(HOST) --port $(PORT)

test: $(DEV)
	@$(BIN)/python -m pytest $(ARGS)

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

screenshots: $(DEV)
	@$(BIN)/python scripts/screenshots.py

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

figures: $(DEV)
	@$(BIN)/python -m scripts.figures

bench: $(BENCH)
	@$(BIN)/python -m tests.benchmarks.report --articles $(ARTICLES) --meetings $(MEETINGS) $(ARGS)

# The newest versions that the ranges of pyproject.toml allow, also of what the environment came with (setuptools).
lock: $(BIN)/python
	rm -rf $(VENV)/lock && $(BIN)/python -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet --no-input --disable-pip-version-check --upgrade --upgrade-strategy eager '.[dev,bench]'
	{ grep '^#' constraints.txt; $(VENV)/lock/bin/python -m pip freeze --all --exclude pip --exclude sidelines; } > $(VENV)/constraints.txt
	mv $(VENV)/constraints.txt constraints.txt && rm -rf $(VENV)/lock

$(BIN)/python:
	@for python in $(PYTHON) python3.13 python3.12 python3.11; do \
	    if $$python -c '$(SUPPORTED)' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	    echo "Sidelines needs Python 3.11, 3.12 or 3.13; install one of them or name it: make PYTHON=/path/to/python3.12" >&2; \
	    exit 1; \
	fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "$$found cannot make an environment; install its venv module (Debian: apt-get install python3-venv) and run make again." >&2; \
	    exit 1; \
	fi; \
	$$found -m venv $(VENV)

$(RUN): | $(BIN)/python
	@echo "Installing Sidelines into $(VENV) (once, a few minutes) ..."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@$(INSTALL) --editable .
	@touch $@

$(DEV): | $(BIN)/python
	@echo "Installing Sidelines and its development tools into $(VENV) (once, a few minutes) ..."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@$(INSTALL) --editable '.[dev]'
	@touch $@ $(RUN)

$(BENCH): $(DEV)
	@echo "Installing what the benchmarks compare with into $(VENV) (once) ..."
	@$(INSTALL) --editable '.[dev,bench]'
	@touch $@

# Corrections are a person's work: they are never thrown away with what a command can make again.
clean:
	@for kept in $(BUILD)/corrections.jsonl build-demo/corrections.jsonl; do \
	    if [ -s $$kept ]; then echo "$$kept holds corrections; move it away first." >&2; exit 1; fi; \
	done
	rm -rf $(BUILD) build-demo build-bench dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find pipeline pages tests -name __pycache__ -type d -prune -exec rm -rf {} +
