"""What needs no zip: what build-lambda.sh says to wrong calls, that packing repeats, and the shell scripts' form."""

import os
import shutil
import subprocess
from pathlib import Path

import archive
import elf
import pytest
from places import REPOSITORY

SCRIPT = REPOSITORY / "build-lambda.sh"
SHELL_SCRIPTS = [SCRIPT, *sorted(REPOSITORY.glob("local/*.sh")), *sorted(REPOSITORY.glob(".ci/*"))]


def test_a_folder_packed_again_later_gives_the_same_zip(tmp_path):
    folder = tmp_path / "folder"
    (folder / "lib").mkdir(parents=True)
    for name in ("bootstrap", "lib/b", "lib/a"):
        (folder / name).write_text(name)
    (folder / "bootstrap").chmod(0o755)
    archive.write_zip(folder, tmp_path / "first.zip")
    for path in folder.rglob("*"):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    archive.write_zip(folder, tmp_path / "second.zip")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def script(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([SCRIPT, *arguments], capture_output=True, text=True, timeout=60)


def test_help_names_every_option():
    said = script("--help")
    assert said.returncode == 0
    assert all(option in said.stdout for option in ("--arch", "--docker", "--help", "FlashcardGenerator"))


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["Nonsense"], "unknown target Nonsense"),
        (["--nonsense"], "unknown option --nonsense"),
        (["--arch", "sparc"], "x86_64 or arm64"),
        (["--arch"], "x86_64 or arm64"),
    ])
def test_a_wrong_call_is_refused_before_anything_is_built(arguments, problem):
    said = script(*arguments)
    assert said.returncode == 2
    assert problem in said.stderr


def test_an_architecture_that_this_machine_does_not_build_is_refused():
    other = "arm64" if elf.machine(Path(shutil.which("readelf")).resolve()) == "x86_64" else "x86_64"
    said = script("--arch", other, "S3Upload")
    assert said.returncode == 1
    assert f"not {other}" in said.stderr


@pytest.mark.parametrize("path", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_shellcheck_has_nothing_to_say(path):
    said = subprocess.run(["shellcheck", path], capture_output=True, text=True, timeout=60)
    assert said.stdout == ""
