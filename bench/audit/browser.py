"""A throttled Chromium: what travels on a first and a second visit, when a page shows, what moves.

Beside it axe, and how long a vote takes to be seen.
"""

from statistics import median

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

# Lighthouse's mobile slow 4G: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up.
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6 * 1024 * 1024 / 8,
    "uploadThroughput": 750 * 1024 / 8,
}
CPU_SLOWDOWN = 4
PHONE = {"width": 360, "height": 740}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
# Half of the visits and of the votes take as long as is said, or less; nothing moves in any.
VISITS, VOTES = 3, 9
# Long enough for scripts to have started and whatever would move to have moved.
SETTLED_MS = 1500

WATCH = """
window.audit = {lcp: 0, cls: 0};
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  window.audit.lcp = entry.startTime;
})).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  window.audit.cls += entry.value;
})).observe({type: "layout-shift", buffered: true});
"""
# From the press to the frame after the control has changed, the server's own time included.
WATCH_VOTE = """
id => {
  const press = {};
  document.addEventListener("click", event => { press.at = event.timeStamp; }, {
    capture: true, once: true,
  });
  window.audit.vote = new Promise(done => {
    const watcher = new MutationObserver(() => {
      if (!document.querySelector(`#${id} [aria-pressed="true"]`)) return;
      watcher.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - press.at)));
    });
    watcher.observe(document.body, {childList: true, subtree: true, attributes: true});
  });
}
"""


def browsed(chromium: str, address: str, pages: dict[str, dict]) -> dict[str, dict]:
    """Bytes, requests, LCP, shift and axe violations of every page, and the vote of the list."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        figures = {}
        for name, page in pages.items():
            print(f"Chromium visits the page {name} …", flush=True)
            # Axe first: then the server has its templates, as one that has stood for a while.
            violations = axe_violations(browser, address, page)
            visits = [visited(browser, address, page) for _ in range(VISITS)]
            figures[name] = {what: median(each[what] for each in visits) for what in visits[0]}
            figures[name]["cls"] = max(each["cls"] for each in visits)
            figures[name]["axe_violations"] = violations
        figures["list"]["vote_ms"] = vote_ms(browser, address, pages["list"])
        browser.close()
    return figures


def context_of(browser: Browser, address: str, page: dict, **extra) -> BrowserContext:
    """A browser that nobody has used yet, with the reader's session."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, **extra)
    if page["cookie"]:
        name, _, value = page["cookie"].partition("=")
        words = {"name": name, "value": value, "path": "/", "secure": True, "httpOnly": True}
        context.add_cookies([words | {"url": None, "domain": "127.0.0.1"}])
    context.add_init_script(WATCH)
    return context


class Wire:
    """Counts what a page's requests bring, headers included, and slows all of it down."""

    def __init__(self, page: Page) -> None:
        """Throttle the page, and listen."""
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.send("Network.emulateNetworkConditions", SLOW_4G)
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
        self.session.on("Network.loadingFinished", self._finished)
        self.session.on("Network.responseReceived", self._received)
        self.forget()

    def forget(self) -> None:
        """Begin to count anew."""
        self.bytes = self.requests = 0

    def _received(self, event: dict) -> None:
        response = event["response"]
        kept = response.get("fromDiskCache") or event["response"]["url"].startswith("data:")
        self.requests += 0 if kept else 1

    def _finished(self, event: dict) -> None:
        self.bytes += event["encodedDataLength"]


def visited(browser: Browser, address: str, page: dict) -> dict:
    """A first visit, then a second one to the same page."""
    context = context_of(browser, address, page)
    tab = context.new_page()
    wire = Wire(tab)
    first = visit(tab, wire, address + page["path"])
    tab.goto("about:blank")
    second = visit(tab, wire, address + page["path"])
    context.close()
    return {
        "first_visit_kb": first["kb"],
        "second_visit_kb": second["kb"],
        "requests": first["requests"],
        "lcp_ms": first["lcp_ms"],
        "cls": max(first["cls"], second["cls"]),
    }


def visit(tab: Page, wire: Wire, url: str) -> dict:
    """One visit, and what it cost."""
    wire.forget()
    tab.goto(url, wait_until="networkidle")
    tab.wait_for_timeout(SETTLED_MS)
    seen = tab.evaluate("window.audit")
    return {
        "kb": round(wire.bytes / 1000, 1),
        "requests": wire.requests,
        "lcp_ms": round(seen["lcp"]),
        "cls": round(seen["cls"], 4),
    }


def axe_violations(browser: Browser, address: str, page: dict) -> int:
    """What axe finds on the page, light and dark."""
    found = 0
    for scheme in ("light", "dark"):
        context = context_of(browser, address, page, color_scheme=scheme, bypass_csp=True)
        tab = context.new_page()
        tab.goto(address + page["path"], wait_until="networkidle")
        results = Axe().run(tab, options={"runOnly": {"type": "tag", "values": RULES}})
        for violation in results.response["violations"]:
            print(f"axe, {scheme}: {violation['id']}: {violation['nodes'][0]['html'][:120]}")
        found += len(results.response["violations"])
        context.close()
    return found


def vote_ms(browser: Browser, address: str, page: dict) -> int:
    """Half of all votes are seen within so many milliseconds on a slowed processor.

    The network is the loopback one, which takes no time: whoever is further away adds theirs.
    """
    context = context_of(browser, address, page)
    tab = context.new_page()
    slowed = tab.context.new_cdp_session(tab)
    slowed.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    tab.goto(address + page["path"], wait_until="networkidle")
    tab.wait_for_timeout(SETTLED_MS)
    forms = tab.locator("form.ws-vote").evaluate_all("forms => forms.map(form => form.id)")
    times = [one_vote(tab, form) for form in forms[:VOTES]]
    context.close()
    return round(median(times))


def one_vote(tab: Page, form: str) -> float:
    """Vote up with that form, and wait until it shows."""
    tab.evaluate(WATCH_VOTE, form)
    tab.locator(f"#{form} button[value=up]").click()
    took = tab.evaluate("window.audit.vote")
    tab.wait_for_timeout(300)
    return took
