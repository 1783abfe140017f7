"""What template.yaml promises: the contract's figures, and that nobody may do more than needed."""

import fnmatch
import re
import subprocess

import pytest
from bandup_local.blueprint import FunctionBlueprint
from bandup_local.routes import Route
from bandup_local.subjects import ENDPOINTS, Subject
from places import REPOSITORY, TARGETS
from template import blueprints, template

CONTRACT = {
    # name: memory in MB, timeout in seconds
    "bandup-writing-evaluator": (1024, 300),
    "bandup-speaking-evaluator": (2048, 300),
    "bandup-flashcard-generator": (1024, 600),
    "bandup-s3-upload": (256, 30),
}
JWT = {"JwtIssuer": "https://issuer.example", "JwtAudience": "app"}
functions = pytest.mark.parametrize("function", blueprints().values(), ids=lambda one: one.name)
job_functions = pytest.mark.parametrize(
    "function", [one for one in blueprints().values() if one.queues], ids=lambda one: one.name
)
tables = pytest.mark.parametrize("table", template().of_type("AWS::DynamoDB::Table"))


def properties(function: FunctionBlueprint, **parameters: str) -> dict:
    return template(**parameters).properties(function.logical_id)


def statements(function: FunctionBlueprint) -> list[dict]:
    """What the function's role may do."""
    role = properties(function)["Role"].removesuffix(".Arn")
    policies = template().properties(role)["Policies"]
    return [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]


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
    assert (blueprints()[name].memory_mb, blueprints()[name].timeout_seconds) == CONTRACT[name]


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
    other = template(MaxReceiveCount="7")
    variables = other.properties(function.logical_id)["Environment"]["Variables"]
    redrive = other.properties(queue_of(function))["RedrivePolicy"]
    assert variables["MAX_RECEIVE_COUNT"] == redrive["maxReceiveCount"] == "7"


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


def given(*functions: FunctionBlueprint) -> set[str]:
    return {name for function in functions for name in function.environment}


def sharing(executable: str) -> list[FunctionBlueprint]:
    return [one for one in blueprints().values() if one.executable == executable]


def test_every_variable_that_code_reads_is_given_to_some_function_and_no_other():
    read = variables_read_by("BandUpCore", *TARGETS)
    assert read == given(*blueprints().values())


@pytest.mark.parametrize("executable", TARGETS)
def test_an_executables_functions_are_given_the_variables_that_its_own_code_reads(executable):
    own = variables_read_by(executable)
    assert own and own <= given(*sharing(executable))


@job_functions
def test_a_job_function_is_given_what_the_shared_code_reads(function):
    shared = {"GEMINI_API_KEY_SECRET_ARN", "QUEUE_URL", "S3_BUCKET_DOCUMENTS"}
    read_for_jobs = variables_read_by("BandUpCore/Jobs", "BandUpCore/API")
    names_of_tables = {name for one in blueprints().values() for name in one.tables}
    assert shared | read_for_jobs - names_of_tables <= given(function)
    assert any(table.holds_records for table in function.tables.values())


@job_functions
def test_a_role_keeps_paid_answers_under_its_own_tables_prefix(function):
    (statement,) = [one for one in statements(function) if one["Sid"] == "KeepPaidAnswers"]
    recovery = f"{template().arn('DocumentsBucket')}/recovery"
    records = [table.name for table in function.tables.values() if table.holds_records]
    assert set(as_list(statement["Resource"])) == {f"{recovery}/{name}/*" for name in records}


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


@job_functions
def test_history_is_read_through_the_index_alone(function):
    granted = {}
    for statement in statements(function):
        for action in as_list(statement["Action"]):
            if action.startswith("dynamodb:"):
                granted.setdefault(action, set()).update(as_list(statement["Resource"]))
    tables = {template().arn(name) for name in named_to(function) & template().of_type("AWS::DynamoDB::Table").keys()}
    assert granted == {
        **dict.fromkeys(("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"), tables),
        "dynamodb:Query": {f"{arn}/index/user_id-created_at-index" for arn in tables},
    }


@tables
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


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
def test_an_endpoints_paths_lead_to_its_function_and_are_open_to_options_alone(endpoint):
    """All methods do: the functions answer HEAD themselves, and 405 with Allow."""
    paths = [endpoint.path, f"{endpoint.path}/some-id"] if isinstance(endpoint, Subject) else [endpoint.path]
    for path in paths:
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
            route, function = taker(method, path)
            assert function.name == endpoint.function
            assert route.is_open == (method == "OPTIONS")
            assert route.payload_format == "2.0"


def test_no_two_functions_have_the_same_route():
    keys = [route.key for route, _ in ROUTES]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("route", "function"), ROUTES, ids=[route.key for route, _ in ROUTES])
def test_every_route_may_invoke_its_function(route, function):
    permissions = [
        permission["SourceArn"] for permission in template().of_type("AWS::Lambda::Permission").values()
        if permission["FunctionName"] == function.name
    ]
    method, path = route.method.replace("ANY", "GET"), re.sub(r"\{[^}]+\}", "some-id", route.path)
    arn = f"arn:aws:execute-api:ap-southeast-1:123456789012:HttpApi/$default/{method}{path}"
    assert any(fnmatch.fnmatchcase(arn, permitted) for permitted in permissions)


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
    assert {one.log_group for one in blueprints().values()} < {group["LogGroupName"] for group in groups.values()}
    assert all(group["RetentionInDays"] == 30 for group in groups.values())


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
    assert "GeminiApiKeySecret" not in given.of_type("AWS::SecretsManager::Secret")
    variables = given.properties("WritingEvaluatorFunction")["Environment"]["Variables"]
    assert variables["GEMINI_API_KEY_SECRET_ARN"] == arn
    assert "GeminiApiKeySecret" in template().of_type("AWS::SecretsManager::Secret")
