"""workshop.json: what its values promise each other. Values with a fault of their own are None."""

from collections.abc import Iterator

from analysis.archive.faults import quote
from analysis.archive.setup import SetupReader
from gateway.enums import QuestionKind
from gateway.models import RESERVED_KEYS
from workshop.mailings.audiences import LONGEST_UNMAILED, unmailed_days
from workshop.mailings.enums import Audience

CHANNEL, UNMAILED = "channel:", "unmailed:"


def setup_check(setup: dict, reader: SetupReader) -> None:
    """Note the faults that only show when the parts of a workshop are seen together."""
    if setup["opens_at"] and setup["closes_at"] and setup["closes_at"] <= setup["opens_at"]:
        reader.fault("closes_at", "is not later than opens_at")
    for name in ("groups", "frames", "channels", "mailings"):
        check_once(reader, name, setup[name], "key")
    check_questions(setup, reader)
    for path, frame in items("frames", setup["frames"]):
        check_once(reader, f"{path}.codes", frame["codes"], "key")
        check_parents(reader, f"{path}.codes", frame["codes"])
    check_crosstabs(setup, reader)
    check_writing(setup, reader)
    channels = keys(setup["channels"])
    for path, mailing in items("mailings", setup["mailings"]):
        check_audience(reader, f"{path}.audience", mailing["audience"], channels)


def items(path: str, found: list | None) -> Iterator[tuple[str, dict]]:
    """Yield the path and value of each object of a list."""
    for index, item in enumerate(found or ()):
        if item is not None:
            yield f"{path}[{index}]", item


def keys(found: list | None) -> set[str]:
    """Return the keys of the objects of a list."""
    return {item["key"] for _, item in items("", found)}


def check_once(reader: SetupReader, path: str, found: list | None, name: str) -> None:
    """Note each value of `name` that an earlier object of the list has too."""
    seen: set[object] = set()
    for place, item in items(path, found):
        value = item[name]
        if value in seen:
            reader.fault(f"{place}.{name}", f"{quote(value)} is given twice")
        seen.add(value) if value is not None else None


def check_words_once(reader: SetupReader, path: str, words: list | None) -> None:
    """Note each word of a list of words that stands in it before."""
    for index, word in enumerate(words or ()):
        if word is not None and word in words[:index]:
            reader.fault(f"{path}[{index}]", f"{quote(word)} is given twice")


def questions(setup: dict) -> Iterator[tuple[str, dict]]:
    """Yield the path and value of each question in order."""
    sections = (setup["questionnaire"] or {}).get("sections")
    for path, section in items("questionnaire.sections", sections):
        yield from items(f"{path}.questions", section["questions"])


def check_questions(setup: dict, reader: SetupReader) -> None:
    """Note doubled and reserved keys, options where none belong, and conditions that fail."""
    earlier: dict[str, dict] = {}
    for path, question in questions(setup):
        key = question["key"]
        if key in earlier:
            reader.fault(f"{path}.key", f"{quote(key)} is given twice")
        if key in RESERVED_KEYS:
            reader.fault(f"{path}.key", f"{quote(key)} is kept for a column of its own")
        check_options(reader, path, question)
        if question["show_if"]:
            check_condition(reader, f"{path}.show_if", question["show_if"], earlier)
        if key is not None:
            earlier[key] = question


def check_options(reader: SetupReader, path: str, question: dict) -> None:
    """Note options of a question in words, and a choice without options."""
    check_once(reader, f"{path}.options", question["options"], "key")
    if question["kind"] == QuestionKind.TEXT and question["options"]:
        reader.fault(f"{path}.options", "are given, but the kind is text")
    if question["kind"] not in (None, QuestionKind.TEXT) and question["options"] == []:
        reader.fault(f"{path}.options", "are missing")


def check_condition(
    reader: SetupReader, path: str, condition: dict, earlier: dict[str, dict]
) -> None:
    """Note a condition on what is no earlier question or no option of it."""
    key = condition["question"]
    if key is None:
        return
    if key not in earlier:
        reader.fault(f"{path}.question", f"{quote(key)} is no earlier question")
        return
    check_words_once(reader, f"{path}.options", condition["options"])
    known = keys(earlier[key]["options"])
    for index, option in enumerate(condition["options"] or ()):
        if option is not None and option not in known:
            what = f"{quote(option)} is no option of {quote(key)}"
            reader.fault(f"{path}.options[{index}]", what)


