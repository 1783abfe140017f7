"""What template.yaml promises: the contract's figures, and that nobody may do more than needed."""

import fnmatch
import re
import subprocess

import pytest
from bandup_local.blueprint import FunctionBlueprint
from bandup_local.blueprint import functions as functions_of
from bandup_local.routes import Route
from bandup_local.subjects import ENDPOINTS, Endpoint, Subject
from places import REPOSITORY, TARGETS
from template import blueprints, template

CONTRACT = {
    # name: memory in MB, timeout in seconds, handler
    "bandup-writing-evaluator": (1024, 300, "essays"),
    "bandup-speaking-evaluator": (2048, 300, "recordings"),
    "bandup-flashcard-generator": (1024, 600, "cards"),
    "bandup-s3-upload": (256, 30, "uploads"),
}
JWT = {"ApiAuth": "jwt", "JwtIssuer": "https://issuer.example", "JwtAudience": "app"}
functions = pytest.mark.parametrize("function", blueprints().values(), ids=lambda one: one.name)
job_functions = pytest.mark.parametrize(
    "function", [one for one in blueprints().values() if one.queues], ids=lambda one: one.name
)
tables = pytest.mark.parametrize("table", template().of_type("AWS::DynamoDB::Table"))


def properties(function: FunctionBlueprint, **parameters: str) -> dict:
    return template(**parameters).properties(function.logical_id)


def statements(function: FunctionBlueprint, **parameters: str) -> list[dict]:
    """What the function's role may do, by its own policies and by those that it shares."""
    resolved = template(**parameters)
    role = resolved.properties(properties(function)["Role"].removesuffix(".Arn"))
    documents = [policy["PolicyDocument"] for policy in role.get("Policies", [])]
    documents += [resolved.properties(policy)["PolicyDocument"] for policy in role.get("ManagedPolicyArns", [])]
    return [statement for document in documents for statement in document["Statement"]]


def told(function: FunctionBlueprint, **parameters: str) -> dict[str, str]:
    """The variables that the function is given."""
    return next(
        one.environment for one in functions_of(template(**parameters)).values()
        if one.logical_id == function.logical_id
    )


def queue_of(function: FunctionBlueprint) -> str:
    """The logical id of the queue that feeds it."""
    return next(name for name in template().of_type("AWS::SQS::Queue")
                if template().arn(name) == function.queue().queue_arn)


def dead_letter_queue_of(queue: str) -> str:
    arn = template().properties(queue)["RedrivePolicy"]["deadLetterTargetArn"]
    return next(name for name in template().of_type("AWS::SQS::Queue") if template().arn(name) == arn)


def as_list(value) -> list:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", CONTRACT)
def test_functions_have_the_names_and_sizes_of_the_contract(name):
    function = blueprints()[name]
    assert (function.memory_mb, function.timeout_seconds, function.handler) == CONTRACT[name]


@functions
def test_a_function_names_its_handler(function):
    """`bootstrap`, or none, is the executable's first, whichever that is: nobody would see it change."""
    assert function.handler not in ("", "bootstrap")


def test_a_handler_of_an_executable_serves_one_function():
    served = [(one.executable, one.handler) for one in blueprints().values()]
    assert len(set(served)) == len(served)


@functions
def test_sam_packs_the_executable_that_the_local_stack_runs(function):
    said = subprocess.run(
        ["make", "-n", f"build-{function.logical_id}", "ARTIFACTS_DIR=/tmp"], cwd=REPOSITORY, text=True,
        capture_output=True, check=True)
    assignment = said.stdout.partition(" && ./build-lambda.sh")[0].rpartition("\n")[2]
    found = subprocess.run(["sh", "-c", f'{assignment}; echo "$executable"'], cwd=REPOSITORY, text=True,
                           capture_output=True, check=True)
    assert found.stdout.strip() == function.executable


