"""What template.yaml promises: the contract's figures, and that nobody may do more than needed."""

import re

import pytest
from places import REPOSITORY
from template import template

FUNCTIONS = {
    # name, memory in MB, timeout in seconds, queue, handler
    "WritingEvaluatorFunction": ("bandup-writing-evaluator", 1024, 300, "WritingQueue", "essays"),
    "SpeakingEvaluatorFunction": ("bandup-speaking-evaluator", 2048, 300, "SpeakingQueue", "recordings"),
    "FlashcardGeneratorFunction": ("bandup-flashcard-generator", 1024, 600, "FlashcardQueue", "cards"),
    "S3UploadFunction": ("bandup-s3-upload", 256, 30, None, "uploads"),
}
ROUTES = {
    f"{method} {path}": function
    for path, function in {
        "/uploads": "S3UploadFunction",
        "/writing/{proxy+}": "WritingEvaluatorFunction",
        "/speaking/{proxy+}": "SpeakingEvaluatorFunction",
        "/flashcard-sets": "FlashcardGeneratorFunction",
        "/flashcard-sets/{proxy+}": "FlashcardGeneratorFunction",
    }.items()
    for method in ("ANY", "OPTIONS")
}
JWT = {"ApiAuth": "jwt", "JwtIssuer": "https://issuer.example", "JwtAudience": "app"}
ARN = "arn:aws:{}:ap-southeast-1:123456789012:{}"
functions = pytest.mark.parametrize("function", FUNCTIONS)
job_functions = pytest.mark.parametrize("function", [name for name, settings in FUNCTIONS.items() if settings[3]])


def statements(role: str, **parameters: str) -> list[dict]:
    resolved = template(**parameters)
    properties = resolved.properties(role)
    documents = [policy["PolicyDocument"] for policy in properties["Policies"]]
    documents += [resolved.properties(policy)["PolicyDocument"] for policy in properties["ManagedPolicyArns"]]
    return [statement for document in documents for statement in document["Statement"]]


def as_list(value) -> list:
    return value if isinstance(value, list) else [value]


@functions
def test_functions_have_the_names_and_sizes_of_the_contract(function):
    name, memory, timeout, _, handler = FUNCTIONS[function]
    properties = template().properties(function)
    assert (properties["FunctionName"], properties["MemorySize"], properties["Timeout"]) == (name, memory, timeout)
    assert properties["Handler"] == handler


@functions
def test_each_queue_waits_six_times_as_long_as_its_function_runs(function):
    _, _, timeout, queue, _ = FUNCTIONS[function]
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
        counted = other.properties(function)["Environment"]["Variables"]["MAX_RECEIVE_COUNT"]
        assert counted == other.properties(queue)["RedrivePolicy"]["maxReceiveCount"] == "7"


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


# SPEC-platform.md section 23 has them; handlers read them as they learn to.
PROMISED = {"API_AUTH", "CURSOR_SECRET_ARN"}


def variables(function: str, **parameters: str) -> dict:
    resolved = template(**parameters)
    shared = resolved.resolve(resolved.document["Globals"])["Function"]["Environment"]["Variables"]
    return shared | resolved.properties(function)["Environment"]["Variables"]


def given(function: str) -> set[str]:
    return set(variables(function))


def test_every_variable_that_code_reads_is_given_to_some_function_and_no_other():
    read = variables_read_by("BandUpCore", *(function.removesuffix("Function") for function in FUNCTIONS))
    assert read | PROMISED == set().union(*map(given, FUNCTIONS))


@functions
def test_a_function_is_given_the_variables_that_its_own_code_reads(function):
    own = variables_read_by(function.removesuffix("Function"))
    assert own and own <= given(function)


@job_functions
def test_a_job_function_is_given_what_the_shared_code_reads(function):
    table = "DYNAMODB_FLASHCARD_SETS" if function.startswith("Flashcard") else "DYNAMODB_EVALUATIONS"
    shared = {"GEMINI_API_KEY_SECRET_ARN", "QUEUE_URL", "S3_BUCKET_DOCUMENTS", table}
    assert shared | variables_read_by("BandUpCore/Jobs", "BandUpCore/API") - {
        "DYNAMODB_EVALUATIONS", "DYNAMODB_FLASHCARD_SETS"} <= given(function)


