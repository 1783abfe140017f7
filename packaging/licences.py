"""Licence texts of what a bundle contains: each Debian package's copyright file, and the common texts it points to."""

import re
import shutil
from pathlib import Path

import elf

COMMON = Path("/usr/share/common-licenses")


def package_of(file: Path) -> str:
    """The package that installed a file. With merged /usr the package may know it under /lib."""
    names = {str(file), str(file).removeprefix("/usr")} | {f"/usr{file}"}
    if shutil.which("dpkg-query"):
        for name in sorted(names):
            try:
                return elf.run("dpkg-query", "--search", name).split(":")[0].split(",")[0]
            except SystemExit:
                continue
    elif shutil.which("rpm"):
        return elf.run("rpm", "--query", "--file", "--queryformat", "%{NAME}\n", file).splitlines()[0]
    raise SystemExit(f"no package owns {file}: its licence is not known")


def copy_licences(files: list, toolchain: Path, folder: Path) -> list:
    """Writes one text per package into `folder`, and gives the packages' names."""
    folder.mkdir(parents=True)
    packages = sorted({package_of(file) for file in files})
    common = set()
    for package in packages:
        text = "\n".join(path.read_text(errors="replace") for path in _texts(package))
        (folder / f"{package}.txt").write_text(text)
        common |= set(re.findall(r"common-licenses/([A-Za-z]+-?[0-9.]*[0-9]|[A-Z][A-Za-z]+)", text))
    for name in sorted(common):
        if (COMMON / name).is_file():
            shutil.copyfile((COMMON / name).resolve(), folder / f"common-{name}.txt")
    shutil.copyfile(toolchain / "share/swift/LICENSE.txt", folder / "swift.txt")
    here = Path(__file__).resolve().parent.parent
    shutil.copyfile(here / "docs/licences/icu-76.txt", folder / "icu.txt")
    shutil.copyfile(here / "LICENSE", folder / "bandup-ai.txt")
    return packages


def _texts(package: str) -> list:
    debian = Path("/usr/share/doc", package, "copyright")
    texts = [debian] if debian.exists() else sorted(Path("/usr/share/licenses", package).glob("*"))
    if not texts:
        raise SystemExit(f"package {package} has no licence text in /usr/share/doc or /usr/share/licenses")
    return texts
