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
QUICK_PACKAGING_TESTS := $(addprefix Tests/Packaging/test_,template.py dashboard.py events.py icudata.py script.py costs.py)

.PHONY: test-packaging
test-packaging: package ## what the zips hold, that builds repeat, and (as root) each function in a bare root
	$(PACKAGING_TESTS) Tests/Packaging

.PHONY: test-packaging-quick
test-packaging-quick: setup ## template, events, shell scripts, prices: what needs no zip
	$(PACKAGING_TESTS) $(QUICK_PACKAGING_TESTS)

.PHONY: lint-template
lint-template: setup ## sam validate --lint and cfn-lint on template.yaml
	SAM_CLI_TELEMETRY=0 $(SAM) validate --lint --region us-east-1
	$(CFN_LINT) template.yaml

# Checkov wants other versions of what cfn-lint and moto need: an environment of its own.
CHECKOV := .local/checkov
$(CHECKOV)/.installed: local/requirements-checkov.txt
	python3 -m venv $(CHECKOV)
	$(CHECKOV)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

.PHONY: audit-template
audit-template: $(CHECKOV)/.installed ## checkov on template.yaml; what is skipped says why in the template's metadata
	LOG_LEVEL=CRITICAL $(CHECKOV)/bin/checkov --file template.yaml --framework cloudformation --compact --quiet \
		--skip-download

.PHONY: costs
costs: ## what a thousand essays, recordings and PDFs cost, by the price table
	@python3 local/costs.py
