"""The page on which a person corrects one of their finished answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gateway.forms import AnswerForm, PageForm, posted_keys, start_of
from gateway.selectors import Passage, passage_through
from gateway.services.changes import OwnAnswers, answers_correct, own_answers
from workshop.common.errors import DomainError
from workshop.common.http import allow_methods
from workshop.doors import move_to, signed_in_again, signed_out, step_path
from workshop.models import Participant
from workshop.selectors import participant_of, workshop_or_404

CORRECTED = "Your answer is corrected."
TOO_LATE = "These answers cannot be changed any more."


@allow_methods("GET", "POST")
def correct(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Ask one question again, with what follows from the new answer, and keep it."""
    participant = participant_of(user=request.user, slug=slug)
    if participant is None:
        workshop_or_404(slug)
        return signed_out(request, "workshop:join", slug)
    own = own_answers(participant=participant)
    if not own.can_be_changed:
        messages.warning(request, TOO_LATE)
        return move_to(request, step_path("privacy:you", slug))
    response = _answer(request, participant, own, key)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _answer(
    request: HttpRequest, participant: Participant, own: OwnAnswers, key: str
) -> HttpResponse:
    way = passage_through(workshop=participant.workshop, answers=own.answers)
    if not way.journey.asks(key):
        raise Http404("This question is not asked.")
    if request.method == "GET":
        signed_in_again(request)
        return _page(request, participant, way, {}, [key])
    posted = [name for name in posted_keys(request.POST) if name in way.questions]
    forms = {name: _form(request, way, name, request.POST) for name in posted}
    way = way.answered({name: form.answer for name, form in forms.items() if form.is_valid()})
    wrong = [name for name in posted if way.journey.asks(name) and forms[name].errors]
    if wrong or way.journey.missing:
        return _page(request, participant, way, forms, posted)
    return _keep(request, participant, way)


def _keep(request: HttpRequest, participant: Participant, way: Passage) -> HttpResponse:
    try:
        answers_correct(participant=participant, answers=way.journey.answers)
    except DomainError as error:
        messages.warning(request, error.message)
    else:
        messages.info(request, CORRECTED)
    return redirect(step_path("privacy:you", participant.workshop.slug))


def _page(
    request: HttpRequest,
    participant: Participant,
    way: Passage,
    forms: dict[str, AnswerForm],
    keys: list[str],
) -> HttpResponse:
    """Show the question, and those without an answer that follow from a new one."""
    journey = way.journey
    asked = [
        step.key for step in journey.shown if step.key in keys or step.key not in journey.answers
    ]
    context = {
        "workshop": participant.workshop,
        "form": PageForm({name: forms.get(name) or _form(request, way, name) for name in asked}),
        "following": len(asked) - len(set(asked) & set(keys)),
    }
    return render(request, "gateway/correct.html", context)


def _form(request: HttpRequest, way: Passage, key: str, data=None) -> AnswerForm:
    initial = start_of(request, way.questions[key], way.initial(key), prefix=key)
    return AnswerForm(way.questions[key], data, prefix=key, heading="h2", initial=initial)
