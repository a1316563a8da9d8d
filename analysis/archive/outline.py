"""The content of workshop.json of a workshop in the database."""

from collections import Counter, defaultdict

from analysis.archive.schema import KEYS
from analysis.archive.setup_checks import CHANNEL, UNMAILED
from analysis.models import CodingFrame, CrossTab
from gateway.models import Question, Section
from workshop.mailings.audiences import FOLLOWERS_PREFIX
from workshop.mailings.enums import PLANNED_KINDS
from workshop.mailings.models import Mailing
from workshop.models import BreakoutGroup, Channel, Participant, Workshop

# No e-mail address is ever in an archive, not even the organisers'.
UNWRITTEN_SETTINGS = {"contact"}


def workshop_outline(workshop: Workshop) -> dict:
    """Return what workshop.json says of a workshop."""
    names = ("slug", "title", "purpose", "timezone", "disclosure", "opens_at", "closes_at")
    channels, groups = channel_outlines(workshop), list(workshop.groups.all())
    return {name: getattr(workshop, name) for name in names} | {
        "groups": [
            {name: getattr(group, name) for name in ("key", "title", "prompt", "kind")}
            for group in groups
        ],
        "questionnaire": {"sections": section_outlines(workshop)},
        "frames": frame_outlines(workshop),
        "crosstabs": crosstab_outlines(workshop),
        "channels": channels,
        "mailings": mailing_outlines(workshop, {channel["key"] for channel in channels}),
        "settings": settings_outline(workshop, groups),
    }


def settings_outline(workshop: Workshop, groups: list[BreakoutGroup]) -> dict:
    """Return what else can be set for a workshop and for its groups."""
    of_groups = {
        "tips": [{"group": group.key, "text": group.tips} for group in groups if group.tips],
        "evidence": [group.key for group in groups if group.asks_evidence],
    }
    own = set(KEYS["settings"]) - UNWRITTEN_SETTINGS - set(of_groups)
    return {name: getattr(workshop, name) for name in own} | of_groups


def section_outlines(workshop: Workshop) -> list[dict]:
    """Return the sections with their questions."""
    rows = (
        Question.objects.filter(questionnaire__workshop=workshop)
        .select_related("show_if_question")
        .prefetch_related("options", "show_if_options")
    )
    questions = defaultdict(list)
    for question in rows:
        questions[question.section_id].append(question_outline(question))
    sections = Section.objects.filter(questionnaire__workshop=workshop)
    return [{"title": section.title, "questions": questions[section.pk]} for section in sections]


def question_outline(question: Question) -> dict:
    """Return one question with its options and its condition."""
    condition = question.show_if_question and {
        "question": question.show_if_question.key,
        "options": [option.key for option in question.show_if_options.all()],
    }
    return {
        "key": question.key,
        "text": question.text,
        "kind": question.kind,
        "required": question.required,
        "options": [{"key": item.key, "label": item.label} for item in question.options.all()],
        "show_if": condition,
    }


def frame_outlines(workshop: Workshop) -> list[dict]:
    """Return the coding frames with their codes."""
    frames = CodingFrame.objects.filter(workshop=workshop).prefetch_related("codes__parent")
    return [
        {
            "key": frame.key,
            "title": frame.title,
            "codes": [
                {
                    "key": code.key,
                    "label": code.label,
                    "parent": code.parent and code.parent.key,
                    "definition": code.definition,
                }
                for code in frame.codes.all()
            ],
        }
        for frame in frames
    ]


def crosstab_outlines(workshop: Workshop) -> list[dict]:
    """Return the cross-tabs with their groups."""
    tabs = (
        CrossTab.objects.filter(workshop=workshop)
        .select_related("rows", "columns")
        .prefetch_related("groups__group")
    )
    return [
        {
            "rows": tab.rows.key,
            "columns": tab.columns.key,
            "groups": [item.group.key for item in tab.groups.all()],
        }
        for tab in tabs
    ]


def channel_outlines(workshop: Workshop) -> list[dict]:
    """Return the channels with how many people came through each, here and before."""
    came = Participant.objects.joined().filter(workshop=workshop).exclude(channel=None)
    joined = Counter(came.values_list("channel_id", flat=True))
    return [
        {
            "key": channel.key,
            "title": channel.title,
            "joined": channel.joined_before + joined[channel.pk],
        }
        for channel in Channel.objects.filter(workshop=workshop)
    ]


def mailing_outlines(workshop: Workshop, channels: set[str]) -> list[dict]:
    """Return the mailings, without words of audiences that would name nobody elsewhere.

    Those are channels that are gone and the followers of a conversation, who stay behind.
    """
    names = ("key", "kind", "audience", "send_at", "subject", "body")
    mailings = Mailing.objects.filter(workshop=workshop, kind__in=PLANNED_KINDS)
    outlines = list(mailings.values(*names))
    for outline in outlines:
        words = [word for word in outline["audience"] if not word.startswith(FOLLOWERS_PREFIX)]
        words = [
            word
            for word in words
            if not word.startswith(CHANNEL) or word.removeprefix(CHANNEL) in channels
        ]
        is_narrowing_alone = all(word.startswith(UNMAILED) for word in words)
        outline["audience"] = [] if is_narrowing_alone else words
    return outlines
