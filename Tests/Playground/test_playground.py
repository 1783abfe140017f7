import os
from bandup_local import samples
OUT = "/tmp/shots"
os.makedirs(OUT, exist_ok=True)
def test_look(page, essay, standin):
    page.driver.save_screenshot(f"{OUT}/start.png")
    page.write(essay.text)
    page.press("Score the essay")
    page.driver.save_screenshot(f"{OUT}/progress.png")
    page.result("writing")
    import time; time.sleep(.5)
    full(page, "writing")
    page.look(is_dark=True); full(page, "writing-dark")
    page.look(width=360, height=780); full(page, "writing-phone")
    page.look()
    page.tab("speaking"); full(page, "speaking-form")
    page.press("Use a sample recording")
    page.wait(lambda: page.find("#speaking [data-chosen]").is_displayed())
    page.press("Score the answer")
    page.result("speaking"); full(page, "speaking")
    page.tab("flashcards"); page.press("Use a sample PDF")
    page.wait(lambda: page.find("#flashcards [data-chosen]").is_displayed())
    page.press("Make the cards")
    page.result("flashcards"); full(page, "cards")
    page.find(".card").click(); full(page, "cards-turned")
    page.look(width=360, height=780); full(page, "cards-phone")
    page.look()
    page.tab("history"); time.sleep(1); full(page, "history")
    print(page.driver.get_log("browser"))
def full(page, name):
    h = page.script("return document.documentElement.scrollHeight")
    w = page.script("return innerWidth")
    import base64
    png = page.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": {"x":0,"y":0,"width":w,"height":h,"scale":1}})["data"]
    open(f"{OUT}/{name}.png","wb").write(base64.b64decode(png))
