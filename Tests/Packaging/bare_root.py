"""A root with nothing in it but what Lambda promises, and a function that runs there.

The folder holds /var/task, /tmp, /proc, /dev, /etc/resolv.conf, /etc/hosts and Amazon Linux's CA path. Libraries with
the names that a function might be tempted to take from the system are there too, as text: a loader that opens one of
them stops with "invalid ELF header". What Lambda refuses is refused here too (local/as_lambda/as-lambda.c).
"""

import os
import shutil
import signal
import subprocess
import threading
import zipfile
from pathlib import Path

from bandup_local.paths import AS_LAMBDA

CA_BUNDLE = "etc/pki/tls/certs/ca-bundle.crt"
# What Lambda sets for OS-only runtimes: the system's folders first.
LAMBDA_LIBRARY_PATH = "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib"
DECOY_FOLDERS = ("lib64", "usr/lib64", "lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu", "usr/lib")
ALWAYS_DECOYED = ("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2", "libpthread.so.0", "libdl.so.2")
DEVICES = ("null", "zero", "full", "random", "urandom")
SANDBOX_USER, SANDBOX_GROUP = 993, 990

# $1 is the root, the rest are the function's variables. The mounts are in a namespace of their own and end with it.
# env starts chroot with an empty environment but for those: the tester's own must not help.
ENTER = f"""
set -e
root=$1; shift
mount --rbind /proc "$root/proc"
for device in {' '.join(DEVICES)}; do mount --bind "/dev/$device" "$root/dev/$device"; done
exec env -i "$@" "$(command -v chroot)" "$root" /as-lambda --user {SANDBOX_USER}:{SANDBOX_GROUP} /var/task/bootstrap
"""


def reason_to_skip() -> str | None:
    if os.geteuid() != 0:
        return "needs root: chroot and mount"
    try:
        subprocess.run(["unshare", "--mount", "true"], check=True, capture_output=True, timeout=10)
    except (OSError, subprocess.SubprocessError) as error:
        return f"needs a mount namespace of its own: {error}"
    return None


class BareRoot:
    def __init__(self, folder: Path, bundle: Path, hosts: dict[str, str], certificate_authority: str | None) -> None:
        self.folder = folder
        folder.mkdir(mode=0o755)
        for name in ("var/task", "proc", "dev", "etc/pki/tls/certs"):
            (folder / name).mkdir(parents=True)
        (folder / "tmp").mkdir()
        (folder / "tmp").chmod(0o1777)
        for device in DEVICES:
            (folder / "dev" / device).touch()
        self._unpack(bundle)
        # Static, so that it needs nothing of this root. It gives up being root once it has installed its filter.
        shutil.copy(AS_LAMBDA, folder / "as-lambda")
        shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
        lines = ["127.0.0.1 localhost", *(f"{address} {name}" for name, address in hosts.items())]
        (folder / "etc/hosts").write_text("\n".join(lines) + "\n")
        if certificate_authority is not None:
            (folder / CA_BUNDLE).write_text(certificate_authority)
        self._write_decoys()

    def _unpack(self, bundle: Path) -> None:
        with zipfile.ZipFile(bundle) as archive:
            for entry in archive.infolist():
                path = Path(archive.extract(entry, self.folder / "var/task"))
                path.chmod(entry.external_attr >> 16 & 0o777)

    def _write_decoys(self) -> None:
        bundled = [path.name for path in (self.folder / "var/task/lib").iterdir()]
        for place in DECOY_FOLDERS:
            (self.folder / place).mkdir(parents=True, exist_ok=True)
            for name in {*bundled, *ALWAYS_DECOYED}:
                (self.folder / place / name).write_text("not a library\n")

    def start(self, environment: dict[str, str]) -> "Process":
        variables = {
            "LD_LIBRARY_PATH": LAMBDA_LIBRARY_PATH,
            "PATH": "/usr/local/bin:/usr/bin/:/bin:/opt/bin",
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "LAMBDA_TASK_ROOT": "/var/task",
            "_HANDLER": "bootstrap",
            **environment,
        }
        assignments = [f"{name}={value}" for name, value in variables.items()]
        namespace = ["unshare", "--mount", "--propagation", "private"]
        return Process([*namespace, "sh", "-c", ENTER, "sh", str(self.folder), *assignments])


class Process:
    """The function's process, and all it wrote."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        self._written = bytearray()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout:
            self._written += line

    @property
    def pid(self) -> int:
        """Each program on the way to the function executes the next."""
        return self._process.pid

    @property
    def output(self) -> str:
        return self._written.decode(errors="replace")

    def exit_code(self, seconds: float) -> int:
        code = self._process.wait(seconds)
        self._reader.join(5)
        return code

    def is_running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        if self.is_running():
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        self._reader.join(5)
