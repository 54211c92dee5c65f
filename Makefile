# What a person does here, each with the environment it needs; `make help` lists the targets.
# PYTHON names the interpreter: make test PYTHON=python3.13
PYTHON ?= python3
ENV    := .venv/$(notdir $(PYTHON))
BIN    := $(ENV)/bin
READY  := $(ENV)/.ready
# A test that hangs ends the run after 5 minutes, and every thread is shown.
PYTEST := $(BIN)/python -m pytest -q -o faulthandler_timeout=300 -o faulthandler_exit_on_timeout=true
LOWEST := .venv/lowest

# Whatever the environment says: modules are compiled once, not by each of thousands of processes.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
# `promises` waits more than it computes, and is held to times: the others run beside it, and yield to it.
.PHONY: promises others help demo test lint types pyright current unit contract everywhere mutations soak faults test-lowest bench fuzz-evolution docs clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY)  ## install, regenerate, run a notebook in two processes
	$(BIN)/python -m codegen
	$(BIN)/python -m examples.notebook examples/notebook/notebooks/waves.py

test: lint types current unit  ## everything that must hold before a change lands

lint: $(READY)  ## ruff, as linter and as formatter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)  ## mypy --strict over everything; over what users run, as on Windows, too
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 codegen runtime generated examples

pyright: $(READY)  ## basedpyright over what users see: generated code and what they write on it
	$(BIN)/python -m pip install --quiet --disable-pip-version-check basedpyright==1.40.2
	$(BIN)/basedpyright --pythonpath $(BIN)/python

current: $(READY)  ## is each generated package what its catalogue says?
	$(BIN)/python -m codegen --check
	$(BIN)/python -m codegen --check --schema benchmarks/catalogue/schema.toml --out benchmarks/wire
	$(BIN)/python -m codegen --check --schema benchmarks/catalogue/loads.toml --out benchmarks/loads
	$(BIN)/python -m codegen --check --schema tests/contract/schema.toml --out tests/contract/wire

unit: $(READY)  ## pytest, in two halves at once; the contract with a twentieth of its counts, three times its time
	$(MAKE) --no-print-directory --jobs=2 --keep-going promises others

promises: export CI_SLOW ?= 1
promises: $(READY)
	$(PYTEST) tests/contract

others: $(READY)
	nice -n 19 $(PYTEST) --ignore tests/contract

contract: $(READY)  ## every promise of the runtime, with all counts: 10 hours and more, or 100 minutes with RUNS=1; ONLY="-k r07" for some
	rm -f build/contract.jsonl
	CONTRACT=full CONTRACT_RUNS=$(RUNS) $(BIN)/python -m pytest tests/contract $(ONLY); status=$$?; \
	$(BIN)/python -m tests.contract.table; exit $$status

everywhere: $(READY)  ## the small tier on every Python that has an environment here, also with -O, -OO and -X dev; lists what is skipped
	$(BIN)/python -m tests.contract.everywhere $(ONLY)

mutations: $(READY)  ## plant known bugs, one at a time: does a test turn red? BUGS="no-lock linger" for some
	$(BIN)/python -m tests.contract.mutations $(BUGS)

MINUTES ?= 60
soak: $(READY)  ## random traffic and random faults, judged: MINUTES=n, SEED=n
	$(BIN)/python -m tests.contract.soak --minutes $(MINUTES) $(if $(SEED),--seed $(SEED))

faults: $(READY)  ## the same faults with PUSH/PULL by hand and with stubwire: 2 minutes, docs/reliability.md
	$(BIN)/python -m tests.contract.faults

test-lowest:  ## pytest, with the lowest versions that pyproject.toml allows; on Python 3.11
	rm -rf $(LOWEST)
	$(PYTHON) -m venv $(LOWEST)
	$(PYTHON) tests/lowest.py > $(LOWEST)/requirements.txt
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check --editable . --requirement $(LOWEST)/requirements.txt
	$(LOWEST)/bin/python -m pytest

BENCH := .venv/bench-$(notdir $(PYTHON))

bench: $(BENCH)/.ready  ## measure the claims, against other ways: 15 minutes at most; build/bench.json, docs/performance.md
	$(BENCH)/bin/python -m benchmarks; status=$$?; \
	[ $$status -gt 2 ] || $(BENCH)/bin/python -m benchmarks.page; exit $$status

$(BENCH)/.ready: pyproject.toml
	@echo "Setting up $(BENCH): a minute or so, once"
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[codegen]'
	$(BENCH)/bin/python -m benchmarks.install
	touch $@

PAIRS ?= 20000
fuzz-evolution: $(READY)  ## does msgspec do what the compatibility engine says? PAIRS=n, SEED=n
	$(BIN)/python -m tests.evolution.fuzz --pairs $(PAIRS) $(if $(SEED),--seed $(SEED))

docs: $(READY)  ## write docs/evolution.md anew, below its mark, from the rules of `breaking`
	$(BIN)/python -m tests.evolution.write_page

clean:  ## remove environments, caches and builds
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): pyproject.toml
	@echo "Setting up $(ENV): half a minute or so, once"
	$(PYTHON) -m venv $(ENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
