"""The questions on the way in: by question or by section, then all of them, then the groups."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict

from gateway.doors import sent_form
from gateway.forms import AnswerForm, PageForm, posted_keys, written
from gateway.respondents import BY_QUESTION, BY_SECTION, PreviewRespondent, Respondent
from gateway.selectors import Passage
from gateway.services import AnswerMissingError

TAKEN_ON = "We have taken you to the question that comes next."


def start(request: HttpRequest, respondent: Respondent) -> HttpResponse:
    """Send a person to their next question."""
    return _onward(respondent, respondent.passage())


def preview(request: HttpRequest, respondent: PreviewRespondent) -> HttpResponse:
    """Begin a look at the questions afresh."""
    respondent.begin()
    return start(request, respondent)


def question(request: HttpRequest, respondent: Respondent, key: str) -> HttpResponse:
    """Ask one question, and keep its answer."""
    way, sent = respondent.passage(), sent_form(request)
    if key not in way.questions or (sent is not None and not way.journey.asks(key)):
        return _gone(request, respondent, way, [] if sent is None else [written(sent)])
    reachable = way.journey.reachable(key)
    if request.method == "POST":
        form = AnswerForm(way.questions[key], sent)
        if not form.is_valid():
            return _ask(request, respondent, way, form)
        respondent.save({key: form.answer})
        way = way.answered({key: form.answer})
    elif sent or reachable:
        form = AnswerForm(way.questions[key], sent, initial={"answer": way.initial(key)})
        return _ask(request, respondent, way, form)
    if not reachable:
        messages.info(request, TAKEN_ON)
    return _onward(respondent, way)


def _onward(respondent: Respondent, way: Passage) -> HttpResponse:
    return redirect(respondent.path_to(way, way.journey.missing))


def _gone(
    request: HttpRequest, respondent: Respondent, way: Passage, texts: list[str]
) -> HttpResponse:
    """Say that a question or section is not there (any more), and show what was written."""
    context = {
        "respondent": respondent,
        "workshop": respondent.workshop,
        "texts": [text for text in texts if text],
        "onward": respondent.path_to(way, way.journey.missing),
    }
    return render(request, "gateway/gone.html", context, status=404)


def _ask(
    request: HttpRequest, respondent: Respondent, way: Passage, form: AnswerForm
) -> HttpResponse:
    key, journey = form.question.key, way.journey
    before = journey.before(key)
    context = {
        "respondent": respondent,
        "workshop": respondent.workshop,
        "form": form,
        "first": journey.number(key),
        "last": journey.number(key),
        "length": journey.length,
        "back": respondent.path_to(way, before) if before else respondent.outside,
        "other_way": respondent.path_to(way, key, by=BY_SECTION),
        # A wide screen chooses for whoever has not; what was typed is not left for that.
        "choose": not respondent.by and not form.is_bound,
        "texts": [written(sent_form(request))] if form.changed else [],
    }
    return render(request, "gateway/question.html", context)


def section(request: HttpRequest, respondent: Respondent, number: int) -> HttpResponse:
    """Ask the questions of one section, and keep the answers that are valid."""
    way, respondent.by = respondent.passage(), BY_SECTION
    sent = sent_form(request)
    if sent is not None:
        return _answer_section(request, respondent, way, number, sent)
    if not way.has_section(number):
        return _gone(request, respondent, way, [])
    if way.journey.section_reachable(number):
        return _ask_section(request, respondent, way, number, {}, [])
    if way.journey.section(number):
        messages.info(request, TAKEN_ON)
    return _onward(respondent, way)


def _answer_section(
    request: HttpRequest, respondent: Respondent, way: Passage, number: int, sent: MultiValueDict
) -> HttpResponse:
    """Keep what is valid; ask again what is not, say what is gone, or go on.

    What counts is what stood on the page that was sent, be the section another one now. Nothing
    is kept of what waited while its writer signed in again: the form is shown as it was sent.
    """
    posted, questions, saves = posted_keys(sent), way.questions, request.method == "POST"
    forms = {
        key: AnswerForm(questions[key], sent, prefix=key, heading="h2")
        for key in posted
        if key in questions
    }
    answers = {key: form.answer for key, form in forms.items() if form.is_valid()}
    if answers and saves:
        respondent.save(answers)
    way = way.answered(answers)
    lost = [key for key in posted if key not in questions or forms[key].changed]
    texts = [text for key in lost if (text := written(sent, key))]
    asked = {key: form for key, form in forms.items() if way.journey.asks(key)}
    if wrong := [key for key, form in asked.items() if not form.is_valid()]:
        return _ask_section(request, respondent, way, way.section_of(wrong[0]), asked, texts)
    if not saves and way.journey.section(number):
        return _ask_section(request, respondent, way, number, asked, texts)
    return _gone(request, respondent, way, texts) if texts else _onward(respondent, way)


def _ask_section(
    request: HttpRequest,
    respondent: Respondent,
    way: Passage,
    number: int,
    answered: dict[str, AnswerForm],
    texts: list[str],
) -> HttpResponse:
    """Show the questions of a section; those that were answered just now as they were answered."""
    journey = way.journey
    keys = [
        step.key
        for step in journey.shown
        if step.section == number or (step.key in answered and answered[step.key].errors)
    ]
    forms = {key: answered.get(key) or _section_form(way, key) for key in keys}
    missing = next((key for key in keys if key not in journey.answers), keys[0])
    before = journey.section_before(number)
    context = {
        "respondent": respondent,
        "workshop": respondent.workshop,
        "form": PageForm(forms),
        "title": way.questions[keys[0]].section.title,
        "first": journey.number(keys[0]),
        "last": journey.number(keys[-1]),
        "length": journey.length,
        "back": respondent.path("section", number=before) if before else respondent.outside,
        "other_way": respondent.path_to(way, missing, by=BY_QUESTION),
        "revealed": [key for key in journey.revealed(number) if key not in answered],
        "texts": texts,
    }
    return render(request, "gateway/section.html", context)


def _section_form(way: Passage, key: str) -> AnswerForm:
    initial = {"answer": way.initial(key)}
    return AnswerForm(way.questions[key], prefix=key, heading="h2", initial=initial)


def check(request: HttpRequest, respondent: Respondent) -> HttpResponse:
    """Show all answers with a way to change each; the button lets the person in."""
    if request.method == "POST":
        return _finish(request, respondent)
    way = respondent.passage()
    if way.journey.missing:
        return _onward(respondent, way)
    rows = [
        {
            "question": way.questions[step.key],
            "words": way.answer_words(step.key),
            "change": respondent.path_to(way, step.key),
        }
        for step in way.journey.shown
    ]
    context = {"respondent": respondent, "workshop": respondent.workshop, "rows": rows}
    return render(request, "gateway/check.html", context)


def _finish(request: HttpRequest, respondent: Respondent) -> HttpResponse:
    try:
        return redirect(respondent.finish())
    except AnswerMissingError:
        messages.info(request, "The questions have changed. Please answer this one too.")
        return redirect(respondent.resume_path)
