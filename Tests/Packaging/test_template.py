"""What template.yaml promises: the contract's figures, and that nobody may do more than needed."""

import re

import pytest
from places import REPOSITORY
from template import template

FUNCTIONS = {
    # name, memory in MB, timeout in seconds, queue
    "WritingEvaluatorFunction": ("bandup-writing-evaluator", 1024, 300, "WritingQueue"),
    "SpeakingEvaluatorFunction": ("bandup-speaking-evaluator", 2048, 300, "SpeakingQueue"),
    "FlashcardGeneratorFunction": ("bandup-flashcard-generator", 1024, 600, "FlashcardQueue"),
    "S3UploadFunction": ("bandup-s3-upload", 256, 30, None),
}
ROUTES = {
    f"{method} {path}": function
    for path, function in {
        "/uploads": "S3UploadFunction",
        "/writing/evaluations": "WritingEvaluatorFunction",
        "/writing/evaluations/{id}": "WritingEvaluatorFunction",
        "/speaking/evaluations": "SpeakingEvaluatorFunction",
        "/speaking/evaluations/{id}": "SpeakingEvaluatorFunction",
        "/flashcard-sets": "FlashcardGeneratorFunction",
        "/flashcard-sets/{id}": "FlashcardGeneratorFunction",
    }.items()
    for method in ("ANY", "OPTIONS")
}
JWT = {"JwtIssuer": "https://issuer.example", "JwtAudience": "app"}
functions = pytest.mark.parametrize("function", FUNCTIONS)


def statements(role: str) -> list[dict]:
    policies = template().properties(role)["Policies"]
    return [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]


def as_list(value) -> list:
    return value if isinstance(value, list) else [value]


@functions
def test_functions_have_the_names_and_sizes_of_the_contract(function):
    name, memory, timeout, _ = FUNCTIONS[function]
    properties = template().properties(function)
    assert (properties["FunctionName"], properties["MemorySize"], properties["Timeout"]) == (name, memory, timeout)


@functions
def test_each_queue_waits_six_times_as_long_as_its_function_runs(function):
    _, _, timeout, queue = FUNCTIONS[function]
    if queue:
        assert template().properties(queue)["VisibilityTimeout"] == 6 * timeout


@functions
def test_jobs_are_taken_one_by_one_and_reported_one_by_one(function):
    queue = FUNCTIONS[function][3]
    events = template().properties(function).get("Events", {})
    assert list(events) == (["Jobs"] if queue else [])
    if queue:
        mapping = events["Jobs"]["Properties"]
        assert mapping["Queue"] == f"Arn:{queue}"
        assert mapping["BatchSize"] == 1
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert mapping["ScalingConfig"]["MaximumConcurrency"] >= 2


@pytest.mark.parametrize("queue", ["WritingQueue", "SpeakingQueue", "FlashcardQueue"])
def test_a_dead_letter_queue_keeps_messages_for_fourteen_days_after_five_deliveries(queue):
    dead = queue.replace("Queue", "DeadLetterQueue")
    redrive = template().properties(queue)["RedrivePolicy"]
    assert redrive == {"deadLetterTargetArn": f"Arn:{dead}", "maxReceiveCount": 5}
    properties = template().properties(dead)
    assert properties["MessageRetentionPeriod"] == 14 * 24 * 3600
    source = properties["RedriveAllowPolicy"]["sourceQueueArns"]
    assert source == [f"arn:aws:sqs:ap-southeast-1:123456789012:{template().name(queue)}"]


@functions
def test_the_function_counts_deliveries_as_its_queue_does(function):
    if queue := FUNCTIONS[function][3]:
        other = template(MaxReceiveCount="7")
        variables = other.properties(function)["Environment"]["Variables"]
        assert variables["MAX_RECEIVE_COUNT"] == other.properties(queue)["RedrivePolicy"]["maxReceiveCount"] == "7"


# Variables that code reads and the template leaves alone.
SET_BY_LAMBDA = {
    "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_LOG_LEVEL",
    "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
}
# The first four are the AWS SDKs' own; all default to the real services and the system's CA bundle.
OVERRIDES = {
    "AWS_CA_BUNDLE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "GEMINI_ENDPOINT", "NO_PROXY",
}


def variables_read_by(*folders: str) -> set[str]:
    """Names that Swift code asks its environment for, wherever they stand as a literal."""
    asked = re.compile(
        r'''(?:environment\[|\b(?:required|integer|parsed|region|endpoint|modelLadder)\(\s*|[nN]ame = |Variable = )'''
        r'''"([A-Z][A-Z0-9]*(?:_[A-Z0-9]*)*)\b''')
    sources = [path for folder in folders for path in (REPOSITORY / "Sources" / folder).rglob("*.swift")]
    return {name for path in sources for name in asked.findall(path.read_text())} - SET_BY_LAMBDA - OVERRIDES


