"""Times FlashcardGenerator on PDFs of several lengths: `make bench-documents`.

The release binary runs under the Lambda emulator with moto and the model stand-in, all on this machine, so that the
stand-in's own time (Python, some two milliseconds an embedding) is in the figures; with 50 ms it answers later still.
Beside it, in the same run, what others take for parts of the work: pdftotext, and PyMuPDF and numpy where
Benchmarks/requirements.txt is installed.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "local"))

from bandup_local.stack import LocalStack  # noqa: E402
from reportlab.lib.pagesizes import A4  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

USER = "learner-bench"


def make_pdf(path: Path, pages: int) -> None:
    """Sentences of the sample reader in an order of their own on each page, with a header and a number."""
    prose = " ".join(file.read_text() for file in sorted((ROOT / "local/samples/reader").glob("*.md")))
    sentences = [one.strip() for one in prose.replace("\n", " ").split(". ") if 30 < len(one) < 300 and "#" not in one]
    chance = random.Random(pages)
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for number in range(1, pages + 1):
        canvas.setFont("Times-Italic", 10)
        canvas.drawString(72, 800, "A Long Reader")
        canvas.setFont("Times-Roman", 11)
        said = [f"{one}, said witness {chance.randrange(10**6)}." for one in chance.sample(sentences, 18)]
        words = " ".join(said).split()
        line, height = "", 770
        for word in words:
            if len(line) + len(word) > 85:
                canvas.drawString(72, height, line)
                line, height = "", height - 16
            line += word + " "
        canvas.drawString(72, height, line)
        canvas.drawCentredString(300, 40, str(number))
        canvas.showPage()
    canvas.save()


class Memory(threading.Thread):
    """The highest resident memory, in MB, of the function and of its reading process, seen while it runs."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.function, self.reader, self.is_over = pid, 0.0, 0.0, False

    def run(self) -> None:
        while not self.is_over:
            self.function = max(self.function, _peak(self.pid))
            for child in _children(self.pid):
                self.reader = max(self.reader, _peak(child))
            time.sleep(0.01)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(one) for one in task.read_text().split()]
        except OSError:
            pass
    return found


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def seconds(work) -> float:
    start = time.monotonic()
    work()
    return time.monotonic() - start


def rivals(pdf: Path) -> dict[str, float]:
    """Seconds that others take to extract the text."""
    taken = {"pdftotext": seconds(lambda: subprocess.run(["pdftotext", pdf, "/dev/null"], check=True))}
    try:
        import pymupdf
    except ImportError:
        return taken

    def read() -> None:
        with pymupdf.open(pdf) as document:
            for page in document:
                page.get_text()

    taken["PyMuPDF"] = seconds(read)
    return taken


def similarity(chunks: int) -> str:
    """Milliseconds of numpy for the scores of five queries, at so many vectors of 512."""
    try:
        import numpy
    except ImportError:
        return "-"
    vectors = numpy.random.default_rng(1).standard_normal((chunks, 512), dtype=numpy.float32)
    queries = numpy.random.default_rng(2).standard_normal((5, 512), dtype=numpy.float32)
    times = [seconds(lambda: numpy.argsort(-(vectors @ queries.T), axis=0)[:3]) for _ in range(9)]
    return f"{statistics.median(times) * 1000:.2f}"


def job(stack: LocalStack, pdf: Path, delay: float) -> dict:
    """One job in a fresh instance, warmed up by a job on the short sample."""
    key = f"uploads/flashcard_pdf/{USER}/{uuid.uuid4().hex}.pdf"
    bucket = stack.bucket("documents")
    instance = stack.functions["FlashcardGenerator"].new_instance()
    client = stack.cloud.client("s3")

    def invoke(name: Path) -> dict:
        client.put_object(Bucket=bucket, Key=key, Body=name.read_bytes())
        body = {"set_id": f"bench-{uuid.uuid4().hex[:8]}", "user_id": USER, "pdf_url": f"s3://{bucket}/{key}"}
        answer = instance.invoke(body)
        result = json.loads(answer.json()["body"]) if answer.error is None else {}
        if "metrics" not in result:
            raise SystemExit(f"{name.name}: {answer.error} {result}")
        return result

    try:
        stack.standin.reset()
        invoke(ROOT / "events/samples/short-article.pdf")
        stack.standin.latency(titan=delay)
        memory = Memory(instance.function_pid() or 0)
        memory.start()
        result = invoke(pdf)
        memory.is_over = True
        memory.join()
    finally:
        stack.standin.reset()
        instance.stop()
    return result | {"function_mb": memory.function, "reader_mb": memory.reader}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[10, 100, 500, 2000])
    parser.add_argument("--titan-ms", type=int, nargs="+", default=[0, 50])
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bandup-bench-"))
    print("| pages | Titan ms | chunks | calls | read, embed, choose ms | bound ms | cards ms | total ms | function MB "
          "| reader MB | pdftotext ms | PyMuPDF ms | numpy ms |")
    print("|" + "---|" * 13)
    with LocalStack(folder, with_event_sources=False) as stack:
        for pages in options.pages:
            pdf = folder / f"{pages}.pdf"
            make_pdf(pdf, pages)
            others = {name: f"{value * 1000:.0f}" for name, value in rivals(pdf).items()}
            for delay in options.titan_ms:
                result = job(stack, pdf, delay / 1000)
                metrics, chunks = result["metrics"], result["document"]["chunk_count"]
                rounds = math.ceil(metrics["embedding_calls"] / 10)
                cells = [
                    pages, delay, chunks, metrics["embedding_calls"], metrics["retrieval_time_ms"], rounds * delay,
                    metrics["generation_time_ms"], metrics["total_time_ms"], f"{result['function_mb']:.0f}",
                    f"{result['reader_mb']:.0f}", others["pdftotext"], others.get("PyMuPDF", "-"), similarity(chunks),
                ]
                print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


if __name__ == "__main__":
    main()
