"""Turns a release executable into a Lambda bundle that brings its own C library.

Layout, unpacked by Lambda into /var/task:

    bootstrap          the executable; its loader is /var/task/lib/ld-linux-*, its DT_RPATH /var/task/lib
    lib/               every library it needs, the loader included
    poppler/           character maps for CJK text (flashcards only)
    gconv/             iconv's conversions of texts that are not UTF-8 (flashcards only)
    licences/          the texts of all of it

DT_RPATH, not RUNPATH: only the former comes before LD_LIBRARY_PATH, which Lambda points at /lib64, and only the former
counts for the libraries' own needs too. Usage: bundle.py EXECUTABLE FOLDER ARCHIVE
"""

import os
import re
import shutil
import sys
from pathlib import Path

import archive
import elf
import icudata
import leftout
import licences

TASK_ROOT = "/var/task"
# Neither is used at run time, and both depend on the folder that the build ran in.
UNSTABLE_SECTIONS = (".swift_modhash", ".note.gnu.build-id")
ZIPPED_LIMIT, UNZIPPED_LIMIT = 50 * 1024**2, 250 * 1024**2  # Lambda's, for a direct upload and for what it unpacks
POPPLER_DATA = Path("/usr/share/poppler")
# What Sources/DocumentText decodes by iconv, as its modules are called. The C library loads them by itself, from files.
CONVERSIONS = ("GB18030", "CP932", "BIG5", "UHC")
# Who detects encodings decodes them.
DETECTOR = "libuchardet.so.0"
# The same length, so that it can be written over the compiled-in path; poppler-glib has no setting for it.
POPPLER_DATA_IN_TASK = "/var/task//poppler"


def bundle(executable: Path, folder: Path, output: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    library_folder = folder / "lib"
    library_folder.mkdir(parents=True)

    bootstrap = folder / "bootstrap"
    unstable = [f"--remove-section={name}" for name in UNSTABLE_SECTIONS]
    toolchain = Path(shutil.which("swift")).resolve().parent.parent
    elf.run("strip", "--strip-all", *unstable, "-o", bootstrap, executable)
    icudata.write_trimmed(executable, bootstrap, toolchain)
    originals = copy_closure(executable, library_folder)
    sources = list(originals.values())
    if DETECTOR in originals:
        sources += add_conversions(originals, folder)
    loader = next(name for name in originals if name.startswith("ld-linux"))
    for library in [*library_folder.iterdir(), *folder.glob("gconv/*.so")]:
        if library.name != loader:
            elf.run("patchelf", "--remove-rpath", library)
    elf.run(
        "patchelf", "--set-interpreter", f"{TASK_ROOT}/lib/{loader}", "--force-rpath", "--set-rpath",
        f"{TASK_ROOT}/lib", bootstrap)

    poppler = next((path for path in library_folder.iterdir() if path.name.startswith("libpoppler.so")), None)
    if poppler:
        sources.append(add_poppler_data(poppler, folder))
    licences.copy_licences(sources, toolchain, folder / "licences")
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path in (bootstrap, library_folder / loader) else 0o644)

    check(folder, loader)
    output.unlink(missing_ok=True)
    archive.write_zip(folder, output)
    check_sizes(folder, output)


def copy_closure(executable: Path, library_folder: Path) -> dict:
    """Copies what the executable needs or loads later, and what that needs, into the folder. Gives soname -> original for what was
    copied; stand-ins for left-out libraries are in the folder only."""
    available = elf.resolved_libraries(executable)
    copied, users, todo = {}, {}, [(executable, executable)]
    while todo:
        user, file = todo.pop()
        for soname in elf.dynamic(file).needed + elf.dlopened(file):
            if leftout.is_left_out(soname):
                users.setdefault(soname, []).append(file)
            elif soname not in copied:
                if soname not in available:
                    raise SystemExit(f"{file.name} needs {soname}, which the loader does not find here")
                copied[soname] = available[soname]
                shutil.copyfile(available[soname], library_folder / soname)
                todo.append((file, available[soname]))
    # The interpreter is needed by the executable even where no library names it.
    loader = Path(elf.interpreter(executable))
    if loader.name not in copied:
        copied[loader.name] = loader.resolve()
        shutil.copyfile(loader, library_folder / loader.name)
    for soname, files in sorted(users.items()):
        leftout.write_stand_in(soname, available[soname], files, library_folder / soname)
    return copied


def add_poppler_data(poppler: Path, folder: Path) -> Path:
    """Puts poppler's character maps where the bundled library looks for them. unicodeMap is left out: it is for output
    in other encodings than UTF-8."""
    if not (POPPLER_DATA / "cidToUnicode").is_dir():
        raise SystemExit("poppler-data is not installed: CJK text would silently be lost")
    old, new = str(POPPLER_DATA).encode() + b"\0", POPPLER_DATA_IN_TASK.encode() + b"\0"
    contents = poppler.read_bytes()
    if contents.count(old) != 1 or len(old) != len(new):
        raise SystemExit(f"{poppler.name} does not hold the path {POPPLER_DATA} once: its data can't be moved")
    poppler.write_bytes(contents.replace(old, new))
    for part in ("cMap", "cidToUnicode", "nameToUnicode"):
        shutil.copytree(POPPLER_DATA / part, folder / "poppler" / part)
    return POPPLER_DATA / "cidToUnicode" / "Adobe-Japan1"


