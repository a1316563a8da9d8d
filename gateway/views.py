"""The questions on the way in: one a page, then all of them, then the groups."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gateway.doors import gateway_view, too_late
from gateway.forms import AnswerForm
from gateway.selectors import Passage, passage
from gateway.services import AnswerMissingError, answer_save, gateway_finish
from workshop.common.errors import DomainError
from workshop.doors import step_path, wanted_path, with_query
from workshop.models import Participant, Workshop


def question_path(request: HttpRequest, workshop: Workshop, key: str | None) -> str:
    """Return the page of a question, or the last page where there is none; the way back is kept."""
    wanted = wanted_path(request)
    if key is None:
        return step_path("gateway:check", workshop.slug, next=wanted)
    path = reverse("gateway:question", kwargs={"slug": workshop.slug, "key": key})
    return with_query(path, next=wanted)


@gateway_view
def start(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Send a person to their next question."""
    way = passage(participant=participant)
    return redirect(question_path(request, participant.workshop, way.journey.missing))


@gateway_view
def question(request: HttpRequest, participant: Participant, key: str) -> HttpResponse:
    """Ask one question, and keep its answer."""
    way = passage(participant=participant)
    if key not in way.questions:
        raise Http404("There is no question of that name.")
    if not way.journey.reachable(key):
        messages.info(request, "We have taken you to the question that comes next.")
        return redirect(question_path(request, participant.workshop, way.journey.missing))
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(way.questions[key], data, initial={"answer": way.initial(key)})
    if form.is_valid():
        return _save(request, participant, way, form)
    return _ask(request, participant, way, form)


def _ask(
    request: HttpRequest, participant: Participant, way: Passage, form: AnswerForm
) -> HttpResponse:
    workshop, key = participant.workshop, form.question.key
    before = way.journey.before(key)
    context = {
        "workshop": workshop,
        "form": form,
        "number": way.journey.number(key),
        "length": way.journey.length,
        "back": question_path(request, workshop, before) if before else workshop.get_absolute_url(),
    }
    return render(request, "gateway/question.html", context)


def _save(
    request: HttpRequest, participant: Participant, way: Passage, form: AnswerForm
) -> HttpResponse:
    key, answer = form.question.key, form.answer
    try:
        answer_save(participant=participant, key=key, answer=answer)
    except DomainError:
        return too_late(request, participant.workshop)
    return redirect(question_path(request, participant.workshop, way.after(key, answer)))


@gateway_view
def check(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Show all answers with a way to change each; the button lets the person in."""
    if request.method == "POST":
        return _finish(request, participant)
    workshop, way = participant.workshop, passage(participant=participant)
    if way.journey.missing:
        return redirect(question_path(request, workshop, way.journey.missing))
    rows = [
        {
            "question": way.questions[step.key],
            "words": way.answer_words(step.key),
            "change": question_path(request, workshop, step.key),
        }
        for step in way.journey.shown
    ]
    return render(request, "gateway/check.html", {"workshop": workshop, "rows": rows})


def _finish(request: HttpRequest, participant: Participant) -> HttpResponse:
    slug, wanted = participant.workshop.slug, wanted_path(request)
    try:
        gateway_finish(participant=participant)
    except AnswerMissingError:
        messages.info(request, "The questions have changed. Please answer this one too.")
        return redirect(step_path("gateway:start", slug, next=wanted))
    except DomainError:
        return too_late(request, participant.workshop)
    return redirect(wanted or step_path("ideas:hall", slug))
