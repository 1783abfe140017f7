"""Libraries that others name but no function of this service ever calls, and the small ones put in their place.

Debian's libcurl speaks LDAP, RTMP, SSH and Kerberos, and its poppler draws on X11, writes TIFF and checks signatures.
Together these bring 40 libraries, which cost zip size and start-up time (the loader opens, maps and relocates each).
The loader insists on the names and symbol versions, not on the contents: a library of the same name, in which every
function stops the process, takes the place of each. Nothing here is on a path that HTTPS or text extraction takes;
the test in Tests/Packaging runs both over what is left.
"""

import fnmatch
import tempfile
from pathlib import Path

import elf

# soname pattern -> what would need it
LEFT_OUT = {
    "librtmp.so.*": "curl: rtmp://",
    "libssh2.so.*": "curl: sftp:// and scp://",
    "libldap*.so.*": "curl: ldap://",
    "liblber*.so.*": "curl: ldap://",
    "libgssapi_krb5.so.*": "curl: Negotiate authentication",
    "libX11.so.*": "cairo: drawing on X11",
    "libXext.so.*": "cairo: drawing on X11",
    "libXrender.so.*": "cairo: drawing on X11",
    "libxcb*.so.*": "cairo: drawing on X11",
    "libicuuc.so.*": "libxml2: encodings that no DOCX has, at the price of 30 MB of ICU data",
    "libtiff.so.*": "poppler: writing TIFF images",
    "libnss3.so": "poppler: signatures",
    "libnssutil3.so": "poppler: signatures",
    "libsmime3.so": "poppler: signatures",
    "libssl3.so": "poppler: signatures",
    "libplc4.so": "poppler: signatures",
    "libplds4.so": "poppler: signatures",
    "libnspr4.so": "poppler: signatures",
}

# What curl calls without being asked for those protocols: when it starts, ends, or is asked for its version.
ANSWERS = {
    "libssh2_init": "int libssh2_init(int flags) { return 0; }",
    "libssh2_exit": "void libssh2_exit(void) {}",
    "libssh2_version": 'const char *libssh2_version(int least) { return "0"; }',
    "ldap_get_option": "int ldap_get_option(void *session, int option, void *value) { return -1; }",
}


def is_left_out(soname: str) -> bool:
    return any(fnmatch.fnmatch(soname, pattern) for pattern in LEFT_OUT)


def write_stand_in(soname: str, original: Path, users: list, output: Path) -> None:
    """Builds `output`: it has the name of `original`, and those of its symbols that `users` import."""
    exported = elf.exported_symbols(original)
    wanted = sorted({
        symbol for user in users for symbol in elf.imported_symbols(user)
        if symbol.name in exported and (symbol.version in (None, exported[symbol.name].version))
    }, key=lambda symbol: symbol.name)
    source, versions = [], {}
    for symbol in wanted:
        if exported[symbol.name].is_data:
            source.append(f"char {symbol.name}[{max(exported[symbol.name].size, 8)}];")
        else:
            source.append(ANSWERS.get(symbol.name, f"void {symbol.name}(void) {{ __builtin_trap(); }}"))
        if symbol.version:
            versions.setdefault(symbol.version, []).append(symbol.name)
    script = "\n".join(
        f"{version} {{ global: {' '.join(name + ';' for name in names)} }};" for version, names in versions.items())
    with tempfile.TemporaryDirectory() as folder:
        code, version_script = Path(folder, "library.c"), Path(folder, "versions")
        code.write_text("\n".join(source) + "\n")
        version_script.write_text(script + "\n")
        elf.run(
            "clang", "-shared", "-fPIC", "-Os", "-nostdlib", "-w", f"-Wl,-soname,{soname}", "-Wl,--build-id=none",
            *([f"-Wl,--version-script,{version_script}"] if script else []), "-o", output, "library.c", cwd=folder)
