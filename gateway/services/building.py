"""What holds for every change of a questionnaire: the lock, mended labels, the copy.

Once answers are in, nothing changes but the spelling of a label.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gateway.models import Draft, LabelCorrection, Option, Question, Questionnaire, Section
from gateway.selectors import questions_of
from gateway.wording import is_typing_error, same_label
from workshop.accounts.models import User
from workshop.common.errors import DomainError

Labelled = Section | Question | Option
LABELS = {Section: "title", Question: "text", Option: "label"}
ONLY_SPELLING = (
    "This changes what the question asks. Answers are in, so only typing errors can be mended."
)
TAKEN = "Another answer to this question has these words already."


class LockedError(DomainError):
    """Answers are in, so the questionnaire stays as it is."""


def questionnaire_is_locked(*, questionnaire: Questionnaire) -> bool:
    """Say whether anybody's finished answers are in (at most 2 queries)."""
    drafts = Draft.objects.filter(participant__workshop_id=questionnaire.workshop_id)
    return questionnaire.responses.exists() or drafts.filter(finished=True).exists()


def questionnaire_hold(*, questionnaire_id: int) -> Questionnaire:
    """Return the questionnaire, its row locked until the transaction ends.

    Whoever changes it and whoever finishes answering it wait for each other.
    """
    rows = Questionnaire.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("workshop").get(pk=questionnaire_id)


def questionnaire_lock_require(*, questionnaire_id: int) -> Questionnaire:
    """Hold the questionnaire for a change; raises LockedError once answers are in."""
    questionnaire = questionnaire_hold(questionnaire_id=questionnaire_id)
    if questionnaire_is_locked(questionnaire=questionnaire):
        raise LockedError("Answers are in, so nothing can be added, moved, changed or taken out.")
    return questionnaire


def label_require(*, item: Labelled, text: str) -> None:
    """Refuse (DomainError) what is not the label that people answered, its spelling mended.

    An option may not become the same as another one of its question either.
    """
    questionnaire, place = _place(item)
    first = questionnaire.corrections.filter(place=place).order_by("corrected_at", "id").first()
    # Many small steps may not lead to another word: what counts is what people answered first.
    if not is_typing_error(first.before if first else _stored(item), text):
        raise DomainError(ONLY_SPELLING)
    if isinstance(item, Option):
        others = item.question.options.exclude(pk=item.pk).values_list("label", flat=True)
        if any(same_label(text, other) for other in others):
            raise DomainError(TAKEN)


@transaction.atomic
def label_correct(
    *, item: Labelled, text: str, by: User | None, now: datetime | None = None
) -> None:
    """Mend a typing error in a label, and log who did it; raises DomainError for another word."""
    questionnaire, place = _place(item)
    questionnaire_hold(questionnaire_id=questionnaire.pk)
    label_require(item=item, text=text)
    before = _stored(item)
    if before == text:
        return
    type(item).objects.filter(pk=item.pk).update(**{LABELS[type(item)]: text})
    LabelCorrection.objects.create(
        questionnaire=questionnaire,
        place=place,
        before=before,
        after=text,
        corrected_at=now or timezone.now(),
        corrected_by=by,
    )


def _stored(item: Labelled) -> str:
    """Return a label as the database has it; the item itself may come from a form."""
    return type(item).objects.values_list(LABELS[type(item)], flat=True).get(pk=item.pk)


def _place(item: Labelled) -> tuple[Questionnaire, str]:
    """Return the questionnaire of a label, and the words for where in it the label stands."""
    if isinstance(item, Option):
        return item.question.questionnaire, f"option {item.question.key}.{item.key}"
    if isinstance(item, Question):
        return item.questionnaire, f"question {item.key}"
    order = list(item.questionnaire.sections.values_list("pk", flat=True))
    return item.questionnaire, f"section {order.index(item.pk) + 1}"


@transaction.atomic
def questionnaire_copy(*, source: Questionnaire, target: Questionnaire) -> None:
    """Put a copy of another workshop's questions in place of those that are here.

    Raises LockedError once answers are in, and DomainError where there is nothing to copy. What
    people have begun to answer stays wherever its keys still fit.
    """
    target = questionnaire_lock_require(questionnaire_id=target.pk)
    questions = questions_of(source.workshop)
    if source.pk == target.pk or not questions:
        raise DomainError("There are no questions to copy. Choose another workshop.")
    _empty(target)
    sections = {
        row.pk: Section(questionnaire=target, title=row.title, position=row.position)
        for row in source.sections.all()
    }
    Section.objects.bulk_create(sections.values())
    made = {row.pk: _question_copy(row, target, sections[row.section_id]) for row in questions}
    Question.objects.bulk_create(made.values())
    options = {
        option.pk: Option(
            question=made[row.pk], key=option.key, label=option.label, position=option.position
        )
        for row in questions
        for option in row.options.all()
    }
    Option.objects.bulk_create(options.values())
    _conditions_copy(questions, made, options)


def _empty(target: Questionnaire) -> None:
    """Take out everything, conditions first: they protect what they hang on."""
    Question.show_if_options.through.objects.filter(question__questionnaire=target).delete()
    target.questions.update(show_if_question=None)
    Option.objects.filter(question__questionnaire=target).delete()
    target.questions.all().delete()
    target.sections.all().delete()


def _question_copy(row: Question, target: Questionnaire, section: Section) -> Question:
    return Question(
        questionnaire=target,
        section=section,
        key=row.key,
        text=row.text,
        kind=row.kind,
        required=row.required,
        position=row.position,
    )


def _conditions_copy(
    questions: list[Question], made: dict[int, Question], options: dict[int, Option]
) -> None:
    conditional = [row for row in questions if row.show_if_question_id]
    through = Question.show_if_options.through
    links = []
    for row in conditional:
        copy = made[row.pk]
        copy.show_if_question = made[row.show_if_question_id]
        links += [
            through(question=copy, option=options[option.pk])
            for option in row.show_if_options.all()
        ]
    Question.objects.bulk_update([made[row.pk] for row in conditional], ["show_if_question"])
    through.objects.bulk_create(links)
