"""From exec to the first `GET /next`."""

from __future__ import annotations

import functools
import os
from pathlib import Path

from bandup_local import paths
from bandup_local.blueprint import TARGETS

from .figures import Aim, Row, Section, paired
from .runtime_api import FunctionProcess
from .setting import ROOT, Setting, bare
from .surroundings import environment

AIMS = {target: Aim(1.6 if target == "FlashcardGenerator" else 1.25, is_ratio=True) for target in TARGETS}
_DROP_CACHES = Path("/proc/sys/vm/drop_caches")
_BUNDLES = {target: ROOT / ".build/lambda" / target for target in TARGETS} | {
    "BareLoop": ROOT / ".build/bare-loop/lambda/BareLoop"
}


def measure(setting: Setting) -> Section:
    commands = {target: [str(paths.binaries() / target)] for target in TARGETS}
    commands |= {"BareLoop": [str(bare("BareLoop"))], "CurlLoop": [str(bare("CurlLoop"))]}
    warm = _starts(setting, commands, setting.rounds(60))
    rows = [_row(target, warm, AIMS[target]) for target in TARGETS]
    rows.append(_row("CurlLoop", warm, None, name="for comparison, a loop in C on libcurl"))
    told = ""
    if all((folder / "bootstrap").exists() for folder in _BUNDLES.values()):
        bundled = _starts(setting, {name: _bundled(folder) for name, folder in _BUNDLES.items()}, setting.rounds(40))
        rows += [_row(target, bundled, AIMS[target], name=f"{target}, as zipped") for target in TARGETS]
        told += (
            " As zipped: what build-lambda.sh makes of either, stripped, with every library and the loader out of the"
            " zip's folder."
        )
    if os.access(_DROP_CACHES, os.W_OK):
        cold = _starts(setting, commands, setting.rounds(7), is_cold=True)
        rows += [_row(target, cold, None, name=f"{target}, cold disk cache") for target in TARGETS]
        told += " Cold: the kernel's page cache was dropped before every start."
    return Section(
        "Start-up",
        "From just before `posix_spawn` to the arrival of the first `GET /next`, each time in a fresh process. Beside"
        " it `BareLoop`, a loop of 25 lines on URLSession that is built with the same flags." + told,
        rows,
    )


_Pairs = dict[str, tuple[list[float], list[float]]]


def _row(target: str, taken: _Pairs, aim: Aim | None, name: str = "") -> Row:
    ours, reference = taken[target]
    return Row(name or target, "ms", ours, "BareLoop", reference, aim)


def _bundled(folder: Path) -> list[str]:
    """Through the bundle's own loader, since what the executable names lies under /var/task in Lambda only."""
    loader = next((folder / "lib").glob("ld-linux-*"))
    return [str(loader), "--library-path", str(folder / "lib"), str(folder / "bootstrap")]


def _starts(setting: Setting, commands: dict[str, list[str]], rounds: int, is_cold: bool = False) -> _Pairs:
    def start(name: str) -> float:
        variables = environment(setting.stack, name if name in TARGETS else "S3Upload")
        if is_cold:
            os.sync()
            _DROP_CACHES.write_text("3")
        with FunctionProcess(commands[name], variables) as process:
            return process.start_seconds * 1000

    if not is_cold:
        for name in commands:
            start(name)
    works = {name: functools.partial(start, name) for name in commands if name != "BareLoop"}
    return paired(rounds, works, functools.partial(start, "BareLoop"))
