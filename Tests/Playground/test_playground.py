"""The page end to end: real uploads to the buckets, real jobs through the queues, in a real browser."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
import requests
from bandup_local import paths, samples
from bandup_local.http_front import HTTPFront
from bandup_local.playground import PAGE, Playground
from bandup_local.subjects import FLASHCARDS, WRITING
from page import Page
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

DOCUMENTS = paths.REPOSITORY / "Tests/DocumentTextTests/Golden"
MARKS = "#writing .essay-text mark"


@pytest.fixture
def s3(stack):
    return stack.cloud.client("s3")


@pytest.fixture
def stored(stack, s3):
    """The objects that a learner has uploaded: `stored("audio", learner)` gives their descriptions with `Body`."""

    def find(kind, user):
        bucket = stack.bucket(kind)
        keys = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
        found = [s3.get_object(Bucket=bucket, Key=key) for key in keys if f"/{user}/" in key]
        return [one | {"Body": one["Body"].read()} for one in found]

    return find


def records(stack, subject, user):
    items = stack.cloud.client("dynamodb").scan(TableName=stack.table(subject.function))["Items"]
    return [item for item in items if item["user_id"]["S"] == user]


# --- Essays ---


def test_an_essay_is_scored_and_its_quotes_are_marked_in_place(page, stack, standin, essay, learner):
    page.write(essay.text)
    page.press("Score the essay")
    assert page.wait(lambda: page.find("#writing .steps [aria-current=step]").text) in ("Queue", "Evaluation")
    result = page.result("writing")

    [record] = records(stack, WRITING, learner)
    assert result.find_element(By.CSS_SELECTOR, ".overall-band").text == f"{float(record['overall_band']['S']):.1f}"
    assert record["status"]["S"] == "completed"
    assert len(standin.calls("gemini")) == 1

    quotes = [one.text.strip("“”") for one in page.all("#writing .remark-quote q")]
    marks = [one.text for one in page.all(MARKS)]
    assert len(quotes) == 3
    assert marks == quotes, "remarks are numbered in the order in which they stand in the essay"
    shown = page.script(
        "const text = document.querySelector('#writing .essay-text').cloneNode(true);"
        "for (const one of text.querySelectorAll('.reference')) one.remove(); return text.textContent"
    )
    assert shown == essay.text, "marking changes no letter of the essay"
    assert page.focused().text == "Writing evaluation"


def test_the_criteria_stand_in_a_chart_and_in_a_table(page, essay):
    page.write(essay.text)
    page.press("Score the essay")
    page.result("writing")
    chart = page.find("#writing svg.radar")
    rows = {
        row.find_element(By.CSS_SELECTOR, "th").text: row.find_element(By.CSS_SELECTOR, "td").text
        for row in page.all("#writing .criteria tbody tr")
    }
    assert list(rows) == [
        "Task achievement",
        "Coherence and cohesion",
        "Lexical resource",
        "Grammatical range and accuracy",
    ]
    for name, band in rows.items():
        assert f"{name} {band}" in chart.get_attribute("aria-label")


def test_a_remark_and_its_passage_lead_to_each_other_by_keyboard(page, essay):
    page.write(essay.text)
    page.press("Score the essay")
    page.result("writing")
    page.all("#writing .to-mark")[1].send_keys(Keys.ENTER)
    assert page.focused().tag_name == "mark"
    assert page.focused().text == page.all(MARKS)[1].text
    page.all("#writing .reference")[2].send_keys(Keys.ENTER)
    assert page.focused().get_attribute("class") == "remark"
    assert page.focused().text.startswith("3")


def test_what_a_learner_writes_is_never_taken_for_markup(page, essay):
    hostile = "<img src=x onerror=alert(1)><b>Bold</b> claims are made about remote work. " + essay.text
    page.write(hostile)
    page.press("Score the essay")
    page.result("writing")
    assert not page.all("#writing .essay-text :is(img, b)")
    assert "<img src=x onerror=alert(1)><b>Bold</b>" in page.find("#writing .essay-text").text


@pytest.mark.parametrize(
    ("quotes", "essay_text", "expected"),
    [
        (["two words"], "It has two\n\n  words here.", ["two\n\n  words"]),
        (["it's “so”"], "And it’s \"so\" there", ["it’s \"so\""]),
        (["a well-known fact"], "That is a well\u2013known fact.", ["a well\u2013known fact"]),
        (["the same", "the same"], "the same and the same", ["the same", "the same"]),
        (["not there"], "Something else.", [None]),
        (["   "], "Some text.", [None]),
        ([" an emoji 😀 "], "Here is an emoji 😀 indeed", ["an emoji 😀"]),
    ],
    ids=["white space", "quotation marks", "dashes", "twice", "absent", "empty", "emoji"],
)
def test_a_quote_is_found_as_the_service_finds_it(page, quotes, essay_text, expected):
    found = page.module(
        "quotes",
        "return it.locate(args[0], args[1]).map((place) => place && args[1].slice(place.start, place.end))",
        quotes,
        essay_text,
    )
    assert found == expected


def test_a_quote_that_comes_twice_has_two_places(page):
    places = page.module("quotes", "return it.locate(['the same', 'the same'], 'the same and the same')")
    assert [place["start"] for place in places] == [0, 13]


def test_quotes_that_overlap_are_cut_into_pieces(page):
    pieces = page.module(
        "quotes", "return it.pieces('abcdef', [{start: 1, end: 4}, {start: 3, end: 5}, null])"
    )
    assert [(one["text"], one["quotes"], one["ends"]) for one in pieces] == [
        ("a", [], []),
        ("bc", [0], []),
        ("d", [0, 1], [0]),
        ("e", [1], [1]),
        ("f", [], []),
    ]


# --- Spoken answers ---


def test_a_recording_is_uploaded_through_the_presigned_url_and_scored(page, stored, learner):
    speech = samples.speech("part1_home_town")
    page.tab("speaking")
    page.find("#audio-file").send_keys(str(speech.recording))
    assert page.find("#speaking [data-chosen] audio").accessible_name == "Listen to part1_home_town.wav"
    page.press("Score the answer")
    page.result("speaking")

    [upload] = stored("audio", learner)
    assert upload["Body"] == speech.recording.read_bytes()
    assert upload["ContentType"] == "audio/wav"
    transcript = page.find("#speaking .transcript .essay-text").text
    assert transcript.split() == speech.words.split()
    assert len(page.all("#speaking .criteria tbody tr")) == 4


def test_an_answer_is_recorded_with_the_microphone(page, stored, learner):
    page.tab("speaking")
    page.press("Start recording")
    page.wait(lambda: page.find("#speaking [data-time]").text == "0:02")
    page.press("Stop recording")
    page.wait(lambda: page.find("#speaking [data-chosen]").is_displayed())
    page.press("Score the answer")
    page.result("speaking")
    [upload] = stored("audio", learner)
    assert upload["Body"].startswith(b"\x1aE\xdf\xa3"), "a WebM file"
    assert upload["ContentType"] == "audio/webm"


# --- Flashcards ---


def make_cards(page, count=4):
    page.tab("flashcards")
    page.find("#pdf-file").send_keys(str(samples.document()))
    page.script("document.getElementById('num-cards').value = arguments[0]", str(count))
    page.press("Make the cards")
    page.result("flashcards")


def cards_of(stack, learner):
    [record] = records(stack, FLASHCARDS, learner)
    return json.loads(record["flashcards"]["S"])


def test_a_pdf_becomes_cards_to_turn_and_to_save(page, stack, learner, downloaded):
    make_cards(page)
    cards = cards_of(stack, learner)
    assert len(cards) == 4
    card = page.find("#flashcards .card")
    assert card.accessible_name.startswith(f"Question {cards[0]['question']}")
    card.send_keys(Keys.ENTER)
    assert card.accessible_name.startswith(f"Answer {cards[0]['answer']}")
    assert cards[0]["answer"] in page.find("#announcer").text
    card.send_keys(Keys.ARROW_RIGHT)
    assert card.accessible_name.startswith(f"Question {cards[1]['question']}")
    assert page.find("#flashcards .deck-place").text == "Card 2 of 4"
    card.send_keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    assert page.find("#flashcards .deck-place").text == "Card 1 of 4"

    page.press("Save as CSV")
    rows = list(csv.DictReader(io.StringIO(downloaded(".csv").decode("utf-8-sig"), newline="")))
    assert [row["question"] for row in rows] == [card["question"] for card in cards]
    assert [row["answer"] for row in rows] == [card["answer"] for card in cards]
    assert [row["page"] for row in rows] == [str(card["source_page"]) for card in cards]

    page.press("Save for Anki")
    head, notes = read_anki(downloaded("-anki.txt").decode())
    assert head["separator"] == "tab" and head["html"] == "false" and head["tags column"] == "3"
    assert [note[:2] for note in notes] == [[card["question"], card["answer"]] for card in cards]
    assert all("bandup" in note[2].split() for note in notes)


def read_anki(text):
    """Anki's rules: header lines begin with #, what follows is separated text with quotation marks."""
    lines = text.splitlines(keepends=True)
    header = [line for line in lines if line.startswith("#")]
    notes = csv.reader(io.StringIO("".join(lines[len(header) :]), newline=""), delimiter="\t")
    return dict(line[1:].rstrip("\n").split(":", 1) for line in header), list(notes)


