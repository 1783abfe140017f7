"""What is in the zips, and what build-lambda.sh says to wrong calls."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import archive
import elf
import leftout
import pytest
from places import REPOSITORY

MB = 1_000_000
ZIP_AIM = {"FlashcardGenerator": 40 * MB}
SCRIPT = REPOSITORY / "build-lambda.sh"


@pytest.fixture(scope="module")
def unpacked_bundles(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("unpacked")


@pytest.fixture
def unpacked(bundle: Path, target: str, unpacked_bundles: Path) -> Path:
    """The bundle's folder; tests read it and change nothing."""
    folder = unpacked_bundles / target
    if not folder.exists():
        with zipfile.ZipFile(bundle) as zipped:
            zipped.extractall(folder)
    return folder


def test_bootstrap_is_executable_at_the_root(bundle):
    with zipfile.ZipFile(bundle) as zipped:
        assert zipped.getinfo("bootstrap").external_attr >> 16 & 0o777 == 0o755


def test_the_zip_meets_the_aim_and_lambdas_limits(bundle, target):
    with zipfile.ZipFile(bundle) as zipped:
        unzipped = sum(entry.file_size for entry in zipped.infolist())
    assert bundle.stat().st_size < ZIP_AIM.get(target, 30 * MB)
    assert unzipped < 250 * 1024 * 1024


def test_entries_are_sorted_and_carry_no_time(bundle):
    with zipfile.ZipFile(bundle) as zipped:
        entries = zipped.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {archive.EPOCH}
    assert all(entry.external_attr >> 16 & 0o777 in (0o644, 0o755) for entry in entries)


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


def test_every_library_that_is_needed_is_there(unpacked):
    present = {path.name for path in (unpacked / "lib").iterdir()}
    for path in [unpacked / "bootstrap", *(unpacked / "lib").iterdir()]:
        assert set(elf.dynamic(path).needed) <= present, path.name


def test_only_the_bootstrap_has_a_search_path(unpacked):
    bootstrap = elf.dynamic(unpacked / "bootstrap")
    assert (bootstrap.rpath, bootstrap.runpath) == ("/var/task/lib", None)
    for path in (unpacked / "lib").iterdir():
        assert (elf.dynamic(path).rpath, elf.dynamic(path).runpath) == (None, None), path.name


def test_what_is_left_out_is_a_stand_in(unpacked):
    for path in (unpacked / "lib").iterdir():
        if leftout.is_left_out(path.name):
            assert path.stat().st_size < 32 * 1024, path.name
            assert elf.dynamic(path).needed == (), path.name


def test_no_path_of_the_building_machine_is_inside(unpacked):
    assert str(REPOSITORY).encode() not in (unpacked / "bootstrap").read_bytes()


def test_poppler_and_its_character_maps_are_in_the_flashcard_bundle_alone(unpacked, target):
    has_poppler = any(path.name.startswith("libpoppler") for path in (unpacked / "lib").iterdir())
    assert has_poppler == (target == "FlashcardGenerator")
    assert (unpacked / "poppler/cidToUnicode/Adobe-Japan1").exists() == has_poppler
    if has_poppler:
        assert b"/var/task//poppler\0" in next((unpacked / "lib").glob("libpoppler.so.*")).read_bytes()


def test_licences_of_what_is_bundled_are_there(unpacked, target):
    names = {path.stem for path in (unpacked / "licences").iterdir()}
    assert {"swift", "icu", "bandup-ai", "common-LGPL-2.1", "common-GPL-3"} <= names
    assert any(name.startswith("libcurl") for name in names)
    assert any(name.startswith("poppler-data") for name in names) == (target == "FlashcardGenerator")


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


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
def test_shellcheck_has_nothing_to_say():
    said = subprocess.run(["shellcheck", SCRIPT], capture_output=True, text=True, timeout=60)
    assert said.stdout == ""