def grants_of_every_function(function: str) -> set:
    log = f"Arn:{function.replace('Function', 'LogGroup')}"
    return {
        ("logs:CreateLogStream", log), ("logs:PutLogEvents", log),
        ("xray:PutTraceSegments", "*"), ("xray:PutTelemetryRecords", "*"),
    }  # fmt: skip


def grants_of_a_job_function(queue: str, table: str) -> set:
    stored = ARN.format("dynamodb", f"table/{table}")
    kept = f"Arn:DocumentsBucket/recovery/{table}/*"
    return {
        ("secretsmanager:GetSecretValue", "GeminiApiKeySecret"), ("secretsmanager:GetSecretValue", "CursorSecret"),
        *((f"sqs:{action}", ARN.format("sqs", queue)) for action in (
            "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes", "SendMessage")),
        *((f"dynamodb:{action}", stored) for action in ("GetItem", "PutItem", "UpdateItem")),
        ("dynamodb:Query", f"{stored}/index/user_id-created_at-index"),
        *((f"s3:{action}", kept) for action in ("GetObject", "PutObject", "DeleteObject")),
        ("s3:ListBucket", "Arn:DocumentsBucket"),
    }  # fmt: skip


MODEL = "arn:aws:bedrock:us-east-1::foundation-model/"
UPLOADS = (
    "Arn:AudioBucket/uploads/speaking_audio/*", "Arn:DocumentsBucket/uploads/flashcard_pdf/*",
    "Arn:DocumentsBucket/uploads/writing_essay/*",
)
GRANTS = {
    "WritingEvaluatorFunction": grants_of_a_job_function("bandup-writing-queue", "bandup-evaluations")
    | {("bedrock:InvokeModel", f"{MODEL}amazon.nova-micro-v1:0")},
    "SpeakingEvaluatorFunction": grants_of_a_job_function("bandup-speaking-queue", "bandup-evaluations")
    | {("s3:GetObject", UPLOADS[0]), ("s3:ListBucket", "Arn:AudioBucket")},
    "FlashcardGeneratorFunction": grants_of_a_job_function("bandup-flashcard-queue", "bandup-flashcard-sets")
    | {("s3:GetObject", UPLOADS[1]), ("bedrock:InvokeModel", f"{MODEL}amazon.titan-embed-text-v2:0")},
    "S3UploadFunction": {(f"s3:{action}Object", key) for action in ("Put", "Get") for key in UPLOADS},
}


@functions
def test_a_role_may_do_exactly_what_its_function_does(function):
    found = [
        (action, resource)
        for statement in statements(function.replace("Function", "Role"))
        for action in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
    ]
    assert set(found) == grants_of_every_function(function) | GRANTS[function]
    assert len(found) == len(set(found))


@job_functions
def test_a_role_names_the_queue_and_the_table_that_its_function_is_told(function):
    told, resolved = variables(function), template()
    table = told.get("DYNAMODB_EVALUATIONS") or told["DYNAMODB_FLASHCARD_SETS"]
    granted = statements(function.replace("Function", "Role"))
    by_name = {statement["Sid"]: statement["Resource"] for statement in granted}
    assert by_name["TakeJobs"] == ARN.format("sqs", resolved.name(FUNCTIONS[function][3]))
    assert told["QUEUE_URL"] == resolved.name(FUNCTIONS[function][3])
    assert by_name["KeepRecords"] == ARN.format("dynamodb", f"table/{table}")


def test_a_key_that_encrypts_the_secret_may_be_used_by_those_who_read_it():
    key = "arn:aws:kms:ap-southeast-1:123456789012:key/some"
    for function, (*_, queue, _) in FUNCTIONS.items():
        found = [
            statement["Resource"]
            for statement in statements(function.replace("Function", "Role"), GeminiApiKeySecretKmsKeyArn=key)
            if statement["Action"] == "kms:Decrypt"
        ]
        assert found == ([key] if queue else [])


@functions
def test_no_statement_names_every_resource_but_tracing(function):
    for statement in statements(function.replace("Function", "Role")):
        if "*" in as_list(statement["Resource"]):
            assert statement["Action"] == ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        assert not any(action.endswith("*") for action in as_list(statement["Action"]))


