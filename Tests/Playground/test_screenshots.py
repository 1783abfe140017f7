"""The pictures of the README, made anew by `make screenshots`: what they show is the stand-in's own answer."""

import base64
import io
import os
from pathlib import Path

import pytest
from bandup_local import samples
from PIL import Image

FOLDER = os.environ.get("BANDUP_SCREENSHOTS")
pytestmark = pytest.mark.skipif(not FOLDER, reason="`make screenshots` takes them")


def take(page, name, selector, *, width, height, scale=1, is_dark=False, margin=24):
    """A picture of the window with `selector` near its top."""
    page.look(width=width, height=height, is_dark=is_dark)
    page.script(
        "document.activeElement.blur(); const it = document.querySelector(arguments[0]);"
        "scrollTo(0, it.getBoundingClientRect().top + scrollY - arguments[1])",
        selector,
        margin,
    )
    # The pointer off everything, so that nothing looks as if it were about to be pressed.
    page.driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": 1, "y": 1})
    top = page.script("return scrollY")
    answer = page.driver.execute_cdp_cmd(
        "Page.captureScreenshot", {"clip": {"x": 0, "y": top, "width": width, "height": height, "scale": scale}}
    )
    picture = Image.open(io.BytesIO(base64.b64decode(answer["data"]))).convert("RGB")
    Path(FOLDER).mkdir(parents=True, exist_ok=True)
    picture.save(Path(FOLDER) / f"{name}.png", optimize=True)


@pytest.fixture
def learner():
    return "ada"


def test_pictures_of_an_essay(page):
    essay = samples.essay("task1_water_use")
    page.find("[name=task_type][value=TASK_1]").click()
    page.script("document.getElementById('task-prompt').value = arguments[0]", essay.prompt)
    page.write(essay.text)
    page.press("Score the essay")
    page.result("writing")
    take(page, "playground-scores", "#writing .scores", width=1120, height=860)
    take(page, "playground-essay", "#writing .essay", width=1120, height=870)
    take(page, "playground-phone", "#writing .essay", width=360, height=720, scale=2, margin=12)
    take(page, "playground-phone-scores", "#writing .scores", width=360, height=720, scale=2, margin=12)


def test_pictures_of_cards(page):
    page.tab("flashcards")
    page.press("Use a sample PDF")
    page.wait(lambda: page.find("#flashcards [data-chosen]").is_displayed())
    page.press("Make the cards")
    page.result("flashcards")
    page.find("#flashcards .card").click()
    take(page, "playground-cards-dark", "body", width=1120, height=1230, is_dark=True, margin=0)


def test_a_picture_of_a_spoken_answer(page):
    page.tab("speaking")
    page.press("Use a sample recording")
    page.wait(lambda: page.find("#speaking [data-chosen]").is_displayed())
    page.press("Score the answer")
    page.result("speaking")
    take(page, "playground-speaking-dark", "#speaking .scores", width=1120, height=860, is_dark=True)
