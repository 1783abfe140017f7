# `sam build` runs `make build-<LogicalId>` in the CodeUri folder with ARTIFACTS_DIR set; template.yaml's functions are
# named after their targets.

SAM_FUNCTIONS := WritingEvaluatorFunction SpeakingEvaluatorFunction FlashcardGeneratorFunction S3UploadFunction

.PHONY: $(SAM_FUNCTIONS:%=build-%) package test-packaging lint-template

$(SAM_FUNCTIONS:%=build-%): build-%Function:
	./build-lambda.sh $*
	cp -R .build/lambda/$*/. "$(ARTIFACTS_DIR)"

## Packs the four functions into .build/lambda/*.zip
package:
	./build-lambda.sh

## Tests zips, template and events; as root also each function in a bare root
test-packaging: package
	$(PYTHON) -m pytest Tests/Packaging

lint-template:
	$(SAM) validate --lint --region us-east-1
	$(CFN_LINT) template.yaml