@job_functions
def test_each_queue_waits_six_times_as_long_as_its_function_runs(function):
    assert template().properties(queue_of(function))["VisibilityTimeout"] == 6 * function.timeout_seconds


@job_functions
def test_jobs_are_taken_one_by_one_and_reported_one_by_one(function):
    assert function.queue().batch_size == 1
    assert function.queue().reports_item_failures
    (mapping,) = [event["Properties"] for event in properties(function)["Events"].values() if event["Type"] == "SQS"]
    assert mapping["ScalingConfig"]["MaximumConcurrency"] >= 2


@job_functions
def test_a_dead_letter_queue_keeps_messages_for_fourteen_days_after_five_deliveries(function):
    queue = queue_of(function)
    dead = template().properties(dead_letter_queue_of(queue))
    assert template().properties(queue)["RedrivePolicy"]["maxReceiveCount"] == 5
    assert dead["MessageRetentionPeriod"] == 14 * 24 * 3600
    assert dead["RedriveAllowPolicy"]["sourceQueueArns"] == [template().arn(queue)]


@job_functions
def test_the_function_counts_deliveries_as_its_queue_does(function):
    redrive = template(MaxReceiveCount="7").properties(queue_of(function))["RedrivePolicy"]
    counted = told(function, MaxReceiveCount="7")["MAX_RECEIVE_COUNT"]
    assert counted == redrive["maxReceiveCount"] == "7"


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


# What every executable's functions are built from.
LIBRARIES = ("Base", "BandUpCore", "BandUpLambda", "BandUpJobs", "Examining")


def given(*functions: FunctionBlueprint) -> set[str]:
    return {name for function in functions for name in function.environment}


def sharing(executable: str) -> list[FunctionBlueprint]:
    return [one for one in blueprints().values() if one.executable == executable]


def test_every_variable_that_code_reads_is_given_to_some_function_and_no_other():
    read = variables_read_by(*LIBRARIES, *TARGETS)
    assert read - {"JWT_LEEWAY_SECONDS"} == given(*blueprints().values())


@pytest.mark.parametrize("executable", TARGETS)
def test_an_executables_functions_are_given_the_variables_that_its_own_code_reads(executable):
    own = variables_read_by(executable)
    assert own and own <= given(*sharing(executable))


@job_functions
def test_a_job_function_is_given_what_the_shared_code_reads(function):
    shared = {"GEMINI_API_KEY_SECRET_ARN", "QUEUE_URL", "S3_BUCKET_DOCUMENTS"}
    read_for_jobs = variables_read_by("BandUpJobs", "BandUpLambda/API") - {"JWT_LEEWAY_SECONDS", "BEDROCK_REGION"}
    names_of_tables = {name for one in blueprints().values() for name in one.tables}
    assert shared | read_for_jobs - names_of_tables <= given(function)
    assert any(table.holds_records for table in function.tables.values())


def records_of(function: FunctionBlueprint) -> list[str]:
    """The names of the tables in which it keeps its jobs' records."""
    return [table.name for table in function.tables.values() if table.holds_records]


def grants_of_every_function(function: FunctionBlueprint) -> set[tuple[str, str]]:
    log = f"arn:aws:logs:ap-southeast-1:123456789012:log-group:{function.log_group}:*"
    return {
        ("logs:CreateLogStream", log), ("logs:PutLogEvents", log),
        ("xray:PutTraceSegments", "*"), ("xray:PutTelemetryRecords", "*"),
    }  # fmt: skip