def add_conversions(originals: dict, folder: Path) -> list:
    """Puts modules of iconv into gconv/, with the list in which the C library looks them up, and what they need into lib/.
    They must be of the C library's own release: they are taken from beside it. Gives what was copied."""
    modules = originals["libc.so.6"].parent / "gconv"
    (folder / "gconv").mkdir()
    copied, lines = [], []
    for name in CONVERSIONS:
        module = modules / f"{name}.so"
        if not module.exists():
            raise SystemExit(f"{modules} has no {name}.so: texts in it could not be read")
        shutil.copyfile(module, folder / "gconv" / module.name)
        copied.append(module)
        lines.append(f"module {name}// INTERNAL {name} 1\n")
        for soname in elf.dynamic(module).needed:
            if soname not in originals:
                shutil.copyfile(modules / soname, folder / "lib" / soname)
                copied.append(modules / soname)
    (folder / "gconv" / "gconv-modules").write_text("".join(lines))
    return copied


def check(folder: Path, loader: str) -> None:
    """Fails unless the loader in the bundle finds every library and every symbol inside the bundle."""
    library_folder = folder / "lib"
    bootstrap = elf.dynamic(folder / "bootstrap")
    problems = []
    if bootstrap.rpath != f"{TASK_ROOT}/lib" or bootstrap.runpath:
        problems.append(f"bootstrap has DT_RPATH {bootstrap.rpath} and DT_RUNPATH {bootstrap.runpath}")
    if elf.interpreter(folder / "bootstrap") != f"{TASK_ROOT}/lib/{loader}":
        problems.append("bootstrap's interpreter is not the bundled loader")
    present = {path.name for path in library_folder.iterdir()}
    machine = elf.machine(folder / "bootstrap")
    for path in [folder / "bootstrap", *sorted(library_folder.iterdir()), *sorted(folder.glob("gconv/*.so"))]:
        found = elf.dynamic(path)
        problems += [
            f"{path.name} needs {name}, which is not in lib/"
            for name in found.needed + elf.dlopened(path) if name not in present]
        if path.name != "bootstrap" and (found.rpath or found.runpath):
            problems.append(f"{path.name} has a search path of its own")
        if elf.machine(path) != machine:
            problems.append(f"{path.name} is for {elf.machine(path)}, not {machine}")
    # What `ldd -r` does: every symbol is looked up, none is called. The loader of the bundle, not this machine's.
    later = [library_folder / name for name in elf.dlopened(folder / "bootstrap")]
    said = elf.run(
        library_folder / loader, "--inhibit-cache", "--library-path", library_folder,
        *(["--preload", " ".join(map(str, later))] if later else []), folder / "bootstrap",
        env={"LD_TRACE_LOADED_OBJECTS": "1", "LD_WARN": "1", "LD_BIND_NOW": "1"})
    for line in said.splitlines():
        target = re.search(r"=> (.+) \(0x", line)
        if "undefined symbol" in line or "not found" in line:
            problems.append(line.strip())
        elif target and not target.group(1).startswith(str(library_folder)):
            problems.append(f"resolved outside the bundle: {line.strip()}")
    if problems:
        raise SystemExit(f"{folder.name}: the bundle is not complete\n  " + "\n  ".join(problems))


def check_sizes(folder: Path, output: Path) -> None:
    unzipped = sum(size for size, _ in sizes(folder).values())
    if output.stat().st_size > ZIPPED_LIMIT or unzipped > UNZIPPED_LIMIT:
        raise SystemExit(
            f"{output.name}: {output.stat().st_size} bytes zipped, {unzipped} unzipped; Lambda takes "
            f"{ZIPPED_LIMIT} and {UNZIPPED_LIMIT}")


def sizes(folder: Path) -> dict:
    """part -> (bytes, files)."""
    parts = {"bootstrap": (0, 0), "lib": (0, 0), "poppler": (0, 0), "gconv": (0, 0), "licences": (0, 0)}
    for path in folder.rglob("*"):
        if path.is_file():
            part = path.relative_to(folder).parts[0]
            size, count = parts.get(part, (0, 0))
            parts[part] = (size + path.stat().st_size, count + 1)
    return parts


def print_table(pairs: list) -> None:
    print(
        f"{'function':<20} {'bootstrap':>10} {'libraries':>16} {'poppler':>9} {'licences':>9} {'unzipped':>9} "
        f"{'zip':>8}")
    for folder, output in pairs:
        found = sizes(folder)
        megabytes = {part: f"{size / 1e6:.1f} MB" for part, (size, _) in found.items()}
        total = sum(size for size, _ in found.values()) / 1e6
        print(
            f"{folder.name:<20} {megabytes['bootstrap']:>10} {found['lib'][1]:>4} in {megabytes['lib']:>8} "
            f"{megabytes['poppler']:>9} {megabytes['licences']:>9} {total:>6.1f} MB "
            f"{output.stat().st_size / 1e6:>5.1f} MB")


if __name__ == "__main__":
    if sys.argv[1] == "table":
        print_table([(Path(name), Path(name + ".zip")) for name in sys.argv[2:]])
    else:
        os.umask(0o022)
        bundle(Path(sys.argv[1]), Path(sys.argv[2]).resolve(), Path(sys.argv[3]))