def given(function: str) -> set[str]:
    return set(template().properties(function)["Environment"]["Variables"])


def test_every_variable_that_code_reads_is_given_to_some_function_and_no_other():
    read = variables_read_by("BandUpCore", *(function.removesuffix("Function") for function in FUNCTIONS))
    assert read == set().union(*map(given, FUNCTIONS))


@functions
def test_a_function_is_given_the_variables_that_its_own_code_reads(function):
    own = variables_read_by(function.removesuffix("Function"))
    assert own and own <= given(function)


@pytest.mark.parametrize("function", [name for name, settings in FUNCTIONS.items() if settings[3]])
def test_a_job_function_is_given_what_the_shared_code_reads(function):
    table = "DYNAMODB_FLASHCARD_SETS" if function.startswith("Flashcard") else "DYNAMODB_EVALUATIONS"
    shared = {"GEMINI_API_KEY_SECRET_ARN", "QUEUE_URL", "S3_BUCKET_DOCUMENTS", table}
    assert shared | variables_read_by("BandUpCore/Jobs", "BandUpCore/API") - {
        "DYNAMODB_EVALUATIONS", "DYNAMODB_FLASHCARD_SETS"} <= given(function)


@pytest.mark.parametrize("function", [name for name, settings in FUNCTIONS.items() if settings[3]])
def test_a_role_keeps_paid_answers_under_its_own_tables_prefix(function):
    variables = template().properties(function)["Environment"]["Variables"]
    table = variables.get("DYNAMODB_EVALUATIONS") or variables["DYNAMODB_FLASHCARD_SETS"]
    (statement,) = [
        statement for statement in statements(function.replace("Function", "Role"))
        if statement["Sid"] == "KeepPaidAnswers"]
    assert statement["Resource"] == f"Arn:DocumentsBucket/recovery/{table}/*"


@functions
def test_no_statement_names_every_resource_but_tracing(function):
    for statement in statements(function.replace("Function", "Role")):
        if "*" in as_list(statement["Resource"]):
            assert statement["Action"] == ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        assert not any(action.endswith("*") for action in as_list(statement["Action"]))


@functions
def test_a_role_reaches_no_other_functions_queue_table_or_log(function):
    others = {
        "WritingEvaluatorFunction": ("Speaking", "Flashcard", "S3Upload", "AudioBucket"),
        "SpeakingEvaluatorFunction": ("Writing", "Flashcard", "S3Upload", "bedrock"),
        "FlashcardGeneratorFunction": ("Writing", "Speaking", "S3Upload", "AudioBucket", "Evaluations"),
        "S3UploadFunction": ("Writing", "Speaking", "Flashcard", "Evaluations", "Secret", "bedrock"),
    }[function]
    for statement in statements(function.replace("Function", "Role")):
        for resource in as_list(statement["Resource"]):
            assert not any(other in resource for other in others), resource


def test_history_is_read_through_the_index_alone():
    own, of_kinds = "user_id-created_at-index", "user_kind-created_at-index"
    for function, table, indexes in (
        ("WritingEvaluator", "EvaluationsTable", [own, of_kinds]),
        ("SpeakingEvaluator", "EvaluationsTable", [own, of_kinds]),
        ("FlashcardGenerator", "FlashcardSetsTable", [own]),
    ):
        granted = {
            action: as_list(statement["Resource"]) for statement in statements(f"{function}Role")
            for action in as_list(statement["Action"]) if action.startswith("dynamodb:")
        }
        assert granted == {
            "dynamodb:GetItem": [f"Arn:{table}"],
            "dynamodb:PutItem": [f"Arn:{table}"],
            "dynamodb:UpdateItem": [f"Arn:{table}"],
            "dynamodb:Query": [f"Arn:{table}/index/{index}" for index in indexes],
        }


@pytest.mark.parametrize("table", ["EvaluationsTable", "FlashcardSetsTable"])
def test_tables_are_on_demand_protected_and_can_be_restored(table):
    properties = template().properties(table)
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["DeletionProtectionEnabled"] == "true"
    assert template(DeletionProtection="false").properties(table)["DeletionProtectionEnabled"] == "false"
    indexes = {
        index["IndexName"]: [key["AttributeName"] for key in index["KeySchema"]]
        for index in properties["GlobalSecondaryIndexes"]
    }
    assert indexes.pop("user_id-created_at-index") == ["user_id", "created_at"]
    # Several kinds share the evaluations.
    of_kinds = {"user_kind-created_at-index": ["user_kind", "created_at"]}
    assert indexes == (of_kinds if table == "EvaluationsTable" else {})
    tags = {tag["Key"]: tag["Value"] for tag in properties["Tags"]}
    assert tags == {"Project": "bandup", "Environment": "production"}


