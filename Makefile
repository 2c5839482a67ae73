# make play      try the bot in the browser, on http://127.0.0.1:8080 (PORT=...)
# make test      everything the tests need, then the tests (ARGS="-k pairs" for some of them)
# make check     style, types, imports, translations, known holes in packages
# make bench     one JSON line per figure
# make chaos     workers killed at every bad moment: one JSON line per experiment
# make texts     bring the catalogues in bot/locales up to date with the code
# make lock      choose the newest packages that pyproject.toml allows
# make clean     forget everything that was installed or cached; data/ stays

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
ARGS ?=

.PHONY: play test check style types imports rules audit bench chaos texts lock clean system

play: $(VENV)/.play
	@exec $(RUN) main.py play $(ARGS)

test: $(VENV)/.test system
	@$(RUN) -m pytest -n 2 --dist loadfile $(ARGS)

check: style types imports rules audit

style: $(VENV)/.test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(VENV)/.test
	$(VENV)/bin/mypy

imports: $(VENV)/.test
	$(VENV)/bin/lint-imports

rules: $(VENV)/.test
	$(RUN) -m pytest -q tests/test_rules.py tests/storage/test_inventory.py

audit: $(VENV)/.test
	@.ci/audit $(VENV)

bench: $(VENV)/.test
	@$(RUN) -m tests.bench $(ARGS)

chaos: $(VENV)/.test
	@$(RUN) -m tests.chaos $(ARGS)

texts: $(VENV)/.test
	@$(RUN) .ci/texts.py

lock: $(VENV)/bin/python
	@.ci/lock $(RUN)

system: $(VENV)/.test
	@.ci/system $(VENV)

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11 ...")'
	@$(PYTHON) -m venv $(VENV)

# The stamps make the second run instant; new constraints install again.
$(VENV)/.play: .ci/constraints.txt | $(VENV)/bin/python
	@echo "Installing what the bot needs into $(VENV)."
	@$(RUN) -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/.test: .ci/constraints-test.txt | $(VENV)/bin/python
	@echo "Installing what the bot and its tests need into $(VENV)."
	@$(RUN) -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@ $(VENV)/.play
