"""People's texts on every page: escaped, whole, and never able to break a page."""

import unicodedata
from html.parser import HTMLParser

import pytest

from ideas.services import comment_add
from tests.factories import make_comment, make_idea
from tests.ideas.helpers import HTMX, group_url, url

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'><a href=javascript:alert(1)>x</a>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://example.org/\"onmouseover='alert(1)'",
    "https://example.org/<b>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "{{ 7|add:7 }}{% debug %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- --><iframe src=//evil.example>",
    "<style>*{display:none}</style>",
    "\u202egpj.exe <b>\u202c",
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    "<body onload=alert(1)>",
    "<math><mi xlink:href=data:x,<script>alert(1)</script>>",
    "`onmouseover=alert(1)",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<form action=//evil.example><button>Up</button></form>",
    "www.example.org/<svg/onload=alert(1)>",
    "mailto:a@example.org?subject=<script>",
    "vbscript:msgbox(1)",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\u003cscript\\u003ealert(1)",
    "<svg><script href=data:,alert(1) />",
]
FORBIDDEN = {"script", "img", "iframe", "style", "object", "embed", "base", "meta", "link"}
# Tells, where no script runs, that a page was shown.
OUR_PICTURE = "/w/spring/shown/?idea="


class Tags(HTMLParser):
    """Reads a page as a browser does: the elements that are there, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.found.append((tag, dict(attrs)))


def main_of(response) -> str:
    page = response.content.decode()
    return page.split("<main", 1)[1].split("</main>")[0] if "<main" in page else page


@pytest.fixture
def pages(participant_client, group, participant, other):
    """A function: every page and fragment that shows a text, to its author and to others."""

    def look(text: str) -> list[str]:
        theirs = make_idea(group, other, title=text[:200], body=text)
        mine = make_idea(group, participant, title=text[:200], body=text)
        comment = comment_add(author=other, idea=theirs, body=text)
        own = comment_add(author=participant, idea=theirs, body=text)
        paths = [group_url("list", group), url("thread", theirs), url("thread", mine)]
        paths += [url("idea_edit", mine), url("idea_withdraw", mine), url("comment_edit", own)]
        paths += [url("comment_withdraw", own), url("comment_reply", comment)]
        answers = [participant_client.get(path) for path in paths]
        vote = {"value": "up"}
        answers.append(participant_client.post(url("idea_vote", theirs), vote, headers=HTMX))
        data = {"body": text, "title": text, "key": text}
        answers.append(participant_client.post(url("comment_add", theirs), data, headers=HTMX))
        answers.append(participant_client.post(group_url("new", group), data | {"body": ""}))
        assert all(answer.status_code in (200, 422) for answer in answers)
        return [main_of(answer) for answer in answers]

    return look


@pytest.mark.once
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_never_run(pages, text):
    for page in pages(text):
        tags = Tags(page).found
        foreign = {tag for tag, attrs in tags if not attrs.get("src", "").startswith(OUR_PICTURE)}
        assert not foreign & FORBIDDEN
        assert not [name for _, attrs in tags for name in attrs if name.startswith("on")]
        links = [attrs["href"] for tag, attrs in tags if tag == "a"]
        assert all(link.startswith(("/w/", "?", "#", "http", "mailto:")) for link in links)
        assert {attrs.get("action", "/w/")[:3] for tag, attrs in tags if tag == "form"} <= {"/w/"}


def test_links_become_links_and_markup_stays_text(participant_client, group, other):
    body = "See https://example.org/a?b=1&c=2 <b>now</b>\n\nSecond\nline"
    page = participant_client.get(url("thread", make_idea(group, other, body=body)))

    expected = (
        '<p>See <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow">'
        "https://example.org/a?b=1&amp;c=2</a> &lt;b&gt;now&lt;/b&gt;</p>\n\n<p>Second<br>line</p>"
    )
    assert expected in page.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f469\u200d\U0001f4bb Zoë needs time \U0001f31f",
        "مرحبا بكم في مجموعتنا الجديدة",
        "word\u200bword\u2060word\ufeff joined",
        "Z" + "\u0301" * 60,
        "x" * 5000,
    ],
)
def test_any_script_comes_back_whole(participant_client, group, text):
    data = {"title": "Any script at all", "body": text}

    response = participant_client.post(group_url("new", group), data, follow=True)

    assert unicodedata.normalize("NFC", text).strip() in response.content.decode()


def test_texts_keep_their_direction_to_themselves(participant_client, group, other):
    idea = make_idea(group, other, title="مرحبا بكم", body="مرحبا")
    make_comment(idea, other, body="مرحبا", handle=1)

    page = participant_client.get(url("thread", idea)).content.decode()

    for element in ('<h1 dir="auto">', '<div class="ws-prose" dir="auto">', "<bdi>مرحبا بكم</bdi>"):
        assert element in page
    assert '<div class="ws-comment__text" dir="auto">' in page
