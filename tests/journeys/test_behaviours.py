"""Our scripts, each on a page of its own under the strict policy, with answers made up here."""

from pathlib import Path

import django_htmx
import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from workshop.common.assets import joined

ROOT = Path(__file__).resolve().parents[2]
HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
SITE = "http://127.0.0.1:1"
POLICY = "; ".join(
    ["default-src 'none'", "form-action 'self'"]
    + [f"{kind}-src 'self'" for kind in ("script", "style", "connect")]
)
VOTE = """<form id="vote" method="post" hx-post="/vote" hx-target="this" hx-swap="outerHTML"
 data-announce="You voted {side}. Net votes {net}.">
<button id="vote-up" name="value" value="up">Up</button></form>"""
VOTE_ROOM = """<form class="ws-vote" id="vote" method="post" hx-post="/vote" hx-target="this">
<button class="ws-vote__button" id="vote-up" name="value" value="up">Up</button>
<p class="ws-vote__said"></p></form><p id="below">Below</p>"""
WRITE = """<form id="write" method="post" action="/thread" data-draft="a-thread">
<label for="body">Add</label><textarea id="body" name="body" data-counter="200"></textarea>
<span data-draft-said hidden>Draft saved.</span><button>Post</button></form>"""
FAR = """<form id="far" method="post" hx-post="/vote"><label for="far-words">Add</label>
<textarea id="far-words" name="body" rows="14"></textarea>
<div data-failed-before><button>Send</button><svg width="9" height="900"></svg></div></form>"""
REPLY = """<form id="reply" hx-post="/vote" hx-swap="outerHTML" data-draft="a-reply">
<label for="words">Reply</label><textarea id="words" name="words" data-counter="50"></textarea>
<button>Post</button></form>"""
LEAVE = """<form id="leave" method="post" action="/other" data-sign-out>
<button>Sign out</button></form>"""
SORT = """<form class="ws-filter" data-autosubmit action="/list"><label for="sort">Sort by</label>
<select id="sort" name="sort"><option>new</option><option>top</option></select>
<button class="nhsuk-button">Apply</button></form>"""
IDEA = """<li id="idea-{n}" data-shown="{n}"><h3><a href="/other">Idea {n}</a></h3>
<svg width="9" height="{height}"></svg><form><button type="button" class="ws-vote__button"
 id="vote-idea-{n}-up">Up</button><input id="field-{n}"><button type="button"
 class="ws-vote__button" id="vote-idea-{n}-down">Down</button></form></li>"""
IDEAS = "".join(IDEA.format(n=n, height=400 if n < 4 else 4000) for n in (1, 2, 3, 4))
PAGES = {
    "/ideas": f'<ol data-keys data-shown-at="/shown">{IDEAS}</ol>',
    "/thread": VOTE.format(side="down", net="−1") + WRITE + LEAVE,
    "/broken": '<div data-keep-drafts><p id="broken">Something went wrong</p></div>',
    "/reply": REPLY,
    "/far": FAR,
    "/list": SORT,
    "/idea": VOTE_ROOM,
    "/other": "<p>Another page</p>",
}


