"""The same flashcard job as a Python function does it: what Benchmarks/documents.py compares with.

PyMuPDF for the text, a sliding window for the chunks, boto3 for the calls of Titan (ten at a time, signed as ours are),
cosines in pure Python, or by numpy on request. Prints one JSON object with the seconds of each stage; imports, clients
and a first call of each are done before the clock starts, as they are in a warm function.

    python Benchmarks/reference.py URL_OF_THE_STAND_IN [--numpy]
"""

from __future__ import annotations

import argparse
import json
import math
import re
import resource
import time
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import boto3
import pymupdf
from botocore.config import Config

SIZE, OVERLAP, SHORT, DIMENSIONS = 3000, 300, 15, 512
WORD = re.compile(r"[a-z]{4,}")


def pages(content: bytes) -> list[str]:
    with pymupdf.open(stream=content, filetype="pdf") as document:
        return [page.get_text() for page in document]


def chunks(text: str) -> list[str]:
    return [text[start : start + SIZE] for start in range(0, max(1, len(text) - OVERLAP), SIZE - OVERLAP)]


def queries(text: str) -> list[str]:
    words = [word for word, _ in Counter(WORD.findall(text.lower())).most_common(20)]
    return [" ".join(words[start::5]) for start in range(5)]


def cosine(one: list[float], other: list[float]) -> float:
    product = sum(a * b for a, b in zip(one, other))
    return product / (math.sqrt(sum(a * a for a in one)) * math.sqrt(sum(b * b for b in other)))


def nearest(vectors: list[list[float]], wanted: list[list[float]], *, with_numpy: bool) -> list[int]:
    if with_numpy:
        import numpy

        matrix, asked = numpy.array(vectors, numpy.float32), numpy.array(wanted, numpy.float32)
        return sorted({int(row) for row in numpy.argsort(-(matrix @ asked.T), axis=0)[:3].ravel()})
    found: set[int] = set()
    for query in wanted:
        scores = [(cosine(vector, query), row) for row, vector in enumerate(vectors)]
        found.update(row for _, row in sorted(scores, reverse=True)[:3])
    return sorted(found)


class Job:
    def __init__(self, url: str) -> None:
        self.url = url
        self.bedrock = boto3.client(
            "bedrock-runtime", endpoint_url=url, region_name="us-east-1", aws_access_key_id="benchmark",
            aws_secret_access_key="benchmark", config=Config(max_pool_connections=10),
        )  # fmt: skip
        self.pool = ThreadPoolExecutor(10)

    def embed(self, text: str) -> list[float]:
        answer = self.bedrock.invoke_model(
            modelId="amazon.titan-embed-text-v2:0",
            body=json.dumps({"inputText": text, "dimensions": DIMENSIONS, "normalize": True}),
        )
        return json.loads(answer["body"].read())["embedding"]

    def cards(self, passages: dict[int, str]) -> None:
        prompt = "\n\n".join(f"Passage {number}, from page 1:\n{text}" for number, text in passages.items())
        body = json.dumps({"contents": [{"parts": [{"text": prompt}]}]}).encode()
        request = urllib.request.Request(
            f"{self.url}/v1beta/models/light:generateContent", body, {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request) as answer:
            json.loads(json.loads(answer.read())["candidates"][0]["content"]["parts"][0]["text"])

    def run(self, *, with_numpy: bool) -> dict[str, float]:
        marks = [time.perf_counter()]
        with urllib.request.urlopen(f"{self.url}/document") as answer:
            content = answer.read()
        text = "\n".join(pages(content))
        marks.append(time.perf_counter())
        parts = chunks(text)
        asked = queries(text) if len(parts) > SHORT else []
        vectors = list(self.pool.map(self.embed, parts + asked)) if asked else []
        marks.append(time.perf_counter())
        chosen = (
            nearest(vectors[: len(parts)], vectors[len(parts) :], with_numpy=with_numpy)
            if asked
            else list(range(0, len(parts), max(1, len(parts) // 10)))
        )
        marks.append(time.perf_counter())
        self.cards({number: parts[number] for number in chosen})
        marks.append(time.perf_counter())
        names = ("extraction", "embedding", "similarity", "cards")
        taken = {name: end - start for name, start, end in zip(names, marks, marks[1:])}
        return taken | {"total": marks[-1] - marks[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--numpy", action="store_true")
    options = parser.parse_args()
    job = Job(options.url)
    list(job.pool.map(job.embed, ["warm"] * 10))
    if options.numpy:
        nearest([[1.0, 0.0]], [[1.0, 0.0]], with_numpy=True)
    used = time.process_time()
    result = job.run(with_numpy=options.numpy)
    result["processor"] = time.process_time() - used
    print(json.dumps(result | {"mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