def grants_of_a_job_function(function: FunctionBlueprint) -> set[tuple[str, str]]:
    """What working on jobs takes, of the queue, tables and secrets that the function is told of."""
    tables = [f"arn:aws:dynamodb:ap-southeast-1:123456789012:table/{name}" for name in records_of(function)]
    kept = [f"{DOCUMENTS}/recovery/{name}/*" for name in records_of(function)]
    return {
        ("secretsmanager:GetSecretValue", template().arn("GeminiApiKeySecret")),
        ("secretsmanager:GetSecretValue", template().arn("CursorSecret")),
        *((f"sqs:{action}", function.queue().queue_arn) for action in (
            "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes", "SendMessage")),
        *((f"dynamodb:{action}", table) for action in ("GetItem", "PutItem", "UpdateItem") for table in tables),
        *(("dynamodb:Query", f"{table}/index/{index}") for table in tables for index in INDEXES),
        *((f"s3:{action}", prefix) for action in ("GetObject", "PutObject", "DeleteObject") for prefix in kept),
        ("s3:ListBucket", DOCUMENTS),
    }  # fmt: skip


# The second one only has records of a table that several kinds share.
INDEXES = {"user_id-created_at-index": "user_id", "user_kind-created_at-index": "user_kind"}
MODEL = "arn:aws:bedrock:us-east-1::foundation-model/"
AUDIO, DOCUMENTS = (template().arn(bucket) for bucket in ("AudioBucket", "DocumentsBucket"))
UPLOADS = (
    f"{AUDIO}/uploads/speaking_audio/*", f"{DOCUMENTS}/uploads/flashcard_pdf/*", f"{DOCUMENTS}/uploads/writing_essay/*",
)  # fmt: skip
# What a function may do beside that; one that is not named may do nothing.
GRANTS = {
    "bandup-writing-evaluator": {("bedrock:InvokeModel", f"{MODEL}amazon.nova-micro-v1:0")},
    "bandup-speaking-evaluator": {("s3:GetObject", UPLOADS[0]), ("s3:ListBucket", AUDIO)},
    "bandup-flashcard-generator": {
        ("s3:GetObject", UPLOADS[1]), ("bedrock:InvokeModel", f"{MODEL}amazon.titan-embed-text-v2:0"),
    },
    "bandup-s3-upload": {(f"s3:{action}Object", key) for action in ("Put", "Get") for key in UPLOADS},
}  # fmt: skip


@functions
def test_a_role_may_do_exactly_what_its_function_does(function):
    found = [
        (action, resource)
        for statement in statements(function)
        for action in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
    ]
    expected = grants_of_every_function(function) | GRANTS.get(function.name, set())
    if function.queues:
        expected |= grants_of_a_job_function(function)
    assert set(found) == expected
    assert len(found) == len(set(found))


@job_functions
def test_a_role_names_the_queue_that_its_function_is_told(function):
    (statement,) = [one for one in statements(function) if one["Sid"] == "TakeJobs"]
    assert template().resolve({"Ref": queue_of(function)}) == function.environment["QUEUE_URL"]
    assert statement["Resource"] == template().arn(queue_of(function))


@functions
def test_a_key_that_encrypts_the_secret_may_be_used_by_those_who_read_it(function):
    key = "arn:aws:kms:ap-southeast-1:123456789012:key/some"
    found = [
        statement["Resource"]
        for statement in statements(function, GeminiApiKeySecretKmsKeyArn=key)
        if statement["Action"] == "kms:Decrypt"
    ]
    assert found == ([key] if "GEMINI_API_KEY_SECRET_ARN" in function.environment else [])


@functions
def test_no_statement_names_every_resource_but_tracing(function):
    for statement in statements(function):
        if "*" in as_list(statement["Resource"]):
            assert statement["Action"] == ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        assert not any(action.endswith("*") for action in as_list(statement["Action"]))


def named_to(function: FunctionBlueprint) -> set[str]:
    """The logical ids of what a function is told of: by its variables, its queue, its log group."""
    told = {*function.environment.values(), function.log_group, *(queue.queue_name for queue in function.queues)}
    resources = template().document["Resources"]
    return {name for name in resources if template().name(name) in told or template().resolve({"Ref": name}) in told}


