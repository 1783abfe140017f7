"""What the bundler must know about ELF files, read with binutils' readelf and nm."""

import functools
import json
import re
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path


def run(*command, **options):
    """Runs a tool and gives what it printed; a failure names the command and what it said."""
    done = subprocess.run(
        [str(part) for part in command], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


@dataclass(frozen=True)
class Symbol:
    name: str
    version: str | None
    is_data: bool = False
    size: int = 0


@dataclass(frozen=True)
class Dynamic:
    """The dynamic section: what the file needs and calls itself, and where it looks."""

    needed: tuple
    soname: str | None
    rpath: str | None
    runpath: str | None


@functools.cache
def is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def dynamic(path: Path) -> Dynamic:
    tags = re.findall(r"\((NEEDED|SONAME|RPATH|RUNPATH)\)\s+.*\[(.*)\]", run("readelf", "-dW", path))

    def only(tag):
        return next((value for name, value in tags if name == tag), None)

    return Dynamic(
        needed=tuple(value for name, value in tags if name == "NEEDED"),
        soname=only("SONAME"), rpath=only("RPATH"), runpath=only("RUNPATH"))


def interpreter(path: Path) -> str | None:
    found = re.search(r"Requesting program interpreter: (.*)\]", run("readelf", "-lW", path))
    return found.group(1) if found else None


def dlopened(path: Path) -> tuple:
    """The sonames that the file says it loads by itself: the notes that Sources/CLoader puts into it."""
    if ".note.dlopen" not in run("readelf", "-SW", path):
        return ()
    with tempfile.TemporaryDirectory() as folder:
        section = Path(folder, "notes")
        run("objcopy", "-O", "binary", "--only-section=.note.dlopen", path, section)
        notes = section.read_bytes()
    sonames, position = [], 0
    while position < len(notes):
        name_size, size, _ = struct.unpack_from("<III", notes, position)
        start = position + 12 + _aligned(name_size)
        for library in json.loads(notes[start:start + size].rstrip(b"\0")):
            sonames += library["soname"]
        position = start + _aligned(size)
    return tuple(sonames)


def _aligned(size: int) -> int:
    return (size + 3) // 4 * 4


def machine(path: Path) -> str:
    """`x86_64` or `arm64`, as Lambda calls them."""
    name = re.search(r"Machine:\s+(.*)", run("readelf", "-hW", path)).group(1)
    return {"Advanced Micro Devices X86-64": "x86_64", "AArch64": "arm64"}.get(name, name)


def file_offset(path: Path, address: int) -> int:
    """Where in the file the byte is that is loaded to the (not relocated) address."""
    segments = re.findall(r"LOAD\s+0x(\w+)\s+0x(\w+)\s+0x\w+\s+0x(\w+)", run("readelf", "-lW", path))
    for offset, start, size in ((int(field, 16) for field in segment) for segment in segments):
        if start <= address < start + size:
            return offset + address - start
    raise SystemExit(f"{path} loads nothing from its file to {address:#x}")


def imported_symbols(path: Path) -> list:
    return [symbol for symbol in _symbols(path, "--undefined-only") if symbol.name]


def exported_symbols(path: Path) -> dict:
    return {symbol.name: symbol for symbol in _symbols(path, "--defined-only")}


def _symbols(path: Path, which: str) -> list:
    symbols = []
    for line in run("nm", "--dynamic", "--print-size", "--with-symbol-versions", which, path).splitlines():
        fields = line.split()
        kind, full = fields[-2], fields[-1]
        name, _, version = full.partition("@")
        size = int(fields[1], 16) if len(fields) == 4 else 0
        symbols.append(Symbol(name, version.lstrip("@") or None, kind.upper() in "BDRVG", size))
    return symbols


def resolved_libraries(executable: Path) -> dict:
    """soname -> file, as this machine's loader would take them; the loader itself and what is loaded later are among
    them."""
    libraries = {}
    later = ["--preload", " ".join(dlopened(executable))] if dlopened(executable) else []
    for line in run(interpreter(executable), *later, "--list", executable).splitlines():
        if "not found" in line or "cannot be preloaded" in line:
            raise SystemExit(f"{executable.name} needs a library that this machine lacks: {line.strip()}")
        if found := re.match(r"\s*(\S+) => (/\S+) \(", line):
            libraries[found.group(1)] = Path(found.group(2)).resolve()
        elif found := re.match(r"\s*(/\S+) \(", line):
            libraries[Path(found.group(1)).name] = Path(found.group(1)).resolve()
    return libraries
