"""Questions, the drafts that belong to people, and the responses that belong to nobody."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gateway.enums import QuestionKind
from workshop.models import Participant, Workshop, valid_key

RESERVED_KEYS = ("response", "contributed")


class Questionnaire(models.Model):
    """The gateway of one workshop."""

    workshop = models.OneToOneField(
        Workshop, on_delete=models.CASCADE, related_name="questionnaire"
    )

    def __str__(self) -> str:
        return f"Gateway of {self.workshop}"


class Section(models.Model):
    """A heading with its questions."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="sections"
    )
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["questionnaire", "position", "id"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question; shown only if the earlier question it depends on was answered so."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="questions"
    )
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(max_length=50, validators=[valid_key])
    text = models.CharField("question", max_length=500)
    kind = models.CharField(max_length=10, choices=QuestionKind)
    required = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    show_if_question = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="dependents"
    )
    show_if_options = models.ManyToManyField("Option", blank=True, related_name="reveals")

    class Meta:
        ordering = ["questionnaire", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="question_key_once"),
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values), name="question_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(key__in=RESERVED_KEYS), name="question_key_not_reserved"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Option(models.Model):
    """One answer to choose."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    key = models.CharField(max_length=50, validators=[valid_key])
    label = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["question", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="option_key_once")]

    def __str__(self) -> str:
        return self.label


class Draft(models.Model):
    """Answers that still belong to a person: unfinished, or finished and awaiting a batch."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="gateway_draft"
    )
    # {question key: [option key, …] or text}: one row a person, rewritten at every step.
    answers = models.JSONField(default=dict)
    finished = models.BooleanField(default=False)
    replaces = models.BooleanField(
        default=False, help_text="Corrects answers that are among the responses already."
    )
    erases = models.BooleanField(
        default=False, help_text="Nothing comes in the place of the answers that it replaces."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(replaces=False) | Q(finished=True), name="draft_replaces_when_finished"
            ),
            models.CheckConstraint(
                condition=Q(erases=False) | Q(replaces=True), name="draft_erases_what_it_replaces"
            ),
        ]


class Response(models.Model):
    """One person's answers, with nothing that says whose: random id, no time, no account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="responses"
    )
    archive_id = models.CharField(max_length=40, blank=True, editable=False)
    contributed = models.BooleanField(default=False)
    # HMAC of the participant under a secret in two halves; empty for imports and after the seal.
    token = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "archive_id"],
                condition=~Q(archive_id=""),
                name="response_archive_id_once",
            ),
            models.UniqueConstraint(
                fields=["token"], condition=~Q(token=""), name="response_token_once"
            ),
        ]


class Answer(models.Model):
    """One chosen option, or one text, of a response."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    option = models.ForeignKey(Option, null=True, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "option"], name="answer_option_once"),
            models.UniqueConstraint(
                fields=["response", "question"],
                condition=Q(option=None),
                name="answer_text_once",
            ),
            models.CheckConstraint(
                condition=Q(option__isnull=False, text="") | (Q(option=None) & ~Q(text="")),
                name="answer_option_or_text",
            ),
        ]


class LabelCorrection(models.Model):
    """A typing error mended after answers were in: what it said, what it says, who did it."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="corrections"
    )
    # "section 1", "question work_role", "option work_role.nurse"
    place = models.CharField(max_length=120)
    before = models.CharField(max_length=500)
    after = models.CharField(max_length=500)
    corrected_at = models.DateTimeField(default=timezone.now)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-corrected_at", "-id"]

    def __str__(self) -> str:
        return f"{self.place}: {self.before} → {self.after}"