@functions
def test_a_role_reaches_nothing_that_its_function_is_not_told_of(function):
    kinds = ("AWS::SQS::Queue", "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Logs::LogGroup",
             "AWS::SecretsManager::Secret")  # fmt: skip
    guarded = {name: template().arn(name).removesuffix(":*") for name in template().of_type(*kinds)}
    others = {arn for name, arn in guarded.items() if name not in named_to(function)}
    for statement in statements(function):
        for resource in as_list(statement["Resource"]):
            assert not any(resource == arn or resource.startswith((f"{arn}/", f"{arn}:")) for arn in others), resource
            assert "bedrock" not in resource or "BEDROCK_REGION" in function.environment


@tables
def test_tables_are_on_demand_protected_and_can_be_restored(table):
    properties = template().properties(table)
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["DeletionProtectionEnabled"] == "true"
    assert template(DeletionProtection="false").properties(table)["DeletionProtectionEnabled"] == "false"
    indexes = {index["IndexName"]: index for index in properties["GlobalSecondaryIndexes"]}
    for name, key in INDEXES.items():
        assert [part["AttributeName"] for part in indexes.pop(name)["KeySchema"]] == [key, "created_at"]
    assert not indexes
    tags = {tag["Key"]: tag["Value"] for tag in properties["Tags"]}
    assert tags == {"Project": "bandup", "Environment": "production"}


