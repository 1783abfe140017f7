"""The playground in headless Chromium, against the release binaries: the browser is one for all tests, reset for each.

Learners are new for each test. The stand-in's latency makes jobs slow enough to be seen at work.
"""

import os
import time
import uuid
from pathlib import Path

import pytest
from bandup_local import paths, samples
from bandup_local.stack import LocalStack, missing_binaries
from page import Page
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias binding="strong"><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <match target="pattern"><edit name="family" mode="append_last"><string>Inter</string></edit></match>
</fontconfig>
"""
"""Screenshots are to look the same wherever they are made, and like a desktop's fonts."""


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    if missing := missing_binaries():
        pytest.exit(f"no binary for {', '.join(missing)} in {paths.binaries()}: run `make build`", returncode=2)
    with LocalStack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="session")
def address(stack):
    return stack.new_playground().url


@pytest.fixture(autouse=True)
def standin(stack):
    stack.standin.reset()
    yield stack.standin
    stack.standin.reset()


@pytest.fixture(scope="session")
def downloads(tmp_path_factory):
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="session")
def driver(downloads, tmp_path_factory):
    fonts = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    fonts.write_text(FONTS)
    options = Options()
    options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    for argument in (
        "--headless=new",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
        "--lang=en-GB",
        "--font-render-hinting=none",
        # A microphone that beeps, and nobody to ask for it.
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
    ):
        options.add_argument(argument)
    if os.geteuid() == 0:
        # Chromium's sandbox refuses to be started by root, as in a container.
        options.add_argument("--no-sandbox")
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = Service(
        os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver"), env={**os.environ, "FONTCONFIG_FILE": str(fonts)}
    )
    running = webdriver.Chrome(options=options, service=service)
    running.set_script_timeout(30)
    yield running
    running.quit()


@pytest.fixture
def learner():
    return f"learner-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def page(driver, address, learner):
    """The page as a new visitor sees it, on a desktop; no message may be left on the console."""
    opened = Page(driver, address)
    opened.look(width=1280, height=900)
    opened.open()
    driver.execute_script("localStorage.clear()")
    opened.open()
    driver.get_log("browser")
    opened.sign_in(learner)
    yield opened
    allowed = opened.expected_messages
    unexpected = [
        entry["message"] for entry in driver.get_log("browser") if not any(part in entry["message"] for part in allowed)
    ]
    assert unexpected == []


@pytest.fixture
def essay():
    return samples.essay("task2_remote_work")


@pytest.fixture
def downloaded(downloads):
    """Waits for a file that the browser saves; `downloaded(".csv")` gives its bytes."""
    for old in downloads.iterdir():
        old.unlink()

    def wait(suffix):
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            for file in downloads.iterdir():
                if file.name.endswith(suffix):
                    return file.read_bytes()
            time.sleep(0.1)
        raise TimeoutError(f"nothing that ends with {suffix} was saved")

    return wait