def check_parents(reader: SetupReader, path: str, codes: list | None) -> None:
    """Note parents that are no code of the frame, and codes that stand below themselves."""
    parents = {code["key"]: code["parent"] for _, code in items(path, codes)}
    for place, code in items(path, codes):
        parent = code["parent"]
        if parent is None:
            continue
        if parent not in parents:
            reader.fault(f"{place}.parent", f"{quote(parent)} is no code of this frame")
        elif goes_round(code["key"], parents):
            reader.fault(f"{place}.parent", f"{quote(parent)} stands below the code itself")


def goes_round(key: str, parents: dict[str, str | None]) -> bool:
    """Say whether a code is met again on the way up from it."""
    above, seen = parents.get(key), set()
    while above is not None and above not in seen:
        if above == key:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def check_crosstabs(setup: dict, reader: SetupReader) -> None:
    """Note cross-tabs of unknown frames or groups, of a frame with itself, and doubled ones."""
    frames, groups, seen = keys(setup["frames"]), keys(setup["groups"]), set()
    for path, tab in items("crosstabs", setup["crosstabs"]):
        pair = tab["rows"], tab["columns"]
        for name, frame in zip(("rows", "columns"), pair, strict=True):
            if frame is not None and frame not in frames:
                reader.fault(f"{path}.{name}", f"{quote(frame)} is no frame")
        if None not in pair and pair[0] == pair[1]:
            reader.fault(f"{path}.columns", "is the frame of the rows")
        if None not in pair and pair in seen:
            reader.fault(path, "is given twice")
        seen.add(pair)
        check_groups(reader, f"{path}.groups", tab["groups"], groups)


def check_groups(reader: SetupReader, path: str, found: list | None, groups: set[str]) -> None:
    """Note keys of groups that stand in a list before, or belong to none."""
    check_words_once(reader, path, found)
    for index, group in enumerate(found or ()):
        if group is not None and group not in groups:
            reader.fault(f"{path}[{index}]", f"{quote(group)} is no group")


def check_writing(setup: dict, reader: SetupReader) -> None:
    """Note settings of groups that are not there, or that are given twice."""
    settings, groups = setup["settings"] or {}, keys(setup["groups"])
    check_groups(reader, "settings.evidence", settings.get("evidence"), groups)
    check_once(reader, "settings.tips", settings.get("tips"), "group")
    for path, tips in items("settings.tips", settings.get("tips")):
        if tips["group"] is not None and tips["group"] not in groups:
            reader.fault(f"{path}.group", f"{quote(tips['group'])} is no group")


def check_audience(
    reader: SetupReader, path: str, audience: list | None, channels: set[str]
) -> None:
    """Note words that name no audience, and channels that are not there."""
    check_words_once(reader, path, audience)
    for index, word in enumerate(audience or ()):
        if word is None or word in Audience.values:
            continue
        if word.startswith(UNMAILED):
            check_days(reader, f"{path}[{index}]", word, alone=len(audience) == 1)
        elif not word.startswith(CHANNEL):
            reader.fault(f"{path}[{index}]", f"{quote(word)} is no audience")
        elif word.removeprefix(CHANNEL) not in channels:
            reader.fault(f"{path}[{index}]", f"{quote(word)} names no channel of this workshop")
    narrowing = [word for word in audience or () if (word or "").startswith(UNMAILED)]
    if len(narrowing) > 1:
        reader.fault(path, "says twice for how many days nobody was written to")


def check_days(reader: SetupReader, path: str, word: str, *, alone: bool) -> None:
    """Note a narrowing of an audience that has no number of days, or nothing to narrow."""
    if not 1 <= unmailed_days([word]) <= LONGEST_UNMAILED:
        reader.fault(path, f"{quote(word)} has no number of days from 1 to {LONGEST_UNMAILED}")
    if alone:
        reader.fault(path, f"{quote(word)} narrows no audience")