@pytest.mark.parametrize("bucket", template().of_type("AWS::S3::Bucket"))
def test_buckets_are_private_encrypted_and_reached_over_tls(bucket):
    properties = template().properties(bucket)
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert properties["BucketEncryption"]
    (statement,) = template().properties(f"{bucket}Policy")["PolicyDocument"]["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert statement["Resource"] == [template().arn(bucket), f"{template().arn(bucket)}/*"]


def test_uploads_end_after_the_given_days_or_never():
    def rules(days):
        found = template(UploadRetentionDays=days).properties("DocumentsBucket")["LifecycleConfiguration"]["Rules"]
        return {rule["Id"]: rule for rule in found}

    assert rules("30")["EndUploads"]["ExpirationInDays"] == "30"
    assert "EndUploads" not in rules("0")
    assert rules("0")["EndRecoveryObjects"]["Prefix"] == "recovery/"
    assert rules("0")["EndAbandonedMultipartUploads"]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}


ROUTES = [(route, function) for function in blueprints().values() for route in function.routes]


def taker(method: str, path: str) -> tuple[Route, FunctionBlueprint]:
    """Whom API Gateway gives a request to."""
    found = [bound for bound in ROUTES if bound[0].takes(method) and bound[0].parameters(path) is not None]
    return min(found, key=lambda bound: bound[0].rank)


def paths_of(endpoint: Endpoint) -> list[str]:
    return [endpoint.path, f"{endpoint.path}/some-id"] if isinstance(endpoint, Subject) else [endpoint.path]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
def test_an_endpoints_paths_lead_to_its_function_and_are_open_to_options_alone(endpoint):
    """All methods do: the functions answer HEAD themselves, and 405 with Allow."""
    for path in paths_of(endpoint):
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
            route, function = taker(method, path)
            assert function.name == endpoint.function
            assert route.is_open == (method == "OPTIONS")
            assert route.payload_format == "2.0"


def test_no_two_functions_have_the_same_route():
    keys = [route.key for route, _ in ROUTES]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("route", "function"), ROUTES, ids=[route.key for route, _ in ROUTES])
def test_every_route_leads_to_some_endpoint_of_its_function(route, function):
    own = [endpoint for endpoint in ENDPOINTS if endpoint.function == function.name]
    assert any(route.parameters(path) is not None for endpoint in own for path in paths_of(endpoint))


def permitted(function: FunctionBlueprint) -> list[str]:
    """Patterns of the calls for which the API may invoke the function."""
    return [
        permission["SourceArn"] for permission in template().of_type("AWS::Lambda::Permission").values()
        if permission["FunctionName"] == function.name
    ]


def calls_of(route: Route) -> list[str]:
    """A call that takes the route, by the route's own path and by one that it lets through."""
    method = route.method.replace("ANY", "GET")
    paths = (route.path, re.sub(r"\{[^}]+\}", "some-id", route.path))
    return [f"arn:aws:execute-api:ap-southeast-1:123456789012:HttpApi/$default/{method}{path}" for path in paths]


@pytest.mark.parametrize(("route", "function"), ROUTES, ids=[route.key for route, _ in ROUTES])
def test_a_route_may_invoke_its_own_function_alone(route, function):
    for call in calls_of(route):
        allowed = {
            name for name, one in blueprints().items()
            if any(fnmatch.fnmatchcase(call, pattern) for pattern in permitted(one))
        }
        assert allowed == {function.name}


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
    assert all(group["RetentionInDays"] == 30 for group in groups.values())
    # Were a function's group not there, Lambda would make one that never ends.
    written = {one.log_group for one in blueprints().values()}
    assert {group["LogGroupName"] for group in groups.values()} == written | {"/aws/vendedlogs/bandup-api"}


@functions
def test_a_function_logs_into_the_group_of_its_own_name_at_the_level_that_is_asked_for(function):
    assert function.log_group == f"/aws/lambda/{function.name}"
    assert "LoggingConfig" not in properties(function)
    resolved = template(LogLevel="DEBUG")
    shared = resolved.resolve(resolved.globals)["Function"]["LoggingConfig"]
    assert shared == {"LogFormat": "JSON", "ApplicationLogLevel": "DEBUG", "SystemLogLevel": "INFO"}


@functions
def test_an_alarm_watches_errors_throttles_and_durations_near_the_timeout(function):
    alarms = template(AlarmEmail="ops@example.com").of_type("AWS::CloudWatch::Alarm").values()
    watched = {
        alarm["MetricName"]: alarm for alarm in alarms
        if alarm["Dimensions"] == [{"Name": "FunctionName", "Value": function.name}]
    }
    assert watched.keys() == {"Errors", "Throttles", "Duration"}
    assert watched["Duration"]["Threshold"] == 900 * function.timeout_seconds
    if function.queues:
        queue = queue_of(function)
        names = {template().name(queue), template().name(dead_letter_queue_of(queue))}
        assert names == {
            alarm["Dimensions"][0]["Value"] for alarm in alarms if alarm["Dimensions"][0]["Value"] in names}
    assert all(alarm["AlarmActions"] == ["AlarmTopic"] for alarm in alarms)


def test_a_given_secret_is_used_and_none_is_made():
    arn = "arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:key-abcdef"
    given = template(GeminiApiKeySecretArn=arn)
    assert list(given.of_type("AWS::SecretsManager::Secret")) == ["CursorSecret"]
    assert told(blueprints()["bandup-writing-evaluator"], GeminiApiKeySecretArn=arn)["GEMINI_API_KEY_SECRET_ARN"] == arn
    assert set(template().of_type("AWS::SecretsManager::Secret")) == {"GeminiApiKeySecret", "CursorSecret"}


@functions
def test_those_who_serve_histories_are_told_a_secret_of_the_stacks_own_for_cursors(function):
    secret = template().arn("CursorSecret") if records_of(function) else None
    assert function.environment.get("CURSOR_SECRET_ARN") == secret


def test_the_secret_for_cursors_is_generated_long_enough_and_goes_with_the_stack():
    assert template().properties("CursorSecret")["GenerateSecretString"]["PasswordLength"] >= 64
    assert "SecretString" not in template().properties("CursorSecret")
    assert template().document["Resources"]["CursorSecret"]["DeletionPolicy"] == "Delete"


@functions
@pytest.mark.parametrize(("parameters", "mode"), [({}, "iam"), (JWT, "jwt")], ids=["iam", "jwt"])
def test_every_function_is_told_how_the_api_knows_its_callers(function, parameters, mode):
    assert told(function, **parameters)["API_AUTH"] == mode


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
