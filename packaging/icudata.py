"""ICU's data without the languages and encodings that no function asks for.

Full Foundation, which URLSession needs, links 34 MB of ICU data, 13 MB of a zip: names, formats and sorting orders of
200 languages, legacy encodings, dictionaries that find words in Thai or Chinese. The functions use Foundation for one
loopback HTTP client. What stays is what ICU itself falls back to (root), English, and everything that depends on no
language: a formatter that is asked for another language answers as it would for an unknown one.

The trimmed data is written over the whole data in the linked executable, and the rest of its place is filled with
zeros, which cost next to nothing in a zip and are never read. (Linking less would be better; but Swift's driver names
the toolchain's library before anything that a build can add.)
"""

import re
import struct
import subprocess
import tempfile
from pathlib import Path

import elf

ARCHIVE = "lib/swift_static/linux/lib_FoundationICU.a"
MEMBER = "icu_packaged_data.cpp.o"
# A resource whose name is a language (`de.res`, `coll/zh_Hant.res`), unless that is English.
_LANGUAGE = re.compile(r"^(?:\w+/)?(?!en[._]|res_index)[a-z]{2,3}(?:_\w*)?\.res$")
_UNUSED = re.compile(r"\.cnv$|\.dict$|^translit/|^brkitr/.*(?:_cj|_fi_sv|_el)\.brk$")


def is_kept(name: str) -> bool:
    return not (_LANGUAGE.match(name) or _UNUSED.search(name))


def trim(data: bytes) -> bytes:
    """The same package with fewer items. Format: ICU's header, then a table of contents (count, then offsets of name
    and contents from the table's start, sorted by name), the names, and the contents, each at a multiple of 16."""
    (header_size,) = struct.unpack_from("<H", data)
    if data[2:4] != b"\xda\x27" or data[12:16] != b"CmnD" or data[8] != 0:
        raise SystemExit("ICU's data does not begin as a little-endian package does: it can't be trimmed")
    items = [item for item in _items(data[header_size:]) if is_kept(item[0].split(b"/", 1)[1].decode())]
    names_size = sum(len(name) + 1 for name, _ in items)
    name_offset = 4 + 8 * len(items)
    offset = _aligned(name_offset + names_size)
    table, names, contents = [struct.pack("<I", len(items))], [], []
    for name, content in items:
        table.append(struct.pack("<II", name_offset, offset))
        names.append(name + b"\0")
        contents.append(content.ljust(_aligned(len(content)), b"\0"))
        name_offset += len(name) + 1
        offset += _aligned(len(content))
    head = b"".join(table + names)
    return data[:header_size] + head.ljust(_aligned(len(head)), b"\0") + b"".join(contents)


def _items(package: bytes) -> list:
    """(name, contents) of each item, in the package's order."""
    (count,) = struct.unpack_from("<I", package)
    entries = [struct.unpack_from("<II", package, 4 + 8 * index) for index in range(count)]
    ends = [offset for _, offset in entries[1:]] + [len(package)]
    return [
        (package[name:package.index(b"\0", name)], package[offset:end])
        for (name, offset), end in zip(entries, ends, strict=True)]


def _aligned(size: int) -> int:
    return (size + 15) // 16 * 16


def whole_data(toolchain: Path) -> tuple:
    """The data's symbol and the data, from the toolchain's static library, where it has a member of its own."""
    archive = toolchain / ARCHIVE
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not archive.exists() or subprocess.run(["ar", "x", archive, MEMBER], cwd=folder).returncode != 0:
            raise SystemExit(f"{archive} has no {MEMBER}: another Swift release keeps ICU's data elsewhere")
        symbols = re.findall(r"^(icudt\d+_dat) ", elf.run("nm", "--format=posix", folder / MEMBER), re.MULTILINE)
        elf.run("objcopy", "-O", "binary", "--only-section=.rodata", folder / MEMBER, folder / "data")
        return symbols[0], (folder / "data").read_bytes()


def write_trimmed(executable: Path, bootstrap: Path, toolchain: Path) -> None:
    """Trims the data in `bootstrap`, which is `executable` without its symbols. If none is linked, changes nothing."""
    symbol, whole = whole_data(toolchain)
    address = re.search(rf"^{symbol} \w ([0-9a-f]+)", elf.run("nm", "--format=posix", executable), re.MULTILINE)
    if not address:
        return
    offset = elf.file_offset(bootstrap, int(address.group(1), 16))
    with bootstrap.open("r+b") as file:
        file.seek(offset)
        if file.read(len(whole)) != whole:
            raise SystemExit(f"{bootstrap} does not hold ICU's data where {executable.name} says")
        file.seek(offset)
        file.write(trim(whole).ljust(len(whole), b"\0"))
