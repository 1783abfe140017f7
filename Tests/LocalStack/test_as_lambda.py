"""What every function is run behind refuses what Lambda refuses, and nothing else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bandup_local.paths import AS_LAMBDA

# One that any user may execute, which the virtual environment's need not be.
PYTHON = shutil.which("python3", path="/usr/local/bin:/usr/bin:/bin") or sys.executable
PROBE = (Path(__file__).parent / "refusal_probe.py").read_text()
AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
IS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="needs root: becomes another user")


def run(*command, **options):
    return subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=60, **options)


def probe(*before):
    found = run(*before, PYTHON, "-I", "-", input=PROBE, cwd="/")
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)


@pytest.fixture(scope="module")
def behind():
    return probe(AS_LAMBDA)


@pytest.fixture(scope="module")
def without():
    return probe()


def test_what_lambda_refuses_is_refused(behind):
    assert set(behind["refused"].values()) == {"EPERM"}, behind["refused"]


def test_what_lambda_s_kernel_does_not_know_is_unknown(behind):
    assert set(behind["unknown"].values()) == {"ENOSYS"}, behind["unknown"]


def test_everything_ordinary_still_works(behind):
    assert set(behind["ordinary"].values()) == {"done"}, behind["ordinary"]


def test_without_it_the_same_calls_are_let_through(without):
    """Else the tests above would prove nothing. Root alone may make most of them."""
    always = {"no_new_privs", "no_new_privs with a long", "seccomp by prctl", "seccomp", "ptrace"}
    let_through = {what for what, outcome in without["refused"].items() if outcome != "EPERM"}
    assert let_through >= (without["refused"].keys() if IS_ROOT else always), without["refused"]
    assert set(without["ordinary"].values()) == {"done"}, without["ordinary"]
    assert without["unknown"]["clone3"] != "ENOSYS"


def test_it_says_how_its_filter_was_installed(behind):
    how = run(AS_LAMBDA, "--how").stdout.strip()
    assert how in ("CAP_SYS_ADMIN", "no_new_privs")
    assert behind["status"]["Seccomp"] == "2"
    assert behind["status"]["NoNewPrivs"] == {"CAP_SYS_ADMIN": "0", "no_new_privs": "1"}[how]


@needs_root
def test_it_needs_no_rights(tmp_path):
    assert run(*AS_NOBODY, AS_LAMBDA, "--how").stdout == "no_new_privs\n"
    found = run(*AS_NOBODY, AS_LAMBDA, "setpriv", "--no-new-privs", "true")
    assert found.returncode != 0 and "Operation not permitted" in found.stderr


@needs_root
def test_as_another_user_the_command_has_neither_root_s_rights_nor_no_new_privs():
    found = probe(AS_LAMBDA, "--user", "65534:65534")
    assert set(found["refused"].values()) == {"EPERM"}
    assert set(found["ordinary"].values()) == {"done"}
    status = found["status"]
    assert (status["Uid"].split(), status["Gid"].split()) == (["65534"] * 4, ["65534"] * 4)
    assert status["Groups"].strip() == "" and int(status["CapEff"], 16) == 0
    assert status["NoNewPrivs"] == "0"


def test_arguments_environment_and_exit_code_pass_through():
    found = run(AS_LAMBDA, "sh", "-c", 'echo "$0 $1 $NAME"; exit 7', "a b", "c", env={"NAME": "d", "PATH": "/bin"})
    assert (found.stdout, found.stderr, found.returncode) == ("a b c d\n", "", 7)


def test_a_command_that_does_not_exist_is_told():
    found = run(AS_LAMBDA, "/nonexistent")
    assert found.returncode == 127 and "/nonexistent" in found.stderr


@pytest.mark.parametrize("arguments", [[], ["--user", "1:1"], ["--user", "nobody", "true"], ["--user", "1", "true"]])
def test_what_can_t_be_run_is_refused(arguments):
    assert run(AS_LAMBDA, *arguments).returncode == 125


def test_the_stack_runs_its_functions_behind_it(stack):
    instance = stack.functions["WritingEvaluator"].new_instance()
    try:
        instance.invoke({})
        status = Path(f"/proc/{instance.function_pid()}/status").read_text()
    finally:
        instance.stop()
    assert "Seccomp:\t2" in status
