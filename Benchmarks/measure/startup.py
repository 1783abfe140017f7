"""From exec to the first `GET /next`."""

from __future__ import annotations

import functools
import os
from pathlib import Path

from bandup_local import blueprint, paths
from bandup_local.cloudformation import Template
from bandup_local.stack import LocalStack
from bandup_local.subjects import UPLOADS

from .figures import Aim, Row, Section, paired
from .process_state import thread_seconds
from .runtime_api import FunctionProcess
from .setting import ROOT, Setting, bare
from .surroundings import environment

TARGETS = blueprint.executables(Template.load(paths.template()))
AIMS = {target: Aim(1.6 if target == "FlashcardGenerator" else 1.25, is_ratio=True) for target in TARGETS}
_DROP_CACHES = Path("/proc/sys/vm/drop_caches")
_BUNDLES = {target: ROOT / ".build/lambda" / target for target in TARGETS} | {
    "BareLoop": ROOT / ".build/bare-loop/lambda/BareLoop"
}


def measure(setting: Setting) -> Section:
    commands = {target: [str(paths.binaries() / target)] for target in TARGETS}
    commands |= {"BareLoop": [str(bare("BareLoop"))], "CurlLoop": [str(bare("CurlLoop"))]}
    warm, processor = _starts(setting, commands, setting.rounds(60))
    comparison = "for comparison, a loop in C on libcurl"
    rows = [_row(target, warm, AIMS[target]) for target in TARGETS]
    rows.append(_row("CurlLoop", warm, None, name=comparison))
    rows += [_row(target, processor, None, name=f"{target}, processor time") for target in TARGETS]
    told = ""
    if zipped := bundles():
        bundled, processor = _starts(setting, zipped, setting.rounds(40))
        rows += [_row(target, bundled, AIMS[target], name=f"{target}, as zipped") for target in TARGETS]
        rows += [_row(target, processor, None, name=f"{target}, as zipped, processor time") for target in TARGETS]
        told += (
            " As zipped: what build-lambda.sh makes of either, stripped, with every library and the loader out of the"
            " zip's folder."
        )
    if os.access(_DROP_CACHES, os.W_OK):
        cold, _ = _starts(setting, commands, setting.rounds(7), is_cold=True)
        rows += [_row(target, cold, None, name=f"{target}, cold disk cache") for target in TARGETS]
        told += " Cold: the kernel's page cache was dropped before every start."
    return Section(
        "Start-up",
        "From just before `posix_spawn` to the arrival of the first `GET /next`, each time in a fresh process. Beside"
        " it `BareLoop`, a loop of 25 lines on URLSession that is built with the same flags. Processor time is that of"
        " all threads up to then, which other load on the machine hardly changes." + told,
        rows,
    )


def function_of(stack: LocalStack, executable: str) -> str:
    """The first function that an executable serves; for a reference, the one with the least around it."""
    pools = stack.functions.items()
    return next((name for name, pool in pools if pool.blueprint.executable == executable), UPLOADS.function)


_Pairs = dict[str, tuple[list[float], list[float]]]


def _row(target: str, taken: _Pairs, aim: Aim | None, name: str = "") -> Row:
    ours, reference = taken[target]
    return Row(name or target, "ms", ours, "BareLoop", reference, aim)


def bundles() -> dict[str, list[str]]:
    """The commands that start what build-lambda.sh made; none where that was not run."""
    if not all((folder / "bootstrap").exists() for folder in _BUNDLES.values()):
        return {}
    return {name: _bundled(folder) for name, folder in _BUNDLES.items()}


def _bundled(folder: Path) -> list[str]:
    """Through the bundle's own loader, since what the executable names lies under /var/task in Lambda only."""
    loader = next((folder / "lib").glob("ld-linux-*"))
    return [str(loader), "--library-path", str(folder / "lib"), str(folder / "bootstrap")]


def _starts(
    setting: Setting, commands: dict[str, list[str]], rounds: int, is_cold: bool = False
) -> tuple[_Pairs, _Pairs]:
    """Milliseconds that passed, and those of processor time."""
    processor: dict[str, list[float]] = {name: [] for name in commands}

    def start(name: str) -> float:
        variables = environment(setting.stack, function_of(setting.stack, name))
        if is_cold:
            os.sync()
            _DROP_CACHES.write_text("3")
        with FunctionProcess(commands[name], variables) as process:
            processor[name].append(thread_seconds(process.pid) * 1000)
            return process.start_seconds * 1000

    if not is_cold:
        for name, times in processor.items():
            start(name)
            times.clear()
    names = [name for name in commands if name != "BareLoop"]
    passed = paired(rounds, {name: functools.partial(start, name) for name in names}, lambda: start("BareLoop"))
    # The reference was started once for each of the others, in their order.
    reference = processor["BareLoop"]
    return passed, {name: (processor[name], reference[place :: len(names)]) for place, name in enumerate(names)}
