"""Fills in pages by the keyboard alone."""

from playwright.sync_api import Locator, Page

MOST_TABS = 40
FOCUSED = "elements => elements.includes(document.activeElement)"


def tab_to(page: Page, *wanted: Locator) -> None:
    """Press Tab until one of these has the focus, however many stops lie between."""
    # Looked for once: by role and name takes longer than all the rest.
    elements = [each.element_handle() for each in wanted if each.count()]
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED, elements):
            return
    raise AssertionError(f"no way by Tab to {wanted}")


def choose(page: Page, group: Locator, down: int = 1) -> None:
    """Go into a group of radio buttons, choose its first, then go down some."""
    tab_to(page, group.get_by_role("radio").first)
    page.keyboard.press("Space")
    for _ in range(down):
        page.keyboard.press("ArrowDown")


def press(page: Page, control: Locator) -> None:
    """Go to a button or a link, press it, and wait for the page that follows."""
    tab_to(page, control)
    with page.expect_navigation():
        page.keyboard.press("Enter")
