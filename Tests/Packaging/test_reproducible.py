"""The same sources give the same zip, whichever folder they are built in."""

import shutil
import subprocess

import pytest
from places import REPOSITORY, bundle_of


@pytest.mark.timeout(1200)
def test_a_build_in_another_folder_gives_the_same_zip(tmp_path):
    first = bundle_of("S3Upload")
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout
    copy = tmp_path / "elsewhere" / "with a longer name"
    for name in filter(None, names.split("\0")):
        if (REPOSITORY / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, copy / name)
    built = subprocess.run([copy / "build-lambda.sh", "S3Upload"], capture_output=True, text=True)
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    second = copy / ".build" / "lambda" / "S3Upload.zip"
    assert first.read_bytes() == second.read_bytes(), "differs, or .build/lambda is not of these sources"
