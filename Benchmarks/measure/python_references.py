"""The same pieces of work as Benchmarks/Micro does them, by what Python programs use for them."""

from __future__ import annotations

import collections
import json
import re
import time
from collections.abc import Callable
from typing import Any

import botocore.session
import numpy
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.auth import S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

Work = Callable[[], Any]


def microseconds(work: Work, count: int) -> float:
    started = time.perf_counter()
    for _ in range(count):
        work()
    return (time.perf_counter() - started) / count * 1e6


def signing(token: str) -> dict[str, Work]:
    credentials = Credentials("AKIDEXAMPLE", "bench-secret-key", token)
    query = S3SigV4QueryAuth(credentials, "s3", "eu-west-1", expires=900)
    header = SigV4Auth(credentials, "dynamodb", "eu-west-1")
    url = "https://bandup-audio.s3.eu-west-1.amazonaws.com/uploads/speaking_audio/learner/1_answer.wav"

    def presign() -> str:
        request = AWSRequest("PUT", url, headers={"content-type": "audio/wav"})
        query.add_auth(request)
        return str(request.url)

    def sign() -> str:
        request = AWSRequest(
            "POST",
            "https://dynamodb.eu-west-1.amazonaws.com/",
            headers={"content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.UpdateItem"},
            data=b"x" * 1024,
        )
        header.add_auth(request)
        return str(request.headers["authorization"])

    return {"presign": presign, "sign": sign}


def presigned_by_client(token: str) -> Work:
    """The call that programs make, which goes through boto3's whole machinery."""
    session = botocore.session.Session()
    client = session.create_client(
        "s3", "eu-west-1", aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="secret", aws_session_token=token
    )
    parameters = {"Bucket": "bandup-audio", "Key": "uploads/answer.wav", "ContentType": "audio/wav"}
    return lambda: client.generate_presigned_url("put_object", parameters, ExpiresIn=900)


def codec(item: str) -> dict[str, Work]:
    """`item`: in DynamoDB's JSON."""
    serializer, deserializer = TypeSerializer(), TypeDeserializer()
    value = {name: deserializer.deserialize(attribute) for name, attribute in json.loads(item).items()}
    return {
        "encode item": lambda: json.dumps({name: serializer.serialize(one) for name, one in value.items()}),
        "decode item": lambda: {name: deserializer.deserialize(one) for name, one in json.loads(item).items()},
    }


_WORD = re.compile(r"[a-zà-ÿ]{3,}")
_STOP = frozenset("the and for are but not you all any can had her was one our out has him his how its".split())


def retrieval(text: str, rows: int, queries: int, dimensions: int) -> dict[str, Work]:
    generator = numpy.random.default_rng(1)
    vectors = generator.standard_normal((rows, dimensions), dtype=numpy.float32)
    wanted = generator.standard_normal((queries, dimensions), dtype=numpy.float32)
    joined = text.replace("\f", "\n\n")

    def chunks() -> list[str]:
        """3,000 characters, 300 repeated, cut at the end of a sentence where there is one."""
        found, start = [], 0
        while start < len(joined):
            end = min(start + 3000, len(joined))
            cut = joined.rfind(". ", start + 1500, end) if end < len(joined) else -1
            end = cut + 1 if cut > 0 else end
            found.append(joined[start:end].strip())
            start = end - 300 if end < len(joined) else end
        return found

    def keywords() -> list[str]:
        counts = collections.Counter(word for word in _WORD.findall(joined.lower()) if word not in _STOP)
        return [word for word, _ in counts.most_common(20)]

    def similarity() -> Any:
        scores = vectors @ wanted.T
        return numpy.argpartition(-scores, 3, axis=0)[:3]

    return {"chunks": chunks, "keywords": keywords, "similarity": similarity}
