# `sam build` runs `make build-<LogicalId>` in the CodeUri folder with ARTIFACTS_DIR set. Several functions may share one
# executable, each with its own Handler: then all but one say which in template.yaml, as `Executable:` in their Metadata.
# A function without it has the executable that its logical id spells: WritingEvaluatorFunction is WritingEvaluator.

# SLIM=1 packs the slim build instead, also under `sam build`.
LAMBDA_FOLDER := $(if $(filter 1,$(SLIM)),.build/slim/lambda,.build/lambda)
EXECUTABLE_OF = awk -v wanted="  $(1)Function:" ' \
	index($$0, wanted) == 1 { inside = 1; next } \
	inside && /^  [A-Za-z]/ { exit } \
	inside && sub(/.*[ {]Executable: */, "") { sub(/[^A-Za-z0-9].*/, ""); found = $$0; exit } \
	END { print found ? found : "$(1)" }' template.yaml

build-%Function:
	executable=$$($(call EXECUTABLE_OF,$*)) && ./build-lambda.sh "$$executable" && \
		cp -R "$(LAMBDA_FOLDER)/$$executable/." "$(ARTIFACTS_DIR)"

.PHONY: package
package: setup ## pack the four functions into .build/lambda/*.zip
	./build-lambda.sh

.PHONY: package-slim
package-slim: setup ## pack the slim build into .build/slim/lambda/*.zip
	SLIM=1 ./build-lambda.sh

.PHONY: test-packaging-slim
test-packaging-slim: package-slim ## the same tests of the slim build's zips
	SLIM=1 $(PACKAGING_TESTS) Tests/Packaging

PACKAGING_TESTS := $(PYTHON) -m pytest -c Tests/Packaging/pytest.ini
# What needs no zip.
QUICK_PACKAGING_TESTS := $(addprefix Tests/Packaging/test_,template.py dashboard.py events.py icudata.py script.py \
	costs.py openapi_pages.py)

.PHONY: test-packaging
test-packaging: package ## what the zips hold, that builds repeat, and (as root) each function in a bare root
	$(PACKAGING_TESTS) Tests/Packaging

.PHONY: test-packaging-quick
test-packaging-quick: setup ## template, events, shell scripts, prices: what needs no zip
	$(PACKAGING_TESTS) $(QUICK_PACKAGING_TESTS)

# SAM CLI from 1.160 on knows the template's loops, and wants other versions of what moto and schemathesis need: an
# environment of its own. (The one in requirements.txt is there for the runtime interface emulator.) Every package is
# pinned, so that nothing is left to resolve.
SAM_TOOLS := .local/sam
SAM ?= $(SAM_TOOLS)/bin/sam
CFN_LINT ?= $(SAM_TOOLS)/bin/cfn-lint
$(SAM_TOOLS)/.installed: local/requirements-sam.txt
	python3 -m venv $(SAM_TOOLS)
	$(SAM_TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	touch $@

.PHONY: sam
sam: $(SAM_TOOLS)/.installed ## install SAM CLI into .local/sam, for `sam build` and `sam deploy`

.PHONY: lint-template
lint-template: sam ## sam validate --lint and cfn-lint on template.yaml
	SAM_CLI_TELEMETRY=0 $(SAM) validate --lint --region us-east-1
	$(CFN_LINT) template.yaml

# Checkov wants other versions of what cfn-lint and moto need: an environment of its own.
CHECKOV := .local/checkov
$(CHECKOV)/.installed: local/requirements-checkov.txt
	python3 -m venv $(CHECKOV)
	$(CHECKOV)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

.PHONY: audit-template
audit-template: setup $(CHECKOV)/.installed ## checkov on template.yaml; .checkov.yaml says what is skipped, and why
	$(PYTHON) local/expanded_template.py >.local/template.json
	LOG_LEVEL=CRITICAL $(CHECKOV)/bin/checkov --file .local/template.json --framework cloudformation --compact --quiet \
		--skip-download --config-file .checkov.yaml

.PHONY: openapi
openapi: setup ## make docs/openapi.yaml from the pages in docs/openapi
	$(PYTHON) local/openapi.py

.PHONY: costs
costs: ## what a thousand essays, recordings and PDFs cost, by the price table
	@python3 local/costs.py