def test_exports_keep_what_is_awkward_and_disarm_formulas(page):
    awkward = {"question": '#1 "quoted"\nnext\tline, with comma', "answer": "=HYPERLINK(1)", "type": "DEFINITION"}
    text = page.module("export", "return it.csv(args[0])", [awkward])
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert row["question"] == awkward["question"]
    assert row["answer"] == "'=HYPERLINK(1)"
    _, [note] = read_anki(page.module("export", "return it.anki(args[0], 'deck')", [awkward]))
    assert note == [awkward["question"], awkward["answer"], "bandup definition"]


def test_a_pdf_can_be_dropped(page, learner, stored):
    page.tab("flashcards")
    page.script(
        """
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array([37, 80, 68, 70])], "dropped.pdf", {type: "application/pdf"}));
        document.querySelector("#flashcards .drop").dispatchEvent(
            new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}))
        """
    )
    assert page.find("#flashcards [data-chosen]").text.startswith("dropped.pdf")
    page.press("Make the cards")
    assert "no text to make cards from" in page.problem("flashcards"), "four bytes are a text without words"
    [upload] = stored("documents", learner)
    assert upload["Body"] == b"%PDF"


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("notes.txt", "text/plain"),
        ("notes.md", "text/markdown"),
        ("word.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_other_documents_become_cards_too(page, learner, stored, tmp_path, name, content_type):
    file = DOCUMENTS / name
    if not file.exists():
        file = tmp_path / name
        file.write_text((paths.REPOSITORY / "local/samples/short-article.md").read_text())
    page.tab("flashcards")
    choice = page.find("#pdf-file")
    assert file.suffix in choice.get_attribute("accept").split(",")
    choice.send_keys(str(file))
    page.script("document.getElementById('num-cards').value = '1'")
    page.press("Make the cards")
    assert "1 card" in page.result("flashcards").text
    [upload] = stored("documents", learner)
    assert upload["ContentType"] == content_type


# --- What goes wrong ---


def test_an_error_is_shown_with_its_message_at_its_field(page, essay):
    page.expected_messages.append("400")
    page.press("Score the essay")
    shown = page.problem("writing")
    assert "essay_content" in shown and "code invalid_request" in shown and "HTTP 400" in shown
    field = page.find("#essay")
    assert page.focused() == field
    assert field.get_attribute("aria-invalid") == "true"
    described = [page.find(f"#{one}").text for one in field.get_attribute("aria-describedby").split()]
    assert "essay_content must not be empty." in described

    page.write(essay.text)
    page.press("Score the essay")
    page.result("writing")
    assert field.get_attribute("aria-invalid") is None
    assert not page.all("#writing [role=alert]")


def test_a_number_out_of_range_is_the_services_to_refuse(page):
    page.expected_messages.append("400")
    page.tab("flashcards")
    page.find("#pdf-file").send_keys(str(samples.document()))
    page.script("document.getElementById('num-cards').value = '99'")
    page.press("Make the cards")
    assert "num_cards" in page.problem("flashcards")
    assert page.focused() == page.find("#num-cards")


def test_an_unusable_user_id_is_shown_at_its_field(page, essay):
    page.expected_messages.append("400")
    page.sign_in("no spaces please")
    page.write(essay.text)
    page.press("Score the essay")
    assert "user_id" in page.problem("writing")
    assert page.focused() == page.find("#user-id")
    assert "user_id" in page.find(".caller .field-problem").text


def test_a_job_that_fails_says_why(page, standin, essay):
    standin.script({"match": {"service": "gemini"}, "action": {"block_reason": "SAFETY"}, "times": None})
    page.write(essay.text)
    page.press("Score the essay")
    assert "code unprocessable" in page.problem("writing")
    assert not page.all("#writing [data-result] article")


def test_nothing_is_sent_without_a_file(page):
    page.tab("speaking")
    page.press("Score the answer")
    assert "Record an answer" in page.problem("speaking")
    assert page.focused() == page.find("#audio-file")


def test_waiting_can_be_ended(page, standin, essay):
    standin.latency(gemini=20)
    page.write(essay.text)
    page.press("Score the essay")
    page.wait(lambda: page.find("#writing .steps [aria-current=step]").text == "Evaluation")
    assert page.button("Score the essay").get_attribute("aria-disabled") == "true"
    page.press("Stop waiting")
    page.wait(lambda: not page.all("#writing .steps"))
    assert page.button("Score the essay").get_attribute("aria-disabled") is None
    assert "history" in page.find("#announcer").text


# --- Callers and history ---


def test_a_back_end_calls_for_a_learner(page, stack, essay, learner):
    page.sign_in(learner, as_back_end=True)
    page.write(essay.text)
    page.press("Score the essay")
    page.result("writing")
    assert len(records(stack, WRITING, learner)) == 1


def test_the_history_opens_what_was_scored_with_its_marks(page, essay):
    page.write(essay.text)
    page.press("Score the essay")
    page.result("writing")
    quotes = [one.text for one in page.all(MARKS)]
    page.open("history")
    [entry] = page.wait(lambda: page.all("#history .entry"))
    assert entry.find_element(By.CSS_SELECTOR, ".badge").text == "completed"
    entry.click()
    page.result("history")
    assert [one.text for one in page.all("#history .essay-text mark")] == quotes
    assert page.focused().text == "Writing evaluation"

    page.script("localStorage.removeItem('bandup.essays')")
    page.find("#history .entry").click()
    page.wait(lambda: not page.all("#history .essay-text"))
    assert len(page.all("#history .remark-quote")) == 3, "without the text the remarks still stand"

    page.find("#history-kind [value=flashcards]").click()
    assert page.wait(lambda: page.all("#history .empty"))


def test_the_history_is_read_page_by_page(page, stack, learner):
    dynamodb = stack.cloud.client("dynamodb")
    for number in range(12):
        dynamodb.put_item(
            TableName=stack.table(WRITING.function),
            Item={
                "evaluation_id": {"S": f"essay-{number:02}"},
                "user_id": {"S": learner},
                "evaluation_type": {"S": "writing"},
                "status": {"S": "failed"},
                "error_code": {"S": "unprocessable"},
                "error_message": {"S": f"Essay {number} could not be read."},
                "created_at": {"N": str(1_790_000_000 + number * 3600)},
            },
        )
    page.tab("history")
    page.wait(lambda: len(page.all("#history .entry")) == 10)
    page.press("Show older ones")
    page.wait(lambda: len(page.all("#history .entry")) == 12)
    ids = [one.text for one in page.all("#history .entry-id")]
    assert ids == [f"essay-{number:02}" for number in reversed(range(12))]
    assert not page.all("#history .more")
    assert page.focused() == page.all("#history .entry")[10]
    page.all("#history .entry")[11].click()
    assert "Essay 0 could not be read." in page.problem("history")


def test_a_service_without_a_history_is_no_broken_page(driver, stack):
    front = HTTPFront([], cors={"AllowOrigins": ["*"], "AllowMethods": ["GET"], "AllowHeaders": ["authorization"]})
    bare = Playground(api=front.url, aws=stack.cloud.endpoint, uses_real_gemini=True)
    try:
        page = Page(driver, bare.url)
        page.look()
        page.open("history")
        page.wait(lambda: page.all("#history-kind"))
        note = page.wait(lambda: page.all("#history [data-list] .note"))[0]
        assert "no history route" in note.text and not page.find("#standin-note").is_displayed()
    finally:
        bare.stop()
        front.stop()
        driver.get_log("browser")


# --- For everybody ---


def test_tabs_follow_the_arrow_keys_and_the_address(page):
    tab = page.find("#tab-writing")
    tab.send_keys(Keys.ARROW_RIGHT)
    assert page.focused() == page.find("#tab-speaking")
    assert page.find("#speaking").is_displayed() and not page.find("#writing").is_displayed()
    page.focused().send_keys(Keys.HOME)
    assert page.focused() == tab
    page.open("flashcards")
    assert page.find("#flashcards").is_displayed()


def test_the_focus_can_be_seen_on_everything_that_takes_it(page):
    page.script("document.getElementById('user-id').focus()")
    seen = []
    for _ in range(40):
        page.focused().send_keys(Keys.TAB)
        name, style = page.script(
            "const it = document.activeElement, drop = it.closest('.drop') ?? it, style = getComputedStyle(drop);"
            "return [it.id || it.textContent, style.outlineStyle + ' ' + style.outlineWidth]"
        )
        if page.focused().tag_name == "body":
            break
        seen.append(name)
        assert style == "solid 3px", name
    assert "essay" in seen and "tab-writing" in seen


def test_a_turning_card_stands_still_for_who_asked_for_it(page):
    style = "return getComputedStyle(document.querySelector('#writing .primary')).transitionDuration"
    assert page.script(style) == "0s"
    make_cards(page, 1)
    inner = "return getComputedStyle(document.querySelector('.card-inner')).transitionDuration"
    assert page.script(inner) == "0s"
    page.look(is_calm=False)
    assert page.script(inner) == "0.45s"


@pytest.fixture
def filled(page, essay):
    """All panels with what they can show."""
    page.write(essay.text)
    page.press("Score the essay")
    page.result("writing")
    page.tab("speaking")
    page.press("Use a sample recording")
    page.wait(lambda: page.find("#speaking [data-chosen]").is_displayed())
    page.press("Score the answer")
    page.result("speaking")
    make_cards(page, 3)
    page.find("#flashcards summary").click()
    return page


@pytest.mark.timeout(300)
def test_every_panel_is_readable_in_light_and_dark_and_on_a_phone(filled):
    audit = (Path(__file__).parent / "audit.js").read_text()
    faults = []
    grounds = set()
    for width, is_dark in ((1280, False), (1280, True), (360, False), (360, True)):
        filled.look(width=width, height=780, is_dark=is_dark)
        grounds.add(filled.script("return getComputedStyle(document.body).backgroundColor"))
        for panel in ("writing", "speaking", "flashcards", "history"):
            filled.tab(panel)
            filled.wait(lambda: panel != "history" or filled.find("#history [data-list]").text)
            look = f"{panel}, {width} px, {'dark' if is_dark else 'light'}"
            faults += [f"{look}: {fault}" for fault in filled.script(f"const faults = {audit}\nreturn faults")]
            for control in filled.all("button, a, input, select, textarea, summary, audio, progress, [role=img]"):
                if control.is_displayed() and not control.accessible_name:
                    faults.append(f"{look}: {control.get_attribute('outerHTML')[:120]} has no name")
    assert faults == []
    assert len(grounds) == 2, "dark is another colour than light"


def test_the_audit_sees_what_it_is_for(page):
    audit = (Path(__file__).parent / "audit.js").read_text()
    page.script(
        """
        document.querySelector("#writing .intro p").style.color = "#999";
        document.querySelector("#writing .primary").style.minBlockSize = "0";
        document.querySelector("#writing .primary").style.cssText += "padding: 0; line-height: 1";
        document.querySelector("#writing .primary").style.alignSelf = "start";
        document.querySelector("#writing .sheet").style.width = "3000px";
        document.querySelector("#essay").setAttribute("aria-describedby", "nowhere");
        document.querySelector("#task-prompt").style.borderColor = "#eee";
        """
    )
    faults = "\n".join(page.script(f"const faults = {audit}\nreturn faults"))
    for part in ("Bands for the four", " by 1", "scrolls sideways", "nowhere", "the border has a contrast of"):
        assert part in faults, part


def test_nothing_comes_from_elsewhere(page, address):
    origins = page.script(
        "return performance.getEntriesByType('resource').map(({name}) => new URL(name).origin)"
    )
    assert set(origins) == {address.rstrip("/")}


# --- The server behind it ---


def test_the_policy_lets_only_our_own_scripts_run_and_only_our_own_addresses_be_called(page, stack, address):
    policy = requests.get(address, timeout=10).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert f"connect-src 'self' {stack.front.url} {stack.cloud.endpoint};" in policy
    page.expected_messages += ["Content Security Policy", "TrustedHTML", "TrustedScript"]
    assert page.script(
        "try { const it = document.createElement('script'); it.textContent = 'globalThis.ran = true';"
        "document.body.append(it); } catch {} return globalThis.ran === undefined"
    )
    assert page.script("try { document.body.innerHTML = '<b>x</b>'; return false } catch (error) { return true }")


@pytest.mark.parametrize(
    "path", ["../stack.py", "%2e%2e/stack.py", "js/../../stack.py", "js/", "nothing.js", "js//main.js"]
)
def test_only_the_pages_own_files_are_served(address, path):
    session = requests.Session()
    request = requests.Request("GET", address).prepare()
    request.url = address + path
    assert session.send(request, timeout=10).status_code == 404


def test_the_page_has_no_place_for_markup_from_data():
    dangerous = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(")
    sources = list((PAGE / "js").glob("*.js"))
    assert sources and not [source.name for source in sources if dangerous.search(source.read_text())]
