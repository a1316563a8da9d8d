"""The look of the main pages, measured: room for thumbs, lines to read, nothing that moves.

Once over each page, since a browser takes its time; what people do there is for the other journeys.
"""

import pytest

from ideas.models import Idea
from tests.factories import make_idea, make_participant, make_vote
from tests.journeys.signing_in import sign_in_as
from tests.journeys.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
NARROW, WIDE = {"width": 320, "height": 568}, {"width": 1280, "height": 800}
LEAST_TARGET, LONGEST_LINE = 44, 75
WORDS = "What would help most is an hour that nobody can book over, in every rota there is. " * 9

SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.shifts.push(entry.value);
})).observe({type: "layout-shift", buffered: true});
"""
# Whatever is pressed: a link inside a sentence apart, and a radio's label stands for its button.
TARGETS = """
least => [...document.querySelectorAll("a[href], button, select, textarea, input")].filter(each => {
  const box = each.getBoundingClientRect();
  const unseen = ".ws-skip, [hidden], [aria-hidden=true]";
  const gone = !box.width || each.type === "hidden" || each.closest(unseen);
  const block = each.closest("p, h1, h2, h3, li, dd, td") || each;
  const words = block.innerText.trim().length - each.innerText.trim().length;
  const inSentence = each.matches("a") && block !== each && words > 12
    && getComputedStyle(each).display === "inline";
  return !gone && !inSentence && Math.min(box.width, box.height) < least;
}).map(each => each.outerHTML.slice(0, 120))
"""
LINES = """
most => {
  const lines = new Map();
  const unread = ".nhsuk-u-visually-hidden, svg, option, textarea, noscript";
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.parentElement.closest(unread)) continue;
    let block = text.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    for (const word of text.data.matchAll(/\\S+\\s?/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].trimEnd().length);
      const line = lines.get(block) || lines.set(block, new Map()).get(block);
      const top = Math.round(range.getBoundingClientRect().top / 8);
      line.set(top, (line.get(top) || "") + word[0]);
    }
  }
  const found = [...lines.values()].flatMap(each => [...each.values()].map(line => line.trim()));
  return found.filter(line => line.length > most);
}
"""
# What tells a state must not be a colour that forced colours take away.
FORCED = """
() => {
  const look = (css, what) => getComputedStyle(document.querySelector(css))[what];
  return {
    chosen: look('[aria-pressed="true"]', "backgroundColor"),
    other: look('[aria-pressed="false"]', "backgroundColor"),
    own: look('[aria-disabled="true"]', "borderTopStyle"),
    mark: look(".ws-mark", "borderTopWidth"),
    button: look(".nhsuk-button", "borderTopWidth"),
  };
}
"""


@pytest.fixture
def pages():
    """Somebody with a vote and an idea, and the pages they walk through."""
    workshop = make_world()
    group = workshop.groups.get(key="at-work")
    person = make_participant(workshop)
    make_idea(group, person, title="Learn from the ward next door", body=WORDS)
    idea = Idea.objects.get(title="Two hours a month for everybody")
    Idea.objects.filter(pk=idea.pk).update(body=WORDS, up=1)
    make_vote(person, idea=idea)
    groups = "/w/spring/groups/"
    thread = idea.get_absolute_url()
    return person, ["/w/spring/", groups, f"{groups}at-work/", thread, f"{groups}at-work/new/"]


@pytest.mark.parametrize("scripts", [True], ids=["scripts"])
def test_pages_leave_room_for_thumbs_and_eyes_and_stay_where_they_are(visitor, pages):
    person, paths = pages
    sign_in_as(visitor, person.user)
    page = visitor.page
    page.add_init_script(SHIFTS)
    for path in ["/help/", *paths]:
        page.set_viewport_size(NARROW)
        visitor.open(path)
        visitor.look(axe=False)  # nothing to scroll sideways
        assert page.evaluate(TARGETS, LEAST_TARGET) == [], path
        assert page.evaluate("window.shifts") == [], path
        page.set_viewport_size(WIDE)
        assert page.evaluate(LINES, LONGEST_LINE) == [], path


@pytest.mark.parametrize("scripts", [True], ids=["scripts"])
def test_states_can_be_told_apart_in_forced_colours(visitor, pages):
    person, paths = pages
    sign_in_as(visitor, person.user)
    visitor.page.emulate_media(forced_colors="active")
    visitor.open(paths[2])

    look = visitor.page.evaluate(FORCED)

    assert look.pop("chosen") != look.pop("other")
    assert look == {"own": "dashed", "mark": "2px", "button": "2px"}
