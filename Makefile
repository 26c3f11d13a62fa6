# Everything runs in .venv; nothing needs root, a compiler or a system package, save Chromium for the browser tests.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EVAL ?= ../shared/eval
READY := $(VENV)/.ready
MODELS := $(VENV)/.models

$(READY): pyproject.toml
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(MODELS): $(READY) models/manifest.toml
	$(BIN)/protokollant models fetch
	@touch $@

.PHONY: install
install: $(MODELS) ## Set up the virtual environment, the dependencies and the speech models

.PHONY: demo
demo: install ## Start the service with a demo municipality and process its recording
	$(BIN)/protokollant serve --demo

.PHONY: chromium
chromium: $(READY)
	@$(BIN)/python tests/e2e/chromium.py

.PHONY: lint
lint: $(READY) ## Check style, types and the line of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: test
test: install chromium lint ## Run every test, the browser tests too, in under 25 minutes on two cores
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

.PHONY: test-slow
test-slow: install chromium ## Run the tests that take minutes each
	$(BIN)/python -m pytest -m slow

.PHONY: eval
eval: install ## Score all under EVAL; FLAGS="--resume", "--only council-de", "--list"
	$(BIN)/python -m app.measure.eval $(EVAL) $(FLAGS)

.PHONY: crossval
crossval: install ## Choose parameters on half of the transcripts under EVAL and report them on the other half
	$(BIN)/python -m app.measure.crossval $(EVAL)

.PHONY: bench
bench: install ## Measure the pipeline against the plain script, one run; FLAGS="--recording A --recording B"
	$(BIN)/protokollant bench $(FLAGS)

.PHONY: bench-memory
bench-memory: install ## Measure peak memory at 1, 2, 4 and 6 hours
	$(BIN)/protokollant bench --memory

.PHONY: bench-segment
bench-segment: install ## Measure items, names and outcomes of a six-hour meeting, and of longer ones
	$(BIN)/python -m app.measure.segment

.PHONY: bench-load
bench-load: install ## Measure the pages while 200 people read and 20 upload
	$(BIN)/python -m app.measure.load

.PHONY: bench-upload
bench-upload: $(READY) ## Measure uploads over a cut line against a plain PUT; FLAGS="--browser", "--rounds 1"
	$(BIN)/python -m app.measure.upload $(FLAGS)

.PHONY: bench-workers
bench-workers: install ## Measure twenty short recordings with one worker and with two
	$(BIN)/python -m app.measure.workers

.PHONY: bench-relevance
bench-relevance: install ## Measure how often the search finds the known passage of the transcripts under EVAL
	$(BIN)/python -m app.measure.relevance $(EVAL) $(FLAGS)

.PHONY: bench-import
bench-import: install ## Measure how much of old minutes is read rightly, with titles of EVAL
	$(BIN)/python -m app.measure.past $(EVAL) $(FLAGS)

.PHONY: bench-sharing
bench-sharing: install ## Measure one long recording with one worker and with two
	$(BIN)/python -m app.measure.sharing $(FLAGS)

.PHONY: bench-desk
bench-desk: install chromium ## Measure the desk with a transcript of eight hours, in Chromium
	$(BIN)/python -m app.measure.desk

.PHONY: bench-jobs
bench-jobs: install ## Measure the memory of ten jobs, one after the other in one worker
	$(BIN)/python -m app.measure.jobs $(FLAGS)

.PHONY: capacity
capacity: install ## Simulate how many speech workers give which waiting time, into docs/capacity.md
	$(BIN)/python -m app.measure.capacity --save

.PHONY: crash
crash: install ## Kill the pipeline, worker, server and database in every stage and compare the results
	$(BIN)/python -m app.measure.crash

.PHONY: bundle
bundle: install ## Pack everything that an installation without internet needs into build/
	docs/deploy/bundle.sh $(BIN)/python build

.PHONY: docs
docs: $(READY) ## Write docs/errors.md from the errors in the code
	$(BIN)/python -m app.errors_document

.PHONY: vendor
vendor: $(READY) ## Fetch the assets of the pages again (needs npm); they are kept in the repository
	$(BIN)/python -m app.web.vendor

.PHONY: api-examples
api-examples: install ## Record the answers of the demo's town again, as examples of the JSON interface
	$(BIN)/python tests/e2e/record_answers.py

.PHONY: tour
tour: install chromium ## Take pictures of every page and document into docs/img
	$(BIN)/python tests/e2e/tour.py

.PHONY: clean
clean: ## Remove what was built, the virtual environment and the caches; models and data stay
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## Print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
