"""Makes the calls that Lambda refuses, and ordinary ones, and says as JSON how each went: "done" or the error's name.

Run behind as-lambda and without it by test_as_lambda.py. Calls have arguments that are valid, or that fail only once
the kernel looks at them (EFAULT, EBADF, EINVAL): what counts is whether it gets that far. Each runs in a process of its
own.
"""

import ctypes
import errno
import json
import os
import platform
import resource
import signal
import socket
import subprocess
import sys
import threading

LIBC = ctypes.CDLL(None, use_errno=True)
# x86-64 and arm64; from 424 on the numbers are the same everywhere.
NUMBERS = {
    name: numbers[platform.machine() in ("aarch64", "arm64")]
    for name, numbers in {
        "prctl": (157, 167), "seccomp": (317, 277), "ptrace": (101, 117), "chroot": (161, 51), "bpf": (321, 280),
        "unshare": (272, 97), "setns": (308, 268), "pivot_root": (155, 41), "mount": (165, 40), "umount2": (166, 39),
        "clone": (56, 220), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    }.items()
}  # fmt: skip
NUMBERS |= {
    "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "clone3": 435,
    "mount_setattr": 442, "landlock_create_ruleset": 444, "landlock_add_rule": 445, "landlock_restrict_self": 446,
}  # fmt: skip
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS = 1, 4, 22, 38, 39
NAMESPACES = {
    "mount": 0x20000, "cgroup": 0x2000000, "uts": 0x4000000, "ipc": 0x8000000, "user": 0x10000000, "pid": 0x20000000,
    "net": 0x40000000,
}  # fmt: skip
CLONE_NEWTIME, CLONE_FILES = 0x80, 0x400
BEYOND_AN_INT = 1 << 32


def call(name, *arguments):
    if LIBC.syscall(ctypes.c_long(NUMBERS[name]), *(ctypes.c_long(argument) for argument in arguments)) < 0:
        raise OSError(ctypes.get_errno(), name)


def clone_child(flags):
    """A child that exits at once, with the parent's stack as its own copy."""
    number = ctypes.c_long(NUMBERS["clone"])
    child = LIBC.syscall(number, ctypes.c_long(flags | signal.SIGCHLD), *(ctypes.c_long(0) for _ in range(4)))
    if child == 0:
        os._exit(0)
    if child < 0:
        raise OSError(ctypes.get_errno(), "clone")
    os.waitpid(child, 0)


REFUSED = {
    "no_new_privs": lambda: call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
    "no_new_privs with a long": lambda: call("prctl", BEYOND_AN_INT | PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
    "seccomp by prctl": lambda: call("prctl", PR_SET_SECCOMP, 2, 0, 0, 0),
    "seccomp": lambda: call("seccomp", 1, 0, 0),
    "ptrace": lambda: call("ptrace", 0, 0, 0, 0),
    "chroot": lambda: call("chroot", 0),
    "bpf": lambda: call("bpf", 0, 0, 0),
    "setns": lambda: call("setns", -1, 0),
    "pivot_root": lambda: call("pivot_root", 0, 0),
    "mount": lambda: call("mount", 0, 0, 0, 0, 0),
    "umount2": lambda: call("umount2", 0, 0),
    "open_tree": lambda: call("open_tree", -1, 0, 0),
    "move_mount": lambda: call("move_mount", -1, 0, -1, 0, 0),
    "fsopen": lambda: call("fsopen", 0, 0),
    "fsconfig": lambda: call("fsconfig", -1, 0, 0, 0, 0),
    "fsmount": lambda: call("fsmount", -1, 0, 0),
    "fspick": lambda: call("fspick", -1, 0, 0),
    "mount_setattr": lambda: call("mount_setattr", -1, 0, 0, 0, 0),
    "perf_event_open": lambda: call("perf_event_open", 0, 0, -1, -1, 0),
    "userfaultfd": lambda: call("userfaultfd", 0),
    "unshare time": lambda: call("unshare", CLONE_NEWTIME),
    **{f"unshare {name}": lambda flag=flag: call("unshare", flag) for name, flag in NAMESPACES.items()},
    **{f"clone {name}": lambda flag=flag: clone_child(flag) for name, flag in NAMESPACES.items()},
}
UNKNOWN = {
    "clone3": lambda: call("clone3", 0, 0),
    "landlock_create_ruleset": lambda: call("landlock_create_ruleset", 0, 0, 1),
    "landlock_add_rule": lambda: call("landlock_add_rule", -1, 0, 0, 0),
    "landlock_restrict_self": lambda: call("landlock_restrict_self", -1, 0),
}


def fork_and_wait():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def thread():
    seen = []
    worker = threading.Thread(target=seen.append, args=(1,))
    worker.start()
    worker.join()
    assert seen == [1]


def loopback():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        peer, _ = server.accept()
        client.sendall(b"x")
        assert peer.recv(1) == b"x"


def limit():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


ORDINARY = {
    "fork": fork_and_wait,
    "clone": lambda: clone_child(0),
    "exec": lambda: subprocess.run(["true"], check=True),
    "shell": lambda: subprocess.run("true | true", shell=True, check=True),
    "thread": thread,
    "setrlimit": limit,
    "sockets on loopback": loopback,
    "session": lambda: subprocess.run(["true"], check=True, start_new_session=True),
    "kill": lambda: os.kill(os.getpid(), 0),
    "process descriptor": lambda: os.close(os.pidfd_open(os.getpid())),
    "prctl PDEATHSIG": lambda: call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0),
    "prctl DUMPABLE": lambda: call("prctl", PR_SET_DUMPABLE, 0, 0, 0, 0),
    "prctl GET_NO_NEW_PRIVS": lambda: call("prctl", PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0),
    "unshare files": lambda: call("unshare", CLONE_FILES),
}


def outcome(action):
    """In a child, so that none changes what the next one finds."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        said = "done"
        try:
            action()
        except OSError as error:
            said = errno.errorcode[error.errno]
        except BaseException as error:
            said = repr(error)
        os.write(write, said.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def main():
    groups = {"refused": REFUSED, "unknown": UNKNOWN, "ordinary": ORDINARY}
    found = {name: {what: outcome(action) for what, action in group.items()} for name, group in groups.items()}
    with open("/proc/self/status") as status:
        found["status"] = dict(line.rstrip("\n").split(":\t", 1) for line in status)
    json.dump(found, sys.stdout)


main()
