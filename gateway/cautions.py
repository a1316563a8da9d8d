"""What to look at again while a questionnaire is built. Pure; a caution never stops anybody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices

from gateway.bands import gaps, overlaps
from gateway.enums import QuestionKind

MANY_OPTIONS = 15
PEOPLE_AN_OPTION = 30
ENOUGH_TO_EXPECT = 50
WITHHELD_UNDER = 10
TOLD = 3  # of many overlaps so many are told


class CautionKind(TextChoices):
    """What a caution is about."""

    OVERLAP = "overlap", "Answers overlap"
    GAP = "gap", "A gap between answers"
    FINE = "fine", "Many fine answers"
    IDENTIFIES = "identifies", "May say who it is"
    FREE_TEXT = "free text", "In people’s own words"


@dataclass(frozen=True)
class Asked:
    """A question as the cautions need it; `labels` are the answers to choose from."""

    key: str
    text: str
    kind: str
    required: bool = True
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Caution:
    """One thing to look at, in words; a quiet one is for knowing rather than for changing."""

    question_key: str
    kind: CautionKind
    words: str
    quiet: bool = False


# What a question asks for if it identifies on its own; the patterns are read in small letters.
IDENTIFYING = {
    "a name": r"\b(?:your|full|first|last|family|given|maiden) (?:own |full |first |last )?names?\b"
    r"|\b(?:surname|forename|name of your|(?:manager|supervisor)['’]?s name|what are you called)\b"
    r"|^name\W*$",
    "an e-mail address": r"\be-?mail addresse?s?\b"
    r"|^(?:what is )?(?:your )?(?:work |personal )?e-?mail\W*$",
    "an address": r"\b(?:your|home|postal|street|work) (?:home |full |work )?address\b"
    r"|^address\W*$",
    "a telephone number": r"\b(?:(?:tele)?phone|mobile|bleep|pager|extension) (?:number|no\b)"
    r"|^(?:your )?(?:telephone|phone|mobile)\W*$",
    "a post code": r"\b(?:post ?codes?|postal codes?|zip codes?)\b",
    "a date of birth": r"\b(?:date of birth|birth ?dates?|birthdays?|d\.?o\.?b\b)"
    r"|\bwhen were you born\b",
    "a personal number": r"\b(?:staff|employee|payroll|personnel|assignment|registration|membership"
    r"|national insurance|passport|student|patient|hospital|licence|nhs|ni|gmc|nmc|hcpc|gphc|gdc)"
    r" (?:\w+ )?(?:number|no|id|pin)\b",
    "a job title": r"\b(?:job|exact|official) titles?\b|\bexact (?:role|post|position)\b"
    r"|\btitle of your (?:job|post|role)\b",
    "an account": r"\b(?:user ?name|log-?in name|ip address|car registration|number plate)\b"
    r"|\byour (?:twitter|instagram|facebook|linkedin|social media)\b.* (?:name|handle|account)\b",
}


def cautions(questions: Iterable[Asked], *, expected: int = 0) -> list[Caution]:
    """Return what to look at again, question by question.

    `expected` is how many people are known already: pre-registered or registered.
    """
    return [caution for asked in questions for caution in _of_one(asked, expected)]


def _of_one(asked: Asked, expected: int) -> list[Caution]:
    found = _identifying(asked)
    if asked.kind == QuestionKind.TEXT:
        return [*found, _free_text(asked)]
    if words := overlaps(asked.labels):
        more = f" There are {len(words) - TOLD} more." if len(words) > TOLD else ""
        told = " ".join(words[:TOLD]) + more
        found.append(Caution(asked.key, CautionKind.OVERLAP, told))
    if words := gaps(asked.labels):
        found.append(Caution(asked.key, CautionKind.GAP, " ".join(words[:TOLD]), quiet=True))
    return found + _fine(asked, expected)


def _fine(asked: Asked, expected: int) -> list[Caution]:
    """Warn of answers that few people will give each; two answers cannot be made fewer."""
    count = len(asked.labels)
    known = expected >= ENOUGH_TO_EXPECT
    thin = known and count > 2 and expected / count < PEOPLE_AN_OPTION
    if count <= MANY_OPTIONS and not thin:
        return []
    if known:
        each = max(1, expected // count)
        share = f" for {expected:,} people known so far: about {each} each, fewer for many."
    else:
        share = ": many will be given by few people."
    words = (
        f"{count} answers{share} The report withholds answers of fewer than {WITHHELD_UNDER} "
        "people. Fewer, broader answers tell more."
    )
    return [Caution(asked.key, CautionKind.FINE, words)]


def _identifying(asked: Asked) -> list[Caution]:
    text = asked.text.casefold().strip()
    asks_for = [what for what, pattern in IDENTIFYING.items() if re.search(pattern, text)]
    if not asks_for:
        return []
    words = (
        f"This seems to ask for {' and '.join(asks_for)}, which can say who somebody is. "
        "We promise that nobody can tell. Ask for something broader, or leave it out."
    )
    return [Caution(asked.key, CautionKind.IDENTIFIES, words)]


def _free_text(asked: Asked) -> Caution:
    words = "People may write something that says who they are. No table shows these answers."
    if asked.required:
        words += " Nobody can leave this out: let people pass, or offer answers to choose from."
    return Caution(asked.key, CautionKind.FREE_TEXT, words, quiet=not asked.required)
