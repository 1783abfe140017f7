"""What a visitor does with the page, in the visitor's words."""

from __future__ import annotations

from typing import Any

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

JOB_SECONDS = 60


class Page:
    def __init__(self, driver: Any, address: str) -> None:
        self.driver = driver
        self.address = address
        self.expected_messages: list[str] = []
        """Parts of console messages that a test provokes, such as the browser's line on a 400."""

    def open(self, panel: str = "writing") -> None:
        self.driver.get("about:blank")
        self.driver.get(f"{self.address}#{panel}")
        self.wait(lambda: self.driver.execute_script("return document.documentElement.dataset.ready === 'true'"))

    def look(self, *, width: int = 1280, height: int = 900, is_dark: bool = False, is_calm: bool = True) -> None:
        """The visitor's screen and preferences. Without motion nothing has to be waited for."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {
                "features": [
                    {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"},
                    {"name": "prefers-reduced-motion", "value": "reduce" if is_calm else "no-preference"},
                ]
            },
        )

    def sign_in(self, user_id: str, *, as_back_end: bool = False) -> None:
        field = self.find("#user-id")
        field.clear()
        field.send_keys(user_id, Keys.TAB)
        Select(self.find("#signed-in")).select_by_value("back_end" if as_back_end else "learner")

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def button(self, text: str) -> WebElement:
        """The visible button with this name."""
        found = [one for one in self.all("button") if one.is_displayed() and one.accessible_name == text]
        assert len(found) == 1, f"{len(found)} buttons are called {text!r}"
        return found[0]

    def press(self, text: str) -> None:
        self.button(text).click()

    def tab(self, name: str) -> None:
        self.find(f"#tab-{name}").click()

    def write(self, text: str) -> None:
        """Pastes, as typing an essay takes a browser seconds."""
        self.driver.execute_script(
            "const it = document.getElementById('essay'); it.value = arguments[0];"
            "it.dispatchEvent(new Event('input', {bubbles: true}))",
            text,
        )

    def wait(self, probe: Any, seconds: float = 10) -> Any:
        return WebDriverWait(self.driver, seconds, poll_frequency=0.1).until(lambda _: probe())

    def result(self, panel: str) -> WebElement:
        """The result, once the job is done; a problem shown instead fails the test with its text."""

        def probe() -> WebElement | None:
            if problems := self.all(f"#{panel} [role=alert]"):
                raise AssertionError(problems[0].text)
            found = self.all(f"#{panel} [data-result] article")
            return found[0] if found else None

        return self.wait(probe, JOB_SECONDS)

    def problem(self, panel: str) -> str:
        return str(self.wait(lambda: self.all(f"#{panel} [role=alert]"), JOB_SECONDS)[0].text)

    def focused(self) -> WebElement:
        return self.driver.switch_to.active_element

    def script(self, source: str, *arguments: Any) -> Any:
        return self.driver.execute_script(source, *arguments)

    def module(self, name: str, body: str, *arguments: Any) -> Any:
        """Runs `body` with a module of the page as `it`, and gives what it returns."""
        return self.driver.execute_async_script(
            f"const [done, ...args] = [arguments[arguments.length - 1], ...arguments];"
            f"import('/js/{name}.js').then((it) => {{ {body} }}).then(done, (error) => done(String(error)))",
            *arguments,
        )
