"""The Titan stand-in, with boto3 as the client that signs right."""

import json
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from bandup_local import identity
from botocore.config import Config
from botocore.exceptions import ClientError

MODEL = "amazon.titan-embed-text-v2:0"


def client(standin, **changes):
    settings = {
        "region_name": "us-east-1",
        "aws_access_key_id": identity.ACCESS_KEY,
        "aws_secret_access_key": identity.SECRET_KEY,
        "aws_session_token": identity.SESSION_TOKEN,
    }
    config = Config(retries={"total_max_attempts": 1}, max_pool_connections=10)
    return boto3.client("bedrock-runtime", endpoint_url=standin.url, config=config, **settings | changes)


def invoke(bedrock, model=MODEL, **request):
    return json.loads(bedrock.invoke_model(modelId=model, body=json.dumps(request))["body"].read())


def similarity(first, second):
    return sum(a * b for a, b in zip(first, second))


@pytest.mark.parametrize("dimensions", [256, 512, 1024])
def test_an_embedding_has_its_dimensions_and_length_one(standin, dimensions):
    found = invoke(client(standin), inputText="The tide turns twice a day.", dimensions=dimensions)
    assert len(found["embedding"]) == dimensions
    assert similarity(found["embedding"], found["embedding"]) == pytest.approx(1, abs=1e-4)
    assert found["embeddingsByType"] == {"float": found["embedding"]}
    assert found["inputTextTokenCount"] == 7


def test_similar_texts_are_near(standin):
    bedrock = client(standin)
    tide, tides, trains = (
        invoke(bedrock, inputText=text, dimensions=512)["embedding"]
        for text in (
            "The moon causes the tide in the ocean.",
            "Tides in the oceans are caused by the moon's pull.",
            "Railway companies publish a new timetable in December.",
        )
    )
    assert similarity(tide, tides) > 0.4 > 0.2 > similarity(tide, trains)


def test_binary_embeddings(standin):
    found = invoke(client(standin), inputText="Tide", embeddingTypes=["binary"])
    assert "embedding" not in found and set(found["embeddingsByType"]["binary"]) <= {0, 1}


@pytest.mark.parametrize(
    "request_body, message",
    [
        ({}, "required key [inputText]"),
        ({"inputText": ""}, "minLength"),
        ({"inputText": "a", "extra": 1}, "extraneous key [extra]"),
        ({"inputText": "a", "dimensions": 500}, "dimensions"),
        ({"inputText": "a", "normalize": "yes"}, "normalize"),
        ({"inputText": "a", "embeddingTypes": ["int8"]}, "embeddingTypes"),
        ({"inputText": "word " * 8000}, "Too many input tokens"),
        ({"inputText": "语" * 8193}, "Too many input tokens"),
        ({"inputText": "a" * 50_001}, "maxLength"),
    ],
)
def test_what_bedrock_refuses_is_a_validation_exception(standin, request_body, message):
    with pytest.raises(ClientError) as refused:
        invoke(client(standin), **request_body)
    assert refused.value.response["Error"]["Code"] == "ValidationException"
    assert message in refused.value.response["Error"]["Message"]


def test_an_unknown_model_is_refused(standin):
    with pytest.raises(ClientError, match="model identifier is invalid"):
        invoke(client(standin), model="amazon.titan-embed-text-v9:0", inputText="a")


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"aws_secret_access_key": "wrong"}, "InvalidSignatureException"),
        ({"region_name": "eu-west-1"}, "InvalidSignatureException"),
        ({"aws_access_key_id": "SOMEBODYELSE"}, "UnrecognizedClientException"),
        ({"aws_session_token": "old"}, "UnrecognizedClientException"),
    ],
)
def test_a_signature_is_verified(standin, changes, code):
    with pytest.raises(ClientError) as refused:
        invoke(client(standin, **changes), inputText="a")
    assert refused.value.response["Error"]["Code"] == code
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_throttling_by_script(standin):
    header = {"x-amzn-errortype": "ThrottlingException:http://internal.amazon.com/"}
    standin.script(
        {"match": {"service": "titan"}, "action": {"status": 429, "headers": header, "body": {"message": "Too many"}}}
    )
    with pytest.raises(ClientError, match="ThrottlingException"):
        invoke(client(standin), inputText="a")
    assert invoke(client(standin), inputText="a")["embedding"]


def test_calls_at_one_time_are_counted(standin):
    standin.latency(titan=0.2)
    bedrock = client(standin)
    with ThreadPoolExecutor(5) as threads:
        list(threads.map(lambda number: invoke(bedrock, inputText=f"text {number}"), range(5)))
    assert standin.most_in_flight("titan") == 5
