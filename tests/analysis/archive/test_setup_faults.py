"""Every rule of workshop.json, each fault at the line of its value."""

import json

import pytest

from analysis.archive.faults import ArchiveError
from analysis.archive.positions import JsonError, json_nodes
from analysis.archive.reader import archive_read
from tests.analysis.archive.samples import put_folder, sample, sample_files

BROKEN = [
    ('"slug": "spring"', '"slug": "Spring"', 'slug: "Spring" is no key'),
    ('"title": "Skills, for everyone"', '"title": 3', "title: is no string"),
    ('"Skills, for everyone"', f'"{"x" * 201}"', "title: is 201 characters long, and 200"),
    ("Europe/London", "Europe/Londres", 'timezone: "Europe/Londres" is no time zone'),
    ('"ons-10-5"', '"ons-10"', 'disclosure: "ons-10" will not do.'),
    ('"ons-10-5"', '"threshold:0"', 'disclosure: "threshold:0" will not do.'),
    ("2026-03-02T09:00:00+00:00", "2026-03-02T09:00:00", 'opens_at: "2026-03-02T09:00:00" has no'),
    ("2026-03-23T17:00:00+00:00", "2026-03-02T09:00:00Z", "closes_at: is not later than opens_at"),
    ('"kind": "open"', '"kind": "shut"', 'groups[2].kind: "shut" is none of: challenge, open'),
    ('"key": "tools"', '"key": "time"', 'groups[1].key: "time" is given twice'),
    ('"kind": "open"', '"kind": "open", "colour": 1', "groups[2].colour: is no key of an archive"),
    ('"settings": {', '"settings": {"logo": "x",', "settings.logo: is no key of an archive"),
    ("#0f5a62", "teal", 'settings.accent: "teal" will not do.'),
    ('"Tell us"', f'"{"x" * 301}"', "settings.strapline: is 301 characters long"),
    ('"Tell us"', '"\\ud800"', "settings.strapline: is not UTF-8"),
    ('"Tell us"', '"\\u0000"', "settings.strapline: holds a NUL character"),
    ('"settings": {', '"settings": {"contact": "us", ', 'settings.contact: "us" will not do.'),
    ('"settings": {', '"settings": {"retention_days": 366, ', "settings.retention_days: is no w"),
    ('"settings": {', '"settings": {"retention_days": 0, ', "settings.retention_days: is no who"),
    ('"settings": {', '"settings": {"retention_days": "7", ', "settings.retention_days: is no w"),
    ('"after-vote"', '"never"', 'settings.scores: "never" is none of: always, after-vote, aft'),
    ('"group": "time"', '"group": "thyme"', 'settings.tips[0].group: "thyme" is no group'),
    ('"tools"\n    ]', '"tolls"\n    ]', 'settings.evidence[0]: "tolls" is no group'),
    ('"kind": "scale"', '"kind": "slider"', 'sections[1].questions[1].kind: "slider"'),
    ('"required": true', '"required": 1', "sections[0].questions[0].required: is n"),
    ('"key": "desk"', '"key": "tablet"', 'sections[1].questions[0].options[2].key: "tablet" is'),
    ('"key": "uses"', '"key": "role"', 'sections[1].questions[0].key: "role" is given'),
    ('"question": "role"', '"question": "uses"', "sections[0].questions[1].show_if.qu"),
    ('"tablet"\n', '"tabet"\n', "sections[1].questions[1].show_if.options[1]: "),
    ('"tablet"\n', '"phone"\n', "sections[1].questions[1].show_if.options[1]: "),
    ('"label": "Nurse"', f'"label": "{"x" * 301}"', "sections[0].questions[0].option"),
    ('"parent": "work"', '"parent": "wok"', 'frames[0].codes[1].parent: "wok" is no code of this'),
    ('"parent": "work"', '"parent": "share"', "frames[0].codes[1].parent: \"share\" stands below"),
    ('"key": "learn"', '"key": "share"', 'frames[0].codes[2].key: "share" is given twice'),
    ('"rows": "literacy"', '"rows": "litracy"', 'crosstabs[0].rows: "litracy" is no frame'),
    ('"columns": "readiness"', '"columns": "literacy"', "crosstabs[0].columns: is the frame"),
    ('        "time",\n', '        "tme",\n', 'crosstabs[0].groups[0]: "tme" is no group'),
    ('        "time",\n', '        "other",\n', 'crosstabs[0].groups[1]: "other" is given', 1),
    ('"kind": "text",', '"kind": "single",', "sections[0].questions[1].options: are missing", 2),
    ('"kind": "single",', '"kind": "text",', "sections[0].questions[0].options: are given, bu", 2),
    ('"joined": 7', '"joined": -7', "channels[0].joined: is no whole number from 0"),
    ('"joined": 7', '"joined": true', "channels[0].joined: is no whole number from 0"),
    ('"joined": 7', '"joined": 7.0', "channels[0].joined: is no whole number from 0"),
    ('"kind": "reminder"', '"kind": "news"', 'mailings[0].kind: "news" is none of: invitation'),
    ('"contributors"', '"admins"', 'mailings[0].audience[0]: "admins" is no audience'),
    ('"channel:union"', '"channel:press"', 'mailings[0].audience[1]: "channel:press" names no'),
    ('"channel:union"', '"unmailed:0"', 'mailings[0].audience[1]: "unmailed:0" has no number'),
    ('"channel:union"', '"followers:a"', 'mailings[0].audience[1]: "followers:a" is no audience'),
    ('"channel:union"', '"contributors"', 'mailings[0].audience[1]: "contributors" is given twice'),
]  # fmt: skip


