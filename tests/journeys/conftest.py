"""A browser that watches itself: no console error, no foreign host, axe on every page."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, Page, sync_playwright

from tests.services import found_chromium

CHROMIUM = os.environ.get("CHROMIUM") or found_chromium()
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 360, "height": 740}
TABLET = 768
WIDTHS = (360, TABLET, 1440)

# Playwright's synchronous driver keeps an event loop in this thread, which Django would refuse.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list) -> None:
    """Every journey drives Chromium and commits to the database."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys of a process."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield browser
        browser.close()


# Pages that axe has been through: the same page again tells nothing and takes most of the time.
judged: set[tuple[int, str]] = set()
NOISE = re.compile(
    r"\bvalue=\"[^\"]*\"|X-CSRFToken&quot;: &quot;\w+|X-CSRFToken\": \"\w+|\b[a-z2-9]{13}\b|\d+"
)


# What a page tells as it is left would meet the database as a test clears it.
TELLS_NOTHING = """window.IntersectionObserver = class {
  observe() {} unobserve() {} disconnect() {}
};"""


class Visitor:
    """A person at a browser; checks every page it is told to look at."""

    def __init__(self, page: Page, address: str, *, scripts: bool) -> None:
        self.page, self.address, self.scripts = page, address, scripts
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _response(self, response) -> None:
        if "/static/" in response.url and response.status >= 400:
            self.complaints.append(f"missing file: {response.url}")

    def _request(self, request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.complaints.append(f"foreign request: {request.url}")

    def open(self, path: str) -> None:
        """Go to a path of the site."""
        self.page.goto(self.address + path)

    def press(self, name: str, role: str = "button") -> None:
        """Press the one button (or link) of that name."""
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def _is_new(self) -> bool:
        """Say whether no page of this width was the same, but for numbers, keys and values."""
        width = self.page.viewport_size["width"]
        print_of_page = (width, NOISE.sub("", self.page.content()))
        is_new = print_of_page not in judged
        judged.add(print_of_page)
        return is_new

    def look(self, heading: str | None = None, *, axe: bool = True) -> None:
        """Check the page before us: its heading, its width, and axe where scripts run.

        Without `axe` where a page of the same make has been through it: it takes most of the time.
        """
        self.page.wait_for_load_state()
        if heading:
            self.page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()
        if self.scripts:
            options = {
                "runOnly": {"type": "tag", "values": RULES},
                "resultTypes": ["violations"],
                # Reading imported sheets, axe would write a style that our policy refuses.
                "preload": False,
            }
            if axe and self._is_new():
                # In one go and without the rules that were kept, which saves a fifth of the time.
                judge = f"axe.run({json.dumps(options)}).then(({{violations}}) => ({{violations}}))"
                result = AxeResults(self.page.evaluate(f"{AXE_SCRIPT};{judge}"))
                assert not result.response["violations"], result.generate_report()
            wide = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"
        assert self.complaints == []

    def look_at_all_widths(self, heading: str | None = None) -> None:
        """Check the page before us on a phone, a tablet and a desk; axe on the outer two."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": PHONE["height"]})
            self.look(heading, axe=width != TABLET)
        self.page.set_viewport_size(PHONE)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request) -> bool:
    return request.param


@pytest.fixture
def visitor(request, browser, live_server, scripts, settings) -> Iterator[Visitor]:
    """A person with a phone, with and without JavaScript."""
    settings.SITE_URL = live_server.url
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)
    context.set_default_timeout(30_000)
    if not request.node.get_closest_marker("tells"):
        context.add_init_script(TELLS_NOTHING)
    yield Visitor(context.new_page(), live_server.url, scripts=scripts)
    context.close()