class Site:
    """Answers the browser; keeps what was posted."""

    def __init__(self):
        self.posts, self.vote_status, self.thread_answer = [], 200, "/thread"
        self.holds, self.held = False, None
        self.vote_answer = VOTE.format(side="up", net="+1")
        self.files = {
            "/app.js": joined(ROOT / "static/js"),
            "/app.css": joined(ROOT / "static/css"),
            "/htmx.js": HTMX.read_text(),
        }

    def page(self, path):
        base = render_to_string("base.html")
        config = base[base.index('<meta name="htmx-config"') : base.index('<link rel="icon"')]
        return f"""<!doctype html><html lang="en"><head><title>A page</title>{config}
<link rel="stylesheet" href="/app.css"><script src="/htmx.js" defer></script>
<script src="/app.js" defer></script></head>
<body hx-headers='{{"X-CSRFToken": "abc"}}'>
<main>{PAGES[path]}</main><div id="ws-live" role="status"></div></body></html>"""

    def answer(self, route):
        path = route.request.url.removeprefix(SITE).split("?")[0]
        if path in self.files:
            kind = "text/css" if path.endswith("css") else "text/javascript"
            return route.fulfill(body=self.files[path], content_type=kind)
        if route.request.method == "POST":
            self.posts.append(route.request.post_data)
            if path == "/shown":
                self.token = route.request.headers.get("x-csrftoken")
                return route.fulfill(status=204)
            if path == "/vote":
                self.held = route
                if self.holds:
                    return None
                return route.fulfill(
                    status=self.vote_status,
                    body=self.vote_answer,
                    content_type="text/html; charset=utf-8",
                )
            path = self.thread_answer if path == "/thread" else path
        headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
        return route.fulfill(body=self.page(path), headers=headers)


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def page(browser, site):
    context = browser.new_context()
    context.set_default_timeout(30_000)
    context.route("**/*", site.answer)
    page = context.new_page()
    page.goto(f"{SITE}/thread")
    yield page
    context.close()


def test_vote_keeps_the_focus_and_is_read_out(page):
    page.locator("#vote-up").focus()
    page.keyboard.press("Enter")

    page.get_by_text("You voted up. Net votes +1.").wait_for()
    assert page.evaluate("document.activeElement.id") == "vote-up"


def test_failed_request_says_so_beside_the_button(page, site):
    site.vote_status = 500
    page.locator("#vote-up").click()

    assert "try again" in page.locator("#vote [role=alert]").inner_text()


def test_failed_form_says_so_above_its_button_within_sight(page, site):
    page.set_viewport_size({"width": 360, "height": 740})
    site.vote_status = 500
    page.goto(f"{SITE}/far")
    page.get_by_role("button", name="Send").click()

    line = page.locator("#far [role=alert]")
    expect(line).to_be_in_viewport()
    button = page.get_by_role("button", name="Send")
    assert line.bounding_box()["y"] < button.bounding_box()["y"]


def test_vote_under_way_shows_so_and_one_that_failed_is_as_before(page, site):
    site.holds = True
    page.goto(f"{SITE}/idea")
    top = page.locator("#below").bounding_box()["y"]
    page.locator("#vote-up").click()
    page.get_by_text("Sending your vote").wait_for()
    assert page.locator("[data-sent]").count() == 1
    site.held.abort()

    assert "try again" in page.locator(".ws-vote__said [role=alert]").inner_text()
    assert page.locator("[data-sent]").count() == 0
    assert page.locator("#below").bounding_box()["y"] == top


def test_swapped_form_of_the_same_id_has_its_behaviours(page, site):
    site.vote_answer = REPLY
    page.goto(f"{SITE}/reply")
    page.fill("#words", "A reply")
    page.get_by_role("button", name="Post").click()
    expect(page.locator("#words")).to_have_value("")
    page.fill("#words", "x" * 60)

    expect(page.locator("#words_count")).to_have_class("ws-count ws-count--over")


def test_whole_page_in_answer_to_a_vote_is_said_not_put_in_its_place(page, site):
    site.vote_status, site.vote_answer = 503, "<html><main><h1>Away</h1></main></html>"
    page.locator("#vote-up").click()

    assert "Away." in page.locator("#vote [role=alert]").inner_text()
    assert page.locator("#vote-up").count() == 1


def test_counter_counts_characters_as_the_server_does(page):
    page.fill("#body", "e\u0301" * 100 + "😀" * 99)

    assert page.inner_text("#body_count") == "You have 1 character left"


