# Everything starts here, on a machine that has only Swift and make: `make demo`, `make test`. `make help` lists it all.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV ?= .local/venv
PYTHON := $(VENV)/bin/python
PYTEST := $(PYTHON) -m pytest -c Tests/pytest.ini
FAULTS := $(PYTHON) -m pytest -c Tests/Faults/pytest.ini Tests/Faults
# The functions carry the Swift runtime inside: they start faster, and a zip needs no Swift libraries.
RELEASE := --configuration release --static-swift-stdlib
SWIFT_SOURCES := Package.swift Sources Tests Benchmarks

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z][a-z0-9-]*:.*## / { printf "  %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## install the packages that building and running need (only what is missing)
	@VENV=$(VENV) local/setup.sh

.PHONY: build
build: setup ## build the four functions in release
	swift build $(RELEASE)

.PHONY: demo
demo: build ## run all four functions on real input; with GEMINI_API_KEY set, against the real Gemini
	@$(PYTHON) local/demo.py

.PHONY: up
up: build ## start the stack in the background and print its addresses
	@$(PYTHON) local/stack.py up

.PHONY: down
down: ## end what `up` started
	@$(PYTHON) local/stack.py down

.PHONY: invoke
invoke: build ## one event through one function: make invoke FUNCTION=WritingEvaluator EVENT=events/writing-sqs.json
	@$(PYTHON) local/stack.py invoke "$(FUNCTION)" "$(EVENT)"

.PHONY: test
test: setup ## all but the zips: format, template, unit tests with coverage, end to end, API, faults and soak in short
	@$(MAKE) lint
	@$(MAKE) lint-template
	@$(MAKE) test-packaging-quick
	@$(MAKE) test-swift
	swift build $(RELEASE)
	$(PYTEST) Tests/LocalStack Tests/EndToEnd Tests/Examiner
	API_SECONDS=40 API_EXAMPLES=4 $(PYTEST) Tests/API
	$(FAULTS) -m short
	@$(MAKE) soak-short

.PHONY: test-swift
test-swift: setup ## Swift unit tests, with the coverage of Sources
	swift build --build-tests --enable-code-coverage
	swift test --skip-build --no-parallel --enable-code-coverage
	.local/bin/as-lambda swift test --skip-build --no-parallel --filter 'IsolationTests|IsolatedPagesTests'
	@$(PYTHON) local/coverage.py

# The build without full Foundation; docs/slim.md compares the two.
SLIM_BUILD := --traits Slim --scratch-path .build/slim

.PHONY: test-slim
test-slim: setup ## the unit tests and the end-to-end tests of the slim build
	swift build $(SLIM_BUILD) --build-tests
	swift test $(SLIM_BUILD) --skip-build --no-parallel
	swift build $(SLIM_BUILD) $(RELEASE)
	BANDUP_BIN_DIR=.build/slim/release $(PYTEST) Tests/EndToEnd

.PHONY: compare-slim
compare-slim: package package-slim ## start-up, memory and size of both builds, into docs/slim.md
	$(PYTHON) packaging/compare.py .build .build/slim docs/slim.md

.PHONY: test-e2e
test-e2e: build ## end-to-end tests of the release binaries under the emulator
	$(PYTEST) Tests/EndToEnd

.PHONY: test-api
test-api: build ## hold every answer of the HTTP API to docs/openapi.yaml, with many made-up requests
	$(PYTEST) Tests/API

.PHONY: faults
faults: build ## break everything the functions depend on, one thing at a time; writes docs/faults.md (10 minutes)
	$(FAULTS) --report docs/faults.md

.PHONY: faults-short
faults-short: build ## the part of it that `make test` runs
	$(FAULTS) -m short

.PHONY: test-stack
test-stack: setup ## tests of the local stack itself, which need no build
	$(PYTEST) Tests/LocalStack

# The browser and its fonts, which nothing else needs.
BROWSER_PACKAGES := chromium chromium-driver fonts-inter fonts-noto-core fonts-dejavu-core

.PHONY: setup-browser
setup-browser:
	@VENV=$(VENV) local/setup.sh $(BROWSER_PACKAGES)

.PHONY: test-playground
test-playground: setup-browser build ## the page to try it, end to end in headless Chromium
	$(PYTEST) Tests/Playground

.PHONY: screenshots
screenshots: setup-browser build ## take the README's pictures of that page anew
	BANDUP_SCREENSHOTS=docs/images $(PYTEST) Tests/Playground/test_screenshots.py

.PHONY: examine
examine: build ## mark the held set and show the agreement; with GEMINI_API_KEY set, by the real Gemini
	@$(PYTHON) Tests/Examiner/examine.py

.PHONY: injections
injections: build ## show what orders in essays earn from a model that obeys them; writes docs/injections.md
	INJECTION_TABLE=docs/injections.md $(PYTEST) Tests/EndToEnd/test_injection.py

.PHONY: bench-base64
bench-base64: setup ## time base64 of a recording against a copy in memory
	@$(PYTHON) Benchmarks/base64_speed.py

# Hours rather than minutes, for CI's nights and before a release.
.PHONY: test-long
test-long: ## everything that `make test` has no time for: sanitizers, fuzzing, all faults, soak, packaging
	@$(MAKE) test-sanitize
	@$(MAKE) fuzz
	@$(MAKE) faults
	@$(MAKE) soak
	@$(MAKE) test-packaging

