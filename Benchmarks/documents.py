"""Times FlashcardGenerator on PDFs of several lengths: `make bench-documents`.

The release binary runs under the Lambda emulator. Titan, Gemini and the document come from Benchmarks/light, which
takes next to nothing of the machine, at once or after 50 ms; moto keeps the records. Beside it, in the same run and in
turn with it: the Python function of Benchmarks/reference.py with the same calls, pdftotext, and the reading process
alone. Figures are medians, with lowest and highest in brackets.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "local"))

from bandup_local import paths  # noqa: E402
from bandup_local.emulator import Emulator  # noqa: E402
from bandup_local.stack import LocalStack  # noqa: E402
from bandup_local.subjects import FLASHCARDS  # noqa: E402
from reportlab.lib.pagesizes import A4  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

HEADING = "## Time and memory"
STAGES = ("download", "reading", "embedding", "selection", "generation", "total")
READER_LIMITS = ["52428800", "5000", "10000000", "120", str(640 << 20)]

TEXT = """\
The whole job, in milliseconds. Reading and embedding overlap. The bound is what no such job can do without: the larger
of reading alone and the chunks' rounds of ten Titan calls, the queries' round, and the cards. MB is the peak of the
function's resident memory and that of its reading process added up. Aims: at 500 pages and 50 ms at most 1.08 times the
bound, and less than 80 MB; at 2,000 pages less than 130 MB.

{jobs}

Beside others, with a Titan that answers at once, in milliseconds. Python is `Benchmarks/reference.py`: PyMuPDF, boto3
with ten threads, cosines in pure Python. Aim: three times faster at 500 pages. Processor is the time of all processors
that the job takes, which decides where there is but a part of one, as in a function of 1 GB.

{beside}
"""


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


class LightModels:
    """Benchmarks/light, built and started."""

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("cc") or shutil.which("clang")
        if compiler is None:
            raise SystemExit("neither cc nor clang is on PATH")
        source, binary = ROOT / "Benchmarks/light/models.c", folder / "models"
        subprocess.run([compiler, "-O2", "-o", binary, source, "-lm"], check=True)
        self._process = subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.url = f"http://127.0.0.1:{self._process.stdout.readline().strip()}"

    def set(self, document: Path, *, titan_ms: int = 0) -> None:
        self._get(f"/_light?titan_ms={titan_ms}&gemini_ms=0&document={document}")

    def calls(self) -> dict[str, int]:
        return json.loads(self._get("/_light/calls"))

    def _get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return bytes(answer.read())

    def __enter__(self) -> LightModels:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


class Memory(threading.Thread):
    """The highest resident memory, in MB, of the function and of its reading process, seen while it runs."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.function, self.reader, self.is_over = pid, 0.0, 0.0, False

    def run(self) -> None:
        while not self.is_over:
            for child in _children(self.pid):
                self.reader = max(self.reader, _peak(child))
            time.sleep(0.02)
        self.function = _peak(self.pid)


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


def _processor_time(pid: int) -> float:
    """Milliseconds that a process and its ended children have used, to the nearest ten."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) * 1000 / os.sysconf("SC_CLK_TCK")


@dataclass
class Figures:
    """What the rounds gave: milliseconds by name, and what is the same in all of them."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    chunks: int = 0
    titan_calls: int = 0
    model_calls: int = 0
    memory: list[tuple[float, float]] = field(default_factory=list)

    def median(self, name: str) -> float:
        return statistics.median(self.times[name])

    def shown(self, name: str, digits: int = 0) -> str:
        values = self.times[name]
        if not values:
            return "-"
        text = f"{statistics.median(values):.{digits}f}"
        return text if len(values) == 1 else f"{text} ({min(values):.{digits}f}-{max(values):.{digits}f})"

    @property
    def megabytes(self) -> float:
        """The peaks of both processes together: more than both have at one time."""
        return max(function + reader for function, reader in self.memory)


def job(instance: Emulator, light: LightModels, pdf: Path, titan_ms: int, figures: Figures) -> None:
    light.set(pdf, titan_ms=titan_ms)
    bucket = instance.blueprint.environment["S3_BUCKET_DOCUMENTS"]
    body = {
        "set_id": f"bench-{uuid.uuid4().hex[:12]}", "user_id": "learner-bench",
        "pdf_url": f"s3://{bucket}/uploads/flashcard_pdf/bench/{pdf.name}",
    }  # fmt: skip
    pid = instance.function_pid()
    if pid is None:
        # The first job starts the function.
        instance.invoke(body)
        return
    used = _processor_time(pid)
    memory = Memory(pid)
    memory.start()
    answer = instance.invoke(body)
    memory.is_over = True
    memory.join()
    result = json.loads(answer.json()["body"]) if answer.error is None else {}
    if "metrics" not in result:
        raise SystemExit(f"{pdf.name}: {answer.error} {answer.payload[:500]!r}")
    metrics, calls = result["metrics"], light.calls()
    if calls["titan"] != metrics["embedding_calls"]:
        raise SystemExit(f"{pdf.name}: {calls} calls, {metrics['embedding_calls']} told")
    for stage in STAGES:
        figures.times[stage].append(metrics[f"{stage}_time_ms"])
    figures.times["processor"].append(_processor_time(pid) - used)
    figures.chunks = result["document"]["chunk_count"]
    figures.titan_calls, figures.model_calls = calls["titan"], metrics["model_calls"]
    figures.memory.append((memory.function, memory.reader))


