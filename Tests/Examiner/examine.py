"""Runs the held set through the release binaries and prints how far the bands agree with the intended ones.

With GEMINI_API_KEY set, the real Gemini is asked (47 answers cost a few cents); without it the stand-in is, whose bands
mean nothing: then only the mechanics are shown.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "local"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import agreement  # noqa: E402
from bandup_local.stack import LocalStack, real_gemini_key  # noqa: E402
from bandup_local.subjects import SPEAKING, WRITING  # noqa: E402
from held_set import Answer, load  # noqa: E402

WRITING_BANDS = ("task_achievement_band", "coherence_band", "lexical_band", "grammar_band")
SPEAKING_BANDS = ("fluency_band", "lexical_band", "grammar_band", "pronunciation_band")
LEARNER = "held-set"


def evaluate(stack: LocalStack, answer: Answer) -> dict:
    job = {"session_id": f"{answer.name}-{time.time_ns()}", "user_id": LEARNER}
    if answer.is_speaking:
        key = SPEAKING.content.key(LEARNER, answer.name)
        url = stack.store(SPEAKING.content.bucket, key, spoken(answer.text))
        job |= {"audio_url": url, "part": answer.task, "questions": [answer.question]}
    else:
        job |= {"essay_content": answer.text, "task_type": answer.task, "task_prompt": answer.question}
    found = stack.functions[(SPEAKING if answer.is_speaking else WRITING).function].invoke(job)
    body = json.loads(found.json()["body"]) if found.error is None else {"error": found.error}
    if "overall_band" not in body:
        raise RuntimeError(f"{answer.name}: {body}")
    return body


def spoken(text: str) -> bytes:
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(
            ["espeak-ng", "-v", "en-gb", "-s", "140", "-w", file.name], input=text.encode(), check=True, timeout=60
        )
        return Path(file.name).read_bytes()


def main() -> int:
    key = real_gemini_key()
    pairs: dict[str, list[agreement.Pair]] = {}
    overall: list[agreement.Pair] = []
    cost = 0.0
    with LocalStack(Path(tempfile.mkdtemp(prefix="bandup-examine-")), gemini_api_key=key) as stack:
        print("the real Gemini" if key else "the stand-in: its bands mean nothing, only the mechanics are shown")
        print("\n| answer | task | intended | given | model | why this band is intended |\n|---|---|---|---|---|---|")
        for answer in load():
            result = evaluate(stack, answer)
            cost += float(result.get("estimated_cost") or 0)
            names = SPEAKING_BANDS if answer.is_speaking else WRITING_BANDS
            for name, intended in zip(names, answer.bands):
                if intended is not None:
                    skill = "speaking" if answer.is_speaking else "writing"
                    pairs.setdefault(f"{skill} {name.removesuffix('_band')}", []).append((intended, result[name]))
            overall.append((answer.overall, result["overall_band"]))
            print(
                f"| {answer.name} | {answer.task} | {answer.overall} | {result['overall_band']:.1f} | "
                f"{result['model_version']} | {answer.reason} |"
            )
    title = "real Gemini" if key else "stand-in (no judgement)"
    print("\n" + report(pairs | {"overall": overall}, overall, cost, title, Path(".build/examiner.svg")))
    return 0


def report(
    pairs: dict[str, list[agreement.Pair]], overall: list[agreement.Pair], cost: float, title: str, target: Path
) -> str:
    """The table by criterion, what it cost, and where the plot of the overall bands has been written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(agreement.plot(overall, title))
    return f"{agreement.table(pairs)}\n\ncost: {cost:.4f} US dollars\nplot: {target}"


if __name__ == "__main__":
    sys.exit(main())
