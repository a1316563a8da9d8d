"""Puts a checked archive's set-up into the database: the workshop and all that it asks."""

from collections.abc import Iterable
from itertools import islice

from django.db.models import Model

from analysis.archive.setup_checks import questions
from analysis.models import Code, CodingFrame, CrossTab, CrossTabGroup
from gateway.models import Option, Question, Questionnaire, Section
from workshop.mailings.enums import MailingState
from workshop.mailings.models import Mailing
from workshop.models import BreakoutGroup, Channel, Workshop

AT_ONCE = 2000


def create_all(model: type[Model], objects: Iterable[Model]) -> list[Model]:
    """Write rows in portions and return them with their keys."""
    objects, made = iter(objects), []
    while portion := list(islice(objects, AT_ONCE)):
        made += model.objects.bulk_create(portion)
    return made


def create_and_forget(model: type[Model], objects: Iterable[Model]) -> None:
    """Write rows in portions, holding one portion at a time."""
    objects = iter(objects)
    while portion := list(islice(objects, AT_ONCE)):
        model.objects.bulk_create(portion)


def by_key(objects: Iterable[Model]) -> dict[str, Model]:
    """Return rows by their key."""
    return {item.key: item for item in objects}


class Setup:
    """The stored set-up of one workshop, each part by its key."""

    def __init__(self, setup: dict, slug: str) -> None:
        self.source = setup
        self.workshop = self.create_workshop(slug)
        self.groups = self.create_groups()
        self.questionnaire = Questionnaire.objects.create(workshop=self.workshop)
        self.questions = self.create_questions()
        self.options = self.create_options()
        self.create_conditions()
        self.frames = self.create_keyed(CodingFrame, "frames", "key", "title")
        self.codes = self.create_codes()
        self.create_crosstabs()
        self.create_channels()
        self.create_mailings()

    def create_workshop(self, slug: str) -> Workshop:
        """Write the workshop itself."""
        names = ("title", "purpose", "timezone", "disclosure", "opens_at", "closes_at")
        values = {name: self.source[name] for name in names} | self.source["settings"]
        self.tips = {item["group"]: item["text"] for item in values.pop("tips", [])}
        self.evidence = set(values.pop("evidence", []))
        return Workshop.objects.create(slug=slug, **values)

    def create_groups(self) -> dict[str, BreakoutGroup]:
        """Write the breakout groups, each with what the settings say of it."""
        groups = self.create_keyed(BreakoutGroup, "groups", "key", "title", "prompt", "kind")
        for key, group in groups.items():
            group.tips, group.asks_evidence = self.tips.get(key, ""), key in self.evidence
        BreakoutGroup.objects.bulk_update(groups.values(), ["tips", "asks_evidence"])
        return groups

    def create_keyed(self, model: type[Model], name: str, *fields: str) -> dict[str, Model]:
        """Write the objects of a list as they are, in their order."""
        return by_key(
            create_all(
                model,
                (
                    model(
                        workshop=self.workshop,
                        position=position,
                        **{field: item[field] for field in fields},
                    )
                    for position, item in enumerate(self.source[name])
                ),
            )
        )

    def create_questions(self) -> dict[str, Question]:
        """Write the sections and their questions, whose order runs through all sections."""
        source = self.source["questionnaire"]["sections"]
        sections = create_all(
            Section,
            (
                Section(questionnaire=self.questionnaire, title=item["title"], position=position)
                for position, item in enumerate(source)
            ),
        )
        of_questions = [
            (section, question)
            for section, item in zip(sections, source, strict=True)
            for question in item["questions"]
        ]
        return by_key(
            create_all(
                Question,
                (
                    Question(
                        questionnaire=self.questionnaire,
                        section=section,
                        position=position,
                        **{name: item[name] for name in ("key", "text", "kind", "required")},
                    )
                    for position, (section, item) in enumerate(of_questions)
                ),
            )
        )

    def create_options(self) -> dict[tuple[str, str], Option]:
        """Write the options of all questions."""
        keyed = [
            (item["key"], Option(question=self.questions[item["key"]], position=position, **option))
            for _, item in questions(self.source)
            for position, option in enumerate(item["options"])
        ]
        create_all(Option, (option for _, option in keyed))
        return {(question, option.key): option for question, option in keyed}

    def create_conditions(self) -> None:
        """Tie each question that is shown on a condition to the answers that reveal it."""
        dependent, revealing = [], []
        through = Question.show_if_options.through
        for _, item in questions(self.source):
            if not (condition := item["show_if"]):
                continue
            question, other = self.questions[item["key"]], condition["question"]
            question.show_if_question = self.questions[other]
            dependent.append(question)
            revealing += [
                through(question_id=question.pk, option_id=self.options[other, key].pk)
                for key in condition["options"]
            ]
        Question.objects.bulk_update(dependent, ["show_if_question"], batch_size=AT_ONCE)
        create_all(through, revealing)

    def create_codes(self) -> dict[tuple[str, str], Code]:
        """Write the codes of all frames, then tie each to its heading."""
        keyed, parents = {}, {}
        for frame in self.source["frames"]:
            for position, item in enumerate(frame["codes"]):
                place = frame["key"], item["key"]
                keyed[place] = Code(
                    frame=self.frames[frame["key"]],
                    position=position,
                    **{name: item[name] for name in ("key", "label", "definition")},
                )
                if item["parent"] is not None:
                    parents[place] = frame["key"], item["parent"]
        create_all(Code, keyed.values())
        for place, parent in parents.items():
            keyed[place].parent = keyed[parent]
        below = [keyed[place] for place in parents]
        Code.objects.bulk_update(below, ["parent"], batch_size=AT_ONCE)
        return keyed

    def create_crosstabs(self) -> None:
        """Write the cross-tabs and the groups for which each is made."""
        source = self.source["crosstabs"]
        tabs = create_all(
            CrossTab,
            (
                CrossTab(
                    workshop=self.workshop,
                    rows=self.frames[item["rows"]],
                    columns=self.frames[item["columns"]],
                    position=position,
                )
                for position, item in enumerate(source)
            ),
        )
        create_all(
            CrossTabGroup,
            (
                CrossTabGroup(crosstab=tab, group=self.groups[group], position=position)
                for tab, item in zip(tabs, source, strict=True)
                for position, group in enumerate(item["groups"])
            ),
        )

    def create_channels(self) -> None:
        """Write the channels with the number of people who came through them."""
        create_all(
            Channel,
            (
                Channel(
                    workshop=self.workshop,
                    key=item["key"],
                    title=item["title"],
                    joined_before=item["joined"],
                    position=position,
                )
                for position, item in enumerate(self.source["channels"])
            ),
        )

    def create_mailings(self) -> None:
        """Write the mailings as drafts: an import never causes a message."""
        create_all(
            Mailing,
            (
                Mailing(workshop=self.workshop, state=MailingState.DRAFT, **item)
                for item in self.source["mailings"]
            ),
        )
