"""The way through a questionnaire: what is shown, what is missing, in which order.

Pure: it knows nothing of the database. Answers are kept as {question key: [option key, …] or
text}; a question answered with nothing is kept too, as [] or "", so that it is not asked again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.enums import QuestionKind

Answer = list[str] | str
Answers = dict[str, Answer]


@dataclass(frozen=True)
class Step:
    """One question as the journey needs it; `show_if` is (question key, option keys) or None."""

    key: str
    kind: str
    required: bool
    options: tuple[str, ...] = ()
    show_if: tuple[str, frozenset[str]] | None = None
    section: int = 1


def valid_answer(step: Step, answer: object) -> Answer | None:
    """Return what of an answer still holds, or None if it does not answer the question (now)."""
    if step.kind == QuestionKind.TEXT:
        valid = answer if isinstance(answer, str) else None
    elif not isinstance(answer, list):
        valid = None
    else:
        valid = [key for key in step.options if key in answer]
        if (answer and not valid) or (len(valid) > 1 and step.kind != QuestionKind.MULTIPLE):
            valid = None
    return None if step.required and not valid else valid


def condition_holds(step: Step, counting: Answers) -> bool:
    """Say whether a question is asked, given the answers that count before it."""
    if step.show_if is None:
        return True
    key, options = step.show_if
    answer = counting.get(key)
    return isinstance(answer, list) and not options.isdisjoint(answer)


def shown_steps(steps: Sequence[Step], answers: Mapping[str, object]) -> tuple[list[Step], Answers]:
    """Return the questions that are asked given the answers, in order, and the answers that count.

    An answer counts if its question is asked and still has it. A condition on a question that
    is not asked, or comes later, does not hold.
    """
    shown: list[Step] = []
    counting: Answers = {}
    for step in steps:
        if not condition_holds(step, counting):
            continue
        shown.append(step)
        if (valid := valid_answer(step, answers.get(step.key))) is not None:
            counting[step.key] = valid
    return shown, counting


class Journey:
    """One person's way: the questions asked of them, the answers that count, what is missing."""

    def __init__(self, steps: Sequence[Step], answers: Mapping[str, object]) -> None:
        self.shown, self.answers = shown_steps(steps, answers)
        self._keys = [step.key for step in self.shown]
        self._route = self._possible(steps)

    def _possible(self, steps: Sequence[Step]) -> list[str]:
        """Return the keys of what is asked, or may yet be: its condition is not answered yet."""
        route: list[str] = []
        undecided: set[str] = set()
        for step in steps:
            hangs_on = step.show_if[0] if step.show_if else None
            if step.key in self._keys or hangs_on in undecided:
                route.append(step.key)
                if step.key not in self.answers:
                    undecided.add(step.key)
        return route

    @property
    def missing(self) -> str | None:
        """Return the key of the first question without an answer, or None at the end."""
        return next((key for key in self._keys if key not in self.answers), None)

    @property
    def length(self) -> int:
        """Return how many questions there are at most; it grows only if answers change."""
        return len(self._route)

    def number(self, key: str) -> int:
        """Return the place of a question, 1 for the first."""
        return self._route.index(key) + 1

    def reachable(self, key: str) -> bool:
        """Say whether a question may be opened: it is asked, and none before it is missing."""
        if key not in self._keys:
            return False
        before = self._keys[: self._keys.index(key)]
        return all(earlier in self.answers for earlier in before)

    def before(self, key: str) -> str | None:
        """Return the key of the question before this one, or None for the first."""
        place = self._keys.index(key)
        return self._keys[place - 1] if place else None

    def asks(self, key: str) -> bool:
        """Say whether a question is asked, given the answers so far."""
        return key in self._keys

    def section(self, number: int) -> list[str]:
        """Return the keys of what is asked in a section, in order."""
        return [step.key for step in self.shown if step.section == number]

    def section_reachable(self, number: int) -> bool:
        """Say whether a section may be opened: it asks something, none before it is missing."""
        keys = self.section(number)
        return bool(keys) and self.reachable(keys[0])

    def section_before(self, number: int) -> int | None:
        """Return the number of the section before this one in which something is asked, or None."""
        earlier = [step.section for step in self.shown if step.section < number]
        return max(earlier, default=None)

    def revealed(self, number: int) -> list[str]:
        """Return the keys of what waits in a section because of an answer given in it."""
        own = set(self.section(number))
        return [
            step.key
            for step in self.shown
            if step.key in own - set(self.answers) and step.show_if and step.show_if[0] in own
        ]