def faults_with(folder, text: str) -> list[str]:
    files = sample_files() | {"workshop.json": text.encode()}
    with pytest.raises(ArchiveError) as caught:
        archive_read(put_folder(folder, files))
    return caught.value.lines()


@pytest.mark.parametrize(("old", "new", "expected", "below"), [(*row, 0)[:4] for row in BROKEN])
def test_a_broken_value_is_named_by_its_line_and_place(tmp_path, old, new, expected, below):
    text = sample_files()["workshop.json"].decode()
    line = text[: text.index(old)].count("\n") + 1 + below

    faults = [
        fault.replace("questionnaire.", "")
        for fault in faults_with(tmp_path / "in", text.replace(old, new, 1))
    ]
    assert any(fault.startswith(f"workshop.json:{line}: {expected}") for fault in faults), faults


@pytest.mark.parametrize("key", sorted(sample()[0]))
def test_required_keys_are_missed_and_the_others_not(tmp_path, key):
    files = sample_files()
    setup, _ = sample()
    del setup[key]
    files["workshop.json"] = json.dumps(setup).encode()
    optional = {"disclosure", "frames", "crosstabs", "channels", "mailings", "settings"}
    try:
        archive_read(put_folder(tmp_path / "in", files))
        missed = []
    except ArchiveError as error:
        missed = [fault for fault in error.lines() if fault.endswith("is missing")]

    assert missed == ([] if key in optional else [f"workshop.json:1: {key}: is missing"])


@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_optional_parts_may_be_empty(tmp_path, empty):
    files = sample_files() | {"codings.csv": b"frame,code\n"}
    setup, _ = sample()
    setup |= dict.fromkeys(("frames", "crosstabs", "channels", "mailings", "settings"), empty)
    setup["disclosure"] = empty
    files["workshop.json"] = json.dumps(setup).encode()

    read = archive_read(put_folder(tmp_path / "in", files)).setup
    assert (read["disclosure"], read["frames"], read["settings"]) == ("ons-10-5", [], {})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ('{"a": 1,\n "b": }', 2),
        ('{"a": 1\n "b": 2}', 2),
        ('{"a": 1,\n\n "a": 2}', 3),
        ('{"a": "x\ny"}', 1),
        ('{"a": 1}\n\n{', 3),
        ('{"a": "x', 1),
        ('{"a": NaN}', 1),
        ("{'a': 1}", 1),
        ('{"a": 1,\n}', 2),
        ('{"a" 1}', 1),
        ("[" * 100_000, 1),
        ('{"a": tru}', 1),
        ('{"a": "\\x"}', 1),
    ],
)
def test_what_is_no_json_is_named_by_its_line(tmp_path, text, line):
    (fault,) = faults_with(tmp_path / "in", text)

    assert fault.startswith(f"workshop.json:{line}: file: is not JSON: ")


@pytest.mark.parametrize("text", ["[]", "3", "null", '"x"'])
def test_json_that_is_no_object_is_named(tmp_path, text):
    assert faults_with(tmp_path / "in", text) == ["workshop.json:1: file: is no object"]


def test_broken_utf_8_is_named_by_its_line(tmp_path):
    files = sample_files()
    files["workshop.json"] = files["workshop.json"].replace(b"You answer", b"You \xff answer")
    with pytest.raises(ArchiveError) as caught:
        archive_read(put_folder(tmp_path / "in", files))

    assert caught.value.lines() == ["workshop.json:4: file: is not UTF-8"]


def test_a_byte_order_mark_is_read_over(tmp_path):
    files = sample_files()
    files["workshop.json"] = b"\xef\xbb\xbf" + files["workshop.json"]

    assert archive_read(put_folder(tmp_path / "in", files)).setup["slug"] == "spring"


def plain(node):
    if isinstance(node.value, dict):
        return {key: plain(item) for key, item in node.value.items()}
    return [plain(item) for item in node.value] if isinstance(node.value, list) else node.value


@pytest.mark.parametrize(
    "text",
    [
        '{"a": [1, -2.5e3, true, false, null, "\\u00e9\\n", {}, []], "": {"b": 0}}',
        " [ 1 , 2 ]\n",
        '"x"',
        "-0",
    ],
)
def test_what_is_json_is_read_as_the_standard_library_does(text):
    assert plain(json_nodes(text)) == json.loads(text)


def test_a_long_number_is_no_trouble():
    assert plain(json_nodes("9" * 6000)) == float("inf")


def test_depth_has_an_end():
    with pytest.raises(JsonError, match="nested too deeply"):
        json_nodes("[" * 40 + "]" * 40)