@pytest.mark.parametrize("bucket", ["AudioBucket", "DocumentsBucket"])
def test_buckets_are_private_encrypted_and_reached_over_tls(bucket):
    properties = template().properties(bucket)
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert properties["BucketEncryption"]
    (statement,) = template().properties(f"{bucket}Policy")["PolicyDocument"]["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert statement["Resource"] == [f"Arn:{bucket}", f"Arn:{bucket}/*"]


def test_uploads_end_after_the_given_days_or_never():
    def rules(days):
        found = template(UploadRetentionDays=days).properties("DocumentsBucket")["LifecycleConfiguration"]["Rules"]
        return {rule["Id"]: rule for rule in found}

    assert rules("30")["EndUploads"]["ExpirationInDays"] == "30"
    assert "EndUploads" not in rules("0")
    assert rules("0")["EndRecoveryObjects"]["Prefix"] == "recovery/"
    assert rules("0")["EndAbandonedMultipartUploads"]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}


def test_the_routes_are_those_of_the_contract():
    resolved = template()
    found = {}
    for route in resolved.of_type("AWS::ApiGatewayV2::Route").values():
        integration = resolved.properties(route["Target"].removeprefix("integrations/"))
        found[route["RouteKey"]] = integration["IntegrationUri"].removeprefix("Arn:")
        assert integration["PayloadFormatVersion"] == "2.0"
    assert found == ROUTES


def test_every_route_may_invoke_its_function():
    import fnmatch

    permissions = {
        permission["FunctionName"]: permission["SourceArn"]
        for permission in template().of_type("AWS::Lambda::Permission").values()
    }
    for route, function in ROUTES.items():
        method, path = route.replace("ANY", "GET").split()
        arn = f"arn:aws:execute-api:ap-southeast-1:123456789012:HttpApi/$default/{method}{path}"
        assert fnmatch.fnmatchcase(arn, permissions[template().name(function)])


@pytest.mark.parametrize(("parameters", "kind"), [({}, "AWS_IAM"), (JWT, "JWT")], ids=["iam", "jwt"])
def test_no_route_is_open_but_options(parameters, kind):
    resolved = template(**parameters)
    for route in resolved.of_type("AWS::ApiGatewayV2::Route").values():
        if route["RouteKey"].startswith("OPTIONS "):
            assert route["AuthorizationType"] == "NONE"
            continue
        assert route["AuthorizationType"] == kind
        assert ("AuthorizerId" in route) == (kind == "JWT")
    assert len(resolved.of_type("AWS::ApiGatewayV2::Authorizer")) == (1 if kind == "JWT" else 0)


def test_logs_end():
    groups = template().of_type("AWS::Logs::LogGroup")
    assert len(groups) == 5
    assert all(group["RetentionInDays"] == 30 for group in groups.values())


@functions
def test_an_alarm_watches_errors_throttles_and_durations_near_the_timeout(function):
    name, _, timeout, queue = FUNCTIONS[function]
    alarms = template(AlarmEmail="ops@example.com").of_type("AWS::CloudWatch::Alarm").values()
    watched = {
        alarm["MetricName"]: alarm for alarm in alarms
        if alarm["Dimensions"] == [{"Name": "FunctionName", "Value": name}]
    }
    assert watched.keys() == {"Errors", "Throttles", "Duration"}
    assert watched["Duration"]["Threshold"] == 900 * timeout
    if queue:
        names = {template().name(queue), template().name(queue.replace("Queue", "DeadLetterQueue"))}
        assert names == {
            alarm["Dimensions"][0]["Value"] for alarm in alarms if alarm["Dimensions"][0]["Value"] in names}
    assert all(alarm["AlarmActions"] == ["AlarmTopic"] for alarm in alarms)


def test_a_given_secret_is_used_and_none_is_made():
    arn = "arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:key-abcdef"
    given = template(GeminiApiKeySecretArn=arn)
    assert given.of_type("AWS::SecretsManager::Secret") == {}
    variables = given.properties("WritingEvaluatorFunction")["Environment"]["Variables"]
    assert variables["GEMINI_API_KEY_SECRET_ARN"] == arn
    assert list(template().of_type("AWS::SecretsManager::Secret")) == ["GeminiApiKeySecret"]
