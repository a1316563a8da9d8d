"""The gateway: answers that fit their questions, and nothing that ties them to people."""

from collections.abc import Iterator
from datetime import time
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q

from analysis.integrity.rules import AT_ONCE, Rule
from gateway.enums import QuestionKind
from gateway.models import Answer, Draft, Question, Response
from gateway.tokens import contribution_token
from workshop.models import Participant, Workshop

OF_ANSWER = "question__questionnaire__workshop"
# Within a section questions are asked by position, and those of one position by age.
AFTER_OR_SAME = Q(show_if_question__position__gt=F("position")) | Q(
    show_if_question__position=F("position"), show_if_question__pk__gte=F("pk")
)
GATEWAY = (
    Rule(
        "question",
        "question__key",
        "has an answer that is an option of another question",
        lambda: Answer.objects.exclude(option=None).exclude(option__question=F("question")),
        owner=OF_ANSWER,
    ),
    Rule(
        "question",
        "question__key",
        "has an answer in a response to another questionnaire",
        lambda: Answer.objects.exclude(question__questionnaire=F("response__questionnaire")),
        owner=OF_ANSWER,
    ),
    Rule(
        "question",
        "question__key",
        "has answers in words, but options to choose",
        lambda: Answer.objects.filter(option=None).exclude(question__kind=QuestionKind.TEXT),
        owner=OF_ANSWER,
    ),
    Rule(
        "question",
        "question__key",
        "has chosen options, but is answered in words",
        lambda: Answer.objects.filter(option__isnull=False, question__kind=QuestionKind.TEXT),
        owner=OF_ANSWER,
    ),
    Rule(
        "question",
        "question__key",
        "has two answers in one response, but allows one",
        lambda: (
            Answer.objects.filter(question__kind__in=[QuestionKind.SINGLE, QuestionKind.SCALE])
            .values("response", OF_ANSWER, "question__key")
            .annotate(given=Count("pk"))
            .filter(given__gt=1)
        ),
        owner=OF_ANSWER,
    ),
    Rule(
        "question",
        "key",
        "depends on a question that does not come before it",
        lambda: Question.objects.exclude(show_if_question=None).filter(
            ~Q(show_if_question__questionnaire=F("questionnaire"))
            | Q(show_if_question__section__position__gt=F("section__position"))
            | Q(AFTER_OR_SAME, show_if_question__section=F("section"))
        ),
        owner="questionnaire__workshop",
    ),
    Rule(
        "question",
        "question__key",
        "depends on an option of another question than it names",
        lambda: Question.show_if_options.through.objects.filter(
            ~Q(option__question=F("question__show_if_question"))
            | Q(question__show_if_question=None)
        ),
        owner=OF_ANSWER,
    ),
    Rule(
        "gateway of",
        "questionnaire__workshop__slug",
        "is sealed, but holds tokens of its responses",
        lambda: Response.objects.filter(questionnaire__workshop__sealed_at__isnull=False).exclude(
            token=""
        ),
        owner="questionnaire__workshop",
    ),
    Rule(
        "gateway of",
        "participant__workshop__slug",
        "is sealed, but holds answers that belong to people",
        lambda: Draft.objects.filter(finished=True, participant__workshop__sealed_at__isnull=False),
        owner="participant__workshop",
    ),
    Rule(
        "gateway of",
        "participant__workshop__slug",
        "holds finished answers of people who have not joined",
        lambda: Draft.objects.filter(finished=True, participant__joined_at=None),
        owner="participant__workshop",
    ),
)


def days_alone(workshop: Workshop | None) -> Iterator[str]:
    """Yield a line for each workshop that tells the time at which somebody joined live.

    A time of day could be lined up with a response; whoever joins live leaves the day alone.
    """
    rows = Participant.objects.joined().filter(archive_id="")
    if workshop is not None:
        rows = rows.filter(workshop=workshop)
    times = rows.order_by("workshop__slug").values_list(
        "workshop__slug", "workshop__timezone", "joined_at"
    )
    told: set[str] = set()
    for slug, zone, joined_at in times.distinct().iterator(chunk_size=AT_ONCE):
        if slug not in told and joined_at.astimezone(ZoneInfo(zone)).time() != time.min:
            told.add(slug)
            yield f"{slug}: participants: somebody's joined_at tells more than the day"


def waiting_twice(workshop: Workshop | None) -> Iterator[str]:
    """Yield a line for each workshop in which somebody with a response has another on its way."""
    drafts = Draft.objects.filter(
        finished=True, replaces=False, participant__workshop__sealed_at=None
    )
    if workshop is not None:
        drafts = drafts.filter(participant__workshop=workshop)
    tokens = {
        contribution_token(
            workshop=draft.participant.workshop, participant_id=draft.participant_id
        ): draft.participant.workshop.slug
        for draft in drafts.select_related("participant__workshop")
    }
    found = Response.objects.filter(token__in=tokens).values_list("token", flat=True)
    for slug in sorted({tokens[token] for token in found}):
        yield f"{slug}: gateway: somebody whose response is there has finished answers waiting"