# One target or several: make fuzz FUZZ_TARGETS="events audio". FUZZ_INPUTS and FUZZ_SEED are heeded too.
FUZZ := --configuration release -Xswiftc -enable-testing --scratch-path .build/fuzz
FUZZ_TARGETS ?=
.PHONY: fuzz
fuzz: setup ## a million made-up inputs for everything that reads input from outside (an hour)
	BANDUP_TESTS=FuzzTests swift build --build-tests $(FUZZ)
	@$(PYTHON) Tests/FuzzTests/campaign.py --folder .build/fuzz-found \
	  "$$(swift build $(FUZZ) --show-bin-path)/bandup-aiPackageTests.xctest" $(FUZZ_TARGETS)

# Leaks count as failures. What is passed over stands in Tests/Sanitizers, with the reason.
SANITIZERS := $(CURDIR)/Tests/Sanitizers
.PHONY: test-sanitize
test-sanitize: setup ## the unit tests under the address and leak sanitizers, then under the thread sanitizer
	@$(MAKE) test-address
	@$(MAKE) test-threads

# URLSession leaks inside libcurl; only the slow way of recording calls tells that from leaks of our own use of libcurl.
URLSESSION_TESTS := URLSessionHTTPClientTests|LambdaRuntimeTests
.PHONY: test-address
test-address: export SANITIZER := address
test-address: export LSAN_OPTIONS := suppressions=$(SANITIZERS)/leaks.txt:print_suppressions=0
test-address:
	swift build --build-tests --sanitize=address --scratch-path .build/asan
	ASAN_OPTIONS=detect_leaks=1 swift test --skip-build --no-parallel --disable-xctest \
	  --sanitize=address --scratch-path .build/asan --skip '$(URLSESSION_TESTS)'
	ASAN_OPTIONS=detect_leaks=1:fast_unwind_on_malloc=0 swift test --skip-build --no-parallel --disable-xctest \
	  --sanitize=address --scratch-path .build/asan --filter '$(URLSESSION_TESTS)'

.PHONY: test-threads
test-threads: export SANITIZER := thread
test-threads: export TSAN_OPTIONS := suppressions=$(SANITIZERS)/threads.txt
test-threads:
	swift build --build-tests --sanitize=thread --scratch-path .build/tsan
	swift test --skip-build --no-parallel --disable-xctest --sanitize=thread --scratch-path .build/tsan

.PHONY: lint
lint: ## check the format of the Swift code
	swift format lint --strict --recursive --parallel --configuration .swift-format $(SWIFT_SOURCES)

.PHONY: format
format: ## put the Swift code into its format
	swift format --in-place --recursive --parallel --configuration .swift-format $(SWIFT_SOURCES)

.PHONY: clean
clean: ## remove everything that was built or downloaded
	rm -rf .build .local

# Packing, linting the template, and what `sam build` calls.
-include local/sam.mk

.PHONY: bench-documents
bench-documents: build ## time the flashcard pipeline on PDFs of 10 to 2,000 pages; writes docs/documents.md (4 minutes)
	@VENV=$(VENV) local/setup.sh poppler-utils
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --requirement Benchmarks/requirements.txt
	@$(PYTHON) Benchmarks/documents.py --report docs/documents.md

.PHONY: retrieval-bench
retrieval-bench: setup ## recall and coverage of the chosen passages on a small labelled set
	@swift build --build-tests >/dev/null
	@RETRIEVAL_BENCH=1 swift test --skip-build --filter RetrievalBench | grep '^retrieval |'

# Benchmarks: the references and the parts are packages of their own, built beside the functions with the same flags.
BARE_LOOP := .build/bare-loop

.PHONY: bare-loop
bare-loop: build
	swift build $(RELEASE) --package-path Benchmarks/BareLoop --scratch-path $(BARE_LOOP)

.PHONY: bench-setup
bench-setup: bare-loop package
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --requirement Benchmarks/requirements.txt
	swift build $(RELEASE) --package-path Benchmarks/Micro --scratch-path .build/micro
	@python3 packaging/bundle.py $(BARE_LOOP)/release/BareLoop $(BARE_LOOP)/lambda/BareLoop \
		$(BARE_LOOP)/lambda/BareLoop.zip

.PHONY: bench
bench: bench-setup ## measure against references in the same run; writes docs/benchmarks.md and docs/documents.md (10 minutes)
	@$(PYTHON) Benchmarks/bench.py --report docs/benchmarks.md
	@$(MAKE) bench-documents
	@$(MAKE) bench-base64

.PHONY: bench-speaking
bench-speaking: build ## peak memory of SpeakingEvaluator with recordings of 18 and 100 MB
	@$(PYTHON) Benchmarks/speaking_memory.py

COUNT ?= 20000
.PHONY: soak
soak: bare-loop ## COUNT (20000) invocations of each function, and what grows; writes docs/benchmarks.md (an hour)
	@$(PYTHON) Benchmarks/soak.py --count $(COUNT) --report docs/benchmarks.md

.PHONY: soak-short
soak-short: build ## 200 of each, without the page: what `make test` runs
	@$(PYTHON) Benchmarks/soak.py --count 200 --without-reference
