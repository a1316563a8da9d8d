"""Finding ideas by words, and like ones while somebody writes."""

from django.http import HttpRequest, HttpResponse

from ideas.search.words import read_words
from ideas.selectors import group_or_404, search_page, search_run, similar_ideas
from ideas.services.limits import TooManyError
from ideas.services.rates import SEARCH, SIMILAR, CountingAwayError, rate_require
from ideas.views.answers import UNAVAILABLE, page
from ideas.views.ideas import may_write
from workshop.common.http import allow_methods
from workshop.doors import participant_view
from workshop.models import Participant

AWAY = "Search is away for a moment. Reading, voting and writing go on as ever."
SOON = "10"  # seconds


@allow_methods("GET")
@participant_view
def search(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Find ideas of the workshop, or of one group, by what they and the comments on them say."""
    words = read_words(request.GET.get("q", ""))
    found = search_page(participant, words, group=request.GET.get("group", ""))
    context = {"search": found, "problem": ""}
    if found.is_asked:
        try:
            rate_require(participant=participant, rate=SEARCH)
        except TooManyError as error:
            context["problem"] = error.message
        except CountingAwayError:
            return _away(request, participant, context)
        else:
            search_run(participant, found, page=request.GET.get("page", ""))
    return page(request, participant, "ideas/search.html", **context)


@allow_methods("POST")
@participant_view
def similar(request: HttpRequest, participant: Participant, key: str) -> HttpResponse:
    """Answer with ideas like the one that is being written; with nothing where nothing is alike.

    What is asked comes in the body, so that no text that is not posted stands in an address.
    """
    group = group_or_404(participant, key)
    found, problem = [], ""
    try:
        rate_require(participant=participant, rate=SIMILAR)
    except TooManyError as error:
        problem = error.message
    except CountingAwayError:
        # Nobody waits for this: it comes again with the next word.
        pass
    else:
        texts = (request.POST.get(name, "") for name in ("title", "body"))
        found = similar_ideas(participant, group, *texts) if may_write(participant) else []
    template = "ideas/partials/_similar.html"
    return page(request, participant, template, similar=found, problem=problem)


def _away(request: HttpRequest, participant: Participant, context: dict) -> HttpResponse:
    context = context | {"problem": AWAY}
    answer = page(request, participant, "ideas/search.html", status=UNAVAILABLE, **context)
    answer.headers["Retry-After"] = SOON
    return answer
