"""What is in the zips."""

import zipfile
from pathlib import Path

import archive
import bundle as bundle_script
import elf
import leftout
import pytest
from places import IS_SLIM, REPOSITORY

MB = 1_000_000
# What they weigh, with room for a little: a dependency that grows should be seen.
ZIP_AIM = {"FlashcardGenerator": 32 * MB}


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
    assert bundle.stat().st_size < ZIP_AIM.get(target, 20 * MB)
    assert unzipped < 250 * 1024 * 1024


def test_entries_are_sorted_and_carry_no_time(bundle):
    with zipfile.ZipFile(bundle) as zipped:
        entries = zipped.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {archive.EPOCH}
    assert all(entry.external_attr >> 16 & 0o777 in (0o644, 0o755) for entry in entries)


def test_every_library_that_is_needed_is_there(unpacked):
    present = {path.name for path in (unpacked / "lib").iterdir()}
    for path in [unpacked / "bootstrap", *(unpacked / "lib").iterdir()]:
        assert set(elf.dynamic(path).needed) <= present, path.name


def test_libraries_that_read_documents_are_there_and_loaded_later(unpacked, target):
    bootstrap = unpacked / "bootstrap"
    readers = {"libpoppler-glib.so.8", "libarchive.so.13", "libxml2.so.2", "libcmark.so.0.30.2", "libuchardet.so.0"}
    later = readers if target == "FlashcardGenerator" else set()
    assert set(elf.dlopened(bootstrap)) == later
    assert later <= {path.name for path in (unpacked / "lib").iterdir()}
    assert needed_at_start(unpacked).isdisjoint({*later, "libpoppler.so.126", "libglib-2.0.so.0", "libicuuc.so.72"})


def needed_at_start(unpacked: Path) -> set[str]:
    """What the loader opens before `main`, by the bundle's own libraries."""
    names, todo = set(), [unpacked / "bootstrap"]
    while todo:
        for name in elf.dynamic(todo.pop()).needed:
            if name not in names:
                names.add(name)
                todo.append(unpacked / "lib" / name)
    return names


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


def test_iconvs_modules_are_in_the_flashcard_bundle_alone_with_what_they_need(unpacked, target):
    modules = {path.name for path in unpacked.glob("gconv/*.so")}
    assert modules == ({f"{name}.so" for name in bundle_script.CONVERSIONS} if target == "FlashcardGenerator" else set())
    present = {path.name for path in (unpacked / "lib").iterdir()}
    for module in unpacked.glob("gconv/*.so"):
        assert set(elf.dynamic(module).needed) <= present, module.name
        assert (elf.dynamic(module).rpath, elf.dynamic(module).runpath) == (None, None), module.name
    if modules:
        listed = (unpacked / "gconv/gconv-modules").read_text().split()
        assert {f"{name}.so" for name in listed[3::5]} == modules


def test_icu_speaks_english_alone_and_is_not_in_a_slim_build(unpacked):
    contents = (unpacked / "bootstrap").read_bytes()
    if IS_SLIM:
        assert b"icudt" not in contents
        assert (unpacked / "bootstrap").stat().st_size < 20 * MB
        return
    assert contents.count(b"\0icudt76l/root.res\0") == 1
    assert b"icudt76l/en.res\0" in contents
    assert b"icudt76l/de.res\0" not in contents


def test_licences_of_what_is_bundled_are_there(unpacked, target):
    names = {path.stem for path in (unpacked / "licences").iterdir()}
    assert {"swift", "icu", "bandup-ai", "common-LGPL-2.1", "common-GPL-3"} <= names
    assert any(name.startswith("libcurl") for name in names)
    for package in ("poppler-data", "libcmark", "libuchardet"):
        assert any(name.startswith(package) for name in names) == (target == "FlashcardGenerator"), package