@pytest.mark.parametrize("table", ["EvaluationsTable", "FlashcardSetsTable"])
def test_tables_are_on_demand_protected_and_can_be_restored(table):
    properties = template().properties(table)
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["DeletionProtectionEnabled"] == "true"
    assert template(DeletionProtection="false").properties(table)["DeletionProtectionEnabled"] == "false"
    (index,) = properties["GlobalSecondaryIndexes"]
    assert index["IndexName"] == "user_id-created_at-index"
    assert [key["AttributeName"] for key in index["KeySchema"]] == ["user_id", "created_at"]
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


def test_a_function_may_be_invoked_by_its_own_routes_alone():
    import fnmatch

    resolved = template()
    allowed = {
        (permission["FunctionName"], permission["SourceArn"])
        for permission in resolved.of_type("AWS::Lambda::Permission").values()
    }
    for function, pattern in allowed:
        pattern = pattern.removeprefix("arn:aws:execute-api:ap-southeast-1:123456789012:HttpApi/*/*")
        fitting = {route for route in ROUTES if fnmatch.fnmatchcase(route.split()[1], pattern)}
        assert fitting == {
            route for route in fitting if resolved.name(ROUTES[route]) == function}, pattern
    for route, function in ROUTES.items():
        arn = f"arn:aws:execute-api:ap-southeast-1:123456789012:HttpApi/$default/{route.replace(' ', '')}"
        assert any(
            name == resolved.name(function) and fnmatch.fnmatchcase(arn, pattern) for name, pattern in allowed), route


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
    resolved = template()
    groups = resolved.of_type("AWS::Logs::LogGroup")
    assert all(group["RetentionInDays"] == 30 for group in groups.values())
    # A function writes into the group of its own name; were none there, Lambda would make one that never ends.
    written = {f"/aws/lambda/{one['FunctionName']}" for one in resolved.of_type("AWS::Serverless::Function").values()}
    assert {group["LogGroupName"] for group in groups.values()} == written | {"/aws/vendedlogs/bandup-api"}
    assert not any("LoggingConfig" in one for one in resolved.of_type("AWS::Serverless::Function").values())
    told = template(LogLevel="DEBUG").resolve(resolved.document["Globals"])["Function"]["LoggingConfig"]
    assert told == {"LogFormat": "JSON", "ApplicationLogLevel": "DEBUG", "SystemLogLevel": "INFO"}


@functions
def test_an_alarm_watches_errors_throttles_and_durations_near_the_timeout(function):
    name, _, timeout, queue, _ = FUNCTIONS[function]
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
    assert list(given.of_type("AWS::SecretsManager::Secret")) == ["CursorSecret"]
    assert variables("WritingEvaluatorFunction", GeminiApiKeySecretArn=arn)["GEMINI_API_KEY_SECRET_ARN"] == arn
    assert set(template().of_type("AWS::SecretsManager::Secret")) == {"GeminiApiKeySecret", "CursorSecret"}


@functions
def test_those_who_serve_histories_are_told_a_secret_of_the_stacks_own_for_cursors(function):
    assert variables(function).get("CURSOR_SECRET_ARN") == ("CursorSecret" if FUNCTIONS[function][3] else None)


def test_the_secret_for_cursors_is_generated_long_enough_and_goes_with_the_stack():
    assert template().properties("CursorSecret")["GenerateSecretString"]["PasswordLength"] >= 64
    assert "SecretString" not in template().properties("CursorSecret")
    assert template().document["Resources"]["CursorSecret"]["DeletionPolicy"] == "Delete"


@pytest.mark.parametrize(("parameters", "mode"), [({}, "iam"), (JWT, "jwt")], ids=["iam", "jwt"])
def test_every_function_is_told_how_the_api_knows_its_callers(parameters, mode):
    for function in FUNCTIONS:
        assert variables(function, **parameters)["API_AUTH"] == mode


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({}, None),
        (JWT, None),
        ({"ApiAuth": "jwt", "JwtAudience": "app"}, "JwtIssuer"),
        ({"ApiAuth": "jwt", "JwtIssuer": "https://issuer.example"}, "JwtAudience"),
        # Before ApiAuth the issuer was the switch: an upgrade must not let back ends in where learners were.
        ({"JwtIssuer": "https://issuer.example", "JwtAudience": "app"}, "ApiAuth"),
    ],
    ids=["iam", "jwt", "no issuer", "no audience", "issuer alone"],
)
def test_a_way_in_that_lacks_something_is_not_deployed(parameters, named):
    broken = template(**parameters).broken_rules()
    assert [rule for rule in broken if named in rule] == broken if named else broken == []
    assert len(broken) == (1 if named else 0)
