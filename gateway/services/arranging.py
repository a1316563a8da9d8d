"""Sections, questions and options: made, put in order, taken out, as long as no answers are in."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify

from gateway.models import RESERVED_KEYS, Option, Question, Questionnaire, Section
from gateway.selectors import questions_of
from gateway.services.building import questionnaire_lock_require
from workshop.common.errors import DomainError

KEY_LENGTH = 50


def fresh_key(text: str, taken: set[str], *, instead: str) -> str:
    """Return a key made of a text that nothing has yet; `instead` where no letter can be used."""
    stem = slugify(text)[:KEY_LENGTH].strip("-_") or instead
    key, number = stem, 1
    while key in taken or key in RESERVED_KEYS:
        number += 1
        key = f"{stem[: KEY_LENGTH - len(str(number)) - 1]}-{number}"
    return key


@transaction.atomic
def questionnaire_start(*, questionnaire: Questionnaire, title: str) -> None:
    """Store a new questionnaire with its first section."""
    questionnaire.save()
    Section.objects.create(questionnaire=questionnaire, title=title, position=1)


@transaction.atomic
def section_save(*, section: Section) -> None:
    """Store a section, a new one after the others. Raises LockedError."""
    questionnaire = questionnaire_lock_require(questionnaire_id=section.questionnaire_id)
    is_new = section.pk is None
    section.save()
    if is_new:
        _number_sections([*questionnaire.sections.exclude(pk=section.pk), section])


@transaction.atomic
def question_save(*, question: Question, condition: Sequence[Option]) -> None:
    """Store a question, asked only of people who chose one of the options of `condition`.

    A new one, or one that changed its section, comes last there. Raises LockedError, or
    DomainError where it would stand before a question whose answer decides about it.
    """
    questionnaire = questionnaire_lock_require(questionnaire_id=question.section.questionnaire_id)
    before = Question.objects.filter(pk=question.pk).values_list("section_id", flat=True).first()
    question.questionnaire = questionnaire
    question.show_if_question_id = condition[0].question_id if condition else None
    question.save()
    question.show_if_options.set(condition)
    questions = questions_of(questionnaire.workshop)
    if before != question.section_id:
        questions.sort(key=lambda row: row.pk == question.pk)
    _number_questions(questionnaire, questions)


@transaction.atomic
def options_arrange(
    *, question: Question, options: Sequence[Option], labels: Sequence[str]
) -> None:
    """Put a question's options in this order, then add one for each label. Raises LockedError."""
    questionnaire_lock_require(questionnaire_id=question.questionnaire_id)
    taken = {option.key for option in options}
    new = []
    for label in labels:
        key = fresh_key(label, taken, instead="option")
        taken.add(key)
        new.append(Option(question=question, key=key, label=label))
    _number([*options, *new])
    Option.objects.bulk_update(options, ["position"])
    Option.objects.bulk_create(new)


@transaction.atomic
def question_move(*, question: Question, up: bool) -> None:
    """Move a question one place, at the edge of its section into the one beside it.

    Raises LockedError, or DomainError where an answer would decide about an earlier question.
    """
    questionnaire = questionnaire_lock_require(questionnaire_id=question.questionnaire_id)
    questions, step = questions_of(questionnaire.workshop), -1 if up else 1
    place = _place_of(question, questions)
    moved, other = questions[place], place + step
    beside = questions[other] if 0 <= other < len(questions) else None
    if beside and beside.section_id == moved.section_id:
        questions[place], questions[other] = beside, moved
    else:
        sections = list(questionnaire.sections.all())
        at = _place_of(moved.section, sections) + step
        if not 0 <= at < len(sections):
            return
        # In the list it stands already where it comes to stand in the other section.
        moved.section = sections[at]
    _number_questions(questionnaire, questions)


@transaction.atomic
def section_move(*, section: Section, up: bool) -> None:
    """Move a section with its questions one place.

    Raises LockedError, or DomainError where an answer would decide about an earlier question.
    """
    questionnaire = questionnaire_lock_require(questionnaire_id=section.questionnaire_id)
    sections = list(questionnaire.sections.all())
    place = _place_of(section, sections)
    other = place + (-1 if up else 1)
    if 0 <= other < len(sections):
        sections[place], sections[other] = sections[other], sections[place]
        _number_sections(sections)
        _number_questions(questionnaire, questions_of(questionnaire.workshop))


@transaction.atomic
def part_delete(*, part: Section | Question) -> None:
    """Take out a question, or a section with its questions. Raises LockedError."""
    questionnaire_lock_require(questionnaire_id=part.questionnaire_id)
    part.delete()


def _place_of(row, rows: Sequence) -> int:
    return next(place for place, other in enumerate(rows) if other.pk == row.pk)


def _number(rows: Sequence) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position


def _number_sections(sections: list[Section]) -> None:
    _number(sections)
    Section.objects.bulk_update(sections, ["position"])


def _number_questions(questionnaire: Questionnaire, questions: list[Question]) -> None:
    """Store the order of a list, section by section; raises DomainError where it cannot be."""
    places = {section.pk: place for place, section in enumerate(questionnaire.sections.all())}
    questions.sort(key=lambda question: places[question.section_id])
    _require_order(questions)
    _number(questions)
    Question.objects.bulk_update(questions, ["position", "section"])


def _require_order(questions: Sequence[Question]) -> None:
    """Refuse (DomainError) a question before the one whose answer decides about it."""
    earlier: set[int] = set()
    for question in questions:
        if question.show_if_question_id and question.show_if_question_id not in earlier:
            asked = next(row for row in questions if row.pk == question.show_if_question_id)
            raise DomainError(
                f"“{question}” is asked only after some answers to “{asked}”. "
                "It has to come after that question."
            )
        earlier.add(question.pk)