def test_counter_speaks_at_a_hundred_left_and_says_how_many_are_too_many(page):
    page.fill("#body", "x" * 150)
    page.get_by_role("status").get_by_text("You have 50 characters left").wait_for()
    page.fill("#body", "x" * 205)

    assert page.inner_text("#body_count") == "You have 5 characters too many"


def test_draft_survives_another_page_and_goes_once_it_is_sent(page):
    page.fill("#body", "Half a thought")
    page.goto(f"{SITE}/other")
    page.goto(f"{SITE}/thread")
    assert page.input_value("#body") == "Half a thought"

    page.get_by_role("button", name="Post").click()
    expect(page.locator("#body")).to_have_value("")
    page.goto(f"{SITE}/thread")
    assert page.input_value("#body") == ""


def test_form_that_comes_back_with_the_answer_is_empty_and_takes_the_focus(page, site):
    site.vote_answer = REPLY.replace("<form", "<form data-focus")
    page.goto(f"{SITE}/reply")
    page.fill("#words", "A reply")
    page.get_by_role("button", name="Post").click()

    page.locator("#words:focus").wait_for()
    assert page.input_value("#words") == ""
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('ws-'))") == []


def test_draft_survives_a_fault_of_the_site(page, site):
    site.thread_answer = "/broken"
    page.fill("#body", "Half a thought")
    page.get_by_role("button", name="Post").click()
    page.locator("#broken").wait_for()
    page.goto(f"{SITE}/thread")

    assert page.input_value("#body") == "Half a thought"


def test_signing_out_clears_every_draft(page):
    page.fill("#body", "Half a thought")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("Another page").wait_for()
    page.goto(f"{SITE}/thread")

    assert page.input_value("#body") == ""


def test_double_press_sends_a_form_once(page, site):
    page.fill("#body", "Once")
    page.evaluate("const b = document.querySelector('#write button'); b.click(); b.click();")
    expect(page.locator("#body")).to_have_value("")

    assert site.posts == ["body=Once"]


def test_choice_sends_the_filter_but_arrow_keys_bring_the_button_back(page):
    page.goto(f"{SITE}/list")
    assert not page.get_by_role("button", name="Apply").is_visible()
    page.select_option("#sort", "top")
    page.wait_for_url("**/list?sort=top")

    page.locator("#sort").focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("button", name="Apply").is_visible()


def test_what_was_in_view_for_a_second_is_told_in_portions_and_at_leaving(page, site):
    page.clock.install(time=0)
    page.set_viewport_size({"width": 800, "height": 600})
    page.goto(f"{SITE}/ideas")
    page.clock.pause_at(3_600_000)
    page.reload()
    look_for(page, 900)
    page.evaluate("document.getElementById('idea-2').scrollIntoView()")
    look_for(page, 15_000)
    assert (site.posts, site.token) == (["idea=2"], "abc")

    page.evaluate("document.getElementById('idea-4').scrollIntoView()")
    look_for(page, 1100)
    assert site.posts[1:] == []
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(50)
    assert site.posts[1:] == ["idea=4"]


def look_for(page, milliseconds: int) -> None:
    """Give the browser a moment to notice what is in view, then let its clock run."""
    page.wait_for_timeout(150)
    page.clock.run_for(milliseconds)
    page.wait_for_timeout(50)


def test_keys_go_from_idea_to_idea_and_press_its_votes(page):
    page.goto(f"{SITE}/ideas")
    page.evaluate(
        "document.addEventListener('click', (e) => { document.title += ' ' + e.target.id; })"
    )
    for key in ("u", "j", "j", "d", "k", "u", "k", "Control+d", "Shift+U"):
        page.keyboard.press(key)
    assert page.title() == "A page vote-idea-2-down vote-idea-1-up"
    assert page.evaluate("document.activeElement.closest('li').id") == "idea-1"

    page.locator("#field-2").focus()
    page.keyboard.type("judk")
    assert page.input_value("#field-2") == "judk"
    assert page.evaluate("document.activeElement.id") == "field-2"