def milliseconds(*command: str | Path) -> float:
    start = time.perf_counter()
    subprocess.run([str(one) for one in command], check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def rivals(light: LightModels, pdf: Path, figures: Figures) -> None:
    """What others take for the job and for parts of it."""
    figures.times["reader"].append(
        milliseconds(paths.binaries() / "FlashcardGenerator", "--read-document", pdf, *READER_LIMITS)
    )
    if shutil.which("pdftotext"):
        figures.times["pdftotext"].append(milliseconds("pdftotext", pdf, "/dev/null"))
    for name, options in (("python", []), ("numpy", ["--numpy"])):
        light.set(pdf)
        run = subprocess.run(
            [sys.executable, ROOT / "Benchmarks/reference.py", light.url, *options], capture_output=True, text=True
        )
        if run.returncode != 0:
            raise SystemExit(f"{run.stderr[-500:]}\nBenchmarks/requirements.txt has what the comparison needs")
        result = json.loads(run.stdout)
        figures.times[f"{name} similarity"].append(result["similarity"] * 1000)
        if name == "python":
            for stage in ("extraction", "embedding", "cards", "total", "processor"):
                figures.times[f"python {stage}"].append(result[stage] * 1000)
            figures.memory.append((result["mb"], 0))


def bound(ours: Figures, reader: float, titan_ms: int) -> float:
    """Milliseconds that no such job can do without: the larger of reading and the chunks' rounds of ten calls, the
    queries' round, and the model's call."""
    if ours.titan_calls == 0:
        return reader + ours.median("generation")
    rounds = math.ceil(ours.chunks / 10) * titan_ms
    return max(reader, rounds) + titan_ms + ours.median("generation")


def table(columns: list[str], rows: list[list[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def report(ours: dict[tuple[int, int], Figures], others: dict[int, Figures]) -> str:
    jobs: list[list[object]] = []
    for (pages, delay), figures in ours.items():
        least = bound(figures, others[pages].median("reader"), delay)
        jobs.append(
            [pages, delay, figures.chunks, figures.titan_calls, figures.model_calls]
            + [f"{figures.median(stage):.0f}" for stage in STAGES[:-1]]
            + [figures.shown("total"), f"{least:.0f}", f"{figures.median('total') / least:.2f}"]
            + [f"{figures.megabytes:.0f}"]
        )
    beside: list[list[object]] = []
    for pages, figures in others.items():
        mine = ours[pages, 0]
        beside.append(
            [pages, mine.shown("total"), figures.shown("python total"),
             f"{figures.median('python total') / mine.median('total'):.1f}",
             f"{mine.median('processor'):.0f}", f"{figures.median('python processor'):.0f}",
             figures.shown("reader"), figures.shown("pdftotext"), figures.shown("python extraction"),
             mine.shown("selection"), figures.shown("numpy similarity", 1), figures.shown("python similarity"),
             f"{mine.megabytes:.0f}", f"{figures.megabytes:.0f}"]
        )  # fmt: skip
    head = ["pages", "Titan ms", "chunks", "Titan calls", "Gemini calls", "download", "reading", "embedding",
            "choosing", "cards", "total", "bound", "total / bound", "MB"]  # fmt: skip
    head_beside = ["pages", "ours", "Python", "times faster", "processor: ours", "Python", "reading: ours",
                   "pdftotext", "PyMuPDF", "choosing: ours", "numpy", "pure Python", "MB: ours", "Python"]  # fmt: skip
    return TEXT.format(jobs=table(head, jobs), beside=table(head_beside, beside))


def write_section(file: Path, text: str) -> None:
    """Puts the text in the place of the section's old one."""
    before, heading, rest = file.read_text().partition(HEADING + "\n")
    after = rest.find("\n## ")
    file.write_text(f"{before}{HEADING}\n{text}" + (rest[after:] if heading and after >= 0 else ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[10, 100, 500, 2000])
    parser.add_argument("--titan-ms", type=int, nargs="+", default=[0, 50])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--report", type=Path, help="the page whose section is to be written anew")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bandup-bench-"))
    ours = {(pages, delay): Figures() for pages in options.pages for delay in sorted({0, *options.titan_ms})}
    others = {pages: Figures() for pages in options.pages}
    pdfs = {pages: folder / f"{pages}.pdf" for pages in options.pages}
    warm_up = folder / "warm-up.pdf"
    for pages, pdf in [*pdfs.items(), (1, warm_up)]:
        make_pdf(pdf, pages)
    try:
        with LightModels(folder) as light, LocalStack(folder, with_event_sources=False) as stack:
            for _ in range(options.rounds):
                for pages, delay in ours:
                    # A fresh instance each time, warmed up by a short document: memory is this job's alone.
                    instance = stack.functions[FLASHCARDS.function].new_instance(
                        AWS_ENDPOINT_URL_BEDROCK_RUNTIME=light.url, AWS_ENDPOINT_URL_S3=light.url,
                        GEMINI_ENDPOINT=light.url,
                    )  # fmt: skip
                    try:
                        job(instance, light, warm_up, 0, Figures())
                        job(instance, light, pdfs[pages], delay, ours[pages, delay])
                    finally:
                        instance.stop()
                for pages, figures in others.items():
                    rivals(light, pdfs[pages], figures)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = report(ours, others)
    print(text)
    if options.report:
        cores = len(os.sched_getaffinity(0))
        intro = (
            f"`make bench-documents`, {options.rounds} rounds on a machine of {cores} cores, on which the stand-ins "
            "run too. Medians, with\nlowest and highest in brackets.\n\n"
        )
        write_section(options.report, intro + text)


if __name__ == "__main__":
    main()
