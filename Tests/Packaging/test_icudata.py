"""What stays of ICU's data, and that the trimmed package is one."""

import icudata
import pytest

HEADER = bytes([32, 0, 0xDA, 0x27, 20, 0, 0, 0, 0, 0, 2, 0]) + b"CmnD" + bytes(16)


def package(items: dict[str, bytes]) -> bytes:
    """A package in ICU's format: contents at multiples of 16 from the start of the table."""
    names = b"".join(name.encode() + b"\0" for name in items)
    table_size = 4 + 8 * len(items)
    start = (table_size + len(names) + 15) // 16 * 16
    table, contents, name_offset = len(items).to_bytes(4, "little"), b"", table_size
    for name, content in items.items():
        table += name_offset.to_bytes(4, "little") + (start + len(contents)).to_bytes(4, "little")
        contents += content.ljust((len(content) + 15) // 16 * 16, b"\0")
        name_offset += len(name) + 1
    return HEADER + (table + names).ljust(start, b"\0") + contents


@pytest.mark.parametrize(
    "name", ["root.res", "en.res", "en_GB.res", "coll/root.res", "coll/ucadata.icu", "res_index.res", "pool.res",
             "curr/res_index.res", "zone/en.res", "zoneinfo64.res", "uts46.nrm", "likelySubtags.res", "brkitr/line.brk"])
def test_what_depends_on_no_language_and_english_stay(name):
    assert icudata.is_kept(name)


@pytest.mark.parametrize(
    "name", ["de.res", "zh_Hant_TW.res", "coll/zh.res", "curr/vi.res", "coll/de_.res", "ibm-943_P15A-2003.cnv",
             "brkitr/thaidict.dict", "brkitr/line_cj.brk", "translit/root.res", "yue_Hans.res"])
def test_other_languages_and_legacy_encodings_go(name):
    assert not icudata.is_kept(name)


def test_a_trimmed_package_is_the_package_of_what_stays():
    whole = {
        "icudt76l/curr/de.res": b"Mark" * 9, "icudt76l/en.res": b"English", "icudt76l/ibm-943.cnv": b"x" * 33,
        "icudt76l/root.res": b"Root" * 5,
    }
    kept = {name: whole[name] for name in ("icudt76l/en.res", "icudt76l/root.res")}
    assert icudata.trim(package(whole)) == package(kept)


@pytest.mark.parametrize("damage", [slice(2, 4), slice(8, 9), slice(12, 16)], ids=["magic", "endianness", "format"])
def test_data_of_another_kind_is_refused(damage):
    data = bytearray(package({"icudt76l/root.res": b"Root"}))
    data[damage] = b"\x7f" * len(data[damage])
    with pytest.raises(SystemExit, match="can't be trimmed"):
        icudata.trim(bytes(data))
