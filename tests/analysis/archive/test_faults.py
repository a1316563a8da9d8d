"""Every rule of the tables: what is broken is named by file, line and column, and nothing more."""

import pytest

from analysis.archive.faults import ArchiveError
from analysis.archive.reader import archive_read
from tests.analysis.archive.samples import put_folder, sample_files

NOT_TEXT = "is not UTF-8"
TIME = "2026-03-05T12:00:00+00:00"
BROKEN = [
    # participants.csv
    ("participants", "p1,", "p 1,", '3: participant: "p 1" is no id: 1 to 40 of'),
    ("participants", "p1,", ",", "3: participant: a blank is no id"),
    ("participants", "p_9", "p2", '5: participant: "p2" is the id of participants.csv:4 already'),
    ("participants", ",12", ",-1", '5: visits: "-1" is no whole number from 0 to'),
    ("participants", ",12", ",2147483648", '5: visits: "2147483648" is no whole number'),
    ("participants", ",12", ",١٢", '5: visits: "١٢" is no whole number'),
    ("participants", ",12", "", "5: row: has 2 cells where the header has 3"),
    ("participants", ",12", ",12,", "5: row: has 4 cells where the header has 3"),
    ("participants", "visits", "visit", "1: visit: \"visit\" is no column of this table"),
    ("participants", "joined_at", "visits", "1: visits: the column is there twice"),
    # gateway.csv
    ("gateway", "nurse,,,", "nrse,,,", '2: role: "nrse" is no option of this question'),
    ("gateway", "nurse,,,", ",,,", "2: role: is left blank, and an answer is required"),
    ("gateway", "nurse,,,", "nurse;other,,,", '2: role: "nurse;other" is no option'),
    ("gateway", "nurse,,,", "other,,,", "2: which: is left blank, and an answer is required"),
    ("gateway", "phone;desk", "phone;phone", '3: uses: "phone" is chosen twice'),
    ("gateway", "phone;desk", "phone;", '3: uses: "" is no option of this question'),
    ("gateway", "phone;desk", "phone; desk", '3: uses: " desk" is no option'),
    ("gateway", ",hard", ",harder", '3: ease: "harder" is no option of this question'),
    ("gateway", "r3,0", "r3,no", '5: contributed: "no" is neither 0 nor 1'),
    ("gateway", "r3,0", "r3,", "5: contributed: a blank is neither 0 nor 1"),
    ("gateway", "r3,", "r1,", '5: response: "r1" is the id of gateway.csv:2 already'),
    ("gateway", ",uses,", ",user,", '1: user: "user" is no column of this table'),
    ("gateway", "nights", "nig\x00hts", "3: which: holds a NUL character"),
    # ideas.csv
    ("ideas", "i1,time", "i1,tme", '2: group: "tme" is no group of workshop.json'),
    ("ideas", "i1,time", "i1,", "2: group: a blank is no key"),
    ("ideas", "i1,time", "i1,Time", '2: group: "Time" is no key: 1 to 50 of'),
    ("ideas", ",tools,\n", ",toys,\n", '2: analysis_group: "toys" is no group'),
    ("ideas", ",tools,\n", ",tools,No\n", "2: excluded: is given together with analysis_group"),
    ("ideas", "p1,0,", "p7,0,", '2: author: "p7" is not in participants.csv'),
    ("ideas", "p1,0,", "p1,2,", '2: seed: "2" is neither 0 nor 1'),
    ("ideas", "visible,tools", "seen,tools", '2: state: "seen" is neither visible, hidden nor'),
    ("ideas", "2026-03-03T10:00:00+00:00", "2026-03-02T08:59:59Z", "2: created_at: lies before"),
    ("ideas", "2026-03-03T10:00:00+00:00", "2026-03-23T17:00:00Z", "2: created_at: does not lie"),
    ("ideas", "2026-02-20T10:00:00+00:00", "2026-03-23T17:00:00Z", "4: created_at: does not lie"),
    ("ideas", ",1,2026-02-20", ",0,2026-02-20", "4: created_at: lies before the opening"),
    ("ideas", "Loan tablets", "x" * 201, "4: title: is 201 characters long, and 200 is the most"),
    ("ideas", "Ünï", "x" * 10_001, "5: body: is 10001 characters long, and 10000"),
    ("ideas", "Not about skills", "x" * 501, "5: excluded: is 501 characters long, and 500"),
    ("ideas", "i3,", "i2,", '5: idea: "i2" is the id of ideas.csv:4 already'),
    # comments.csv
    ("comments", "c4,i2", "c4,i9", '5: idea: "i9" is not in ideas.csv'),
    ("comments", "c2,i1,c1", "c2,i1,c9", '3: parent: "c9" is not in comments.csv'),
    ("comments", "c3,i1,c1", "c3,i1,c2", "4: parent: is a reply itself"),
    ("comments", "c3,i1,c1", "c3,i1,c4", "4: parent: is a comment on another idea"),
    ("comments", "c4,i2,,", "c4,i2,c4,", "5: parent: is a reply itself"),
    ("comments", "We tried it.", "x" * 5_001, "2: body: is 5001 characters long, and 5000"),
    ("comments", "2026-03-04T12", "2026-03-24T12", "4: created_at: does not lie before the close"),
    # votes.csv
    ("votes", "p2,i1,,1", "p2,,,1", "5: idea: neither an idea nor a comment is given"),
    ("votes", "p2,i1,,1", "p2,i1,c2,1", "5: comment: an idea and a comment are both given"),
    ("votes", "P-1,i1,,", "p2,i1,,", "5: voter: the vote of votes.csv:3 again"),
    ("votes", "p1,i2", "p1,i1", "4: voter: votes on a contribution of their own"),
    ("votes", "P-1,,c1", "p2,,c1", "2: voter: votes on a contribution of their own"),
    ("votes", "P-1,,c1", "P-1,,c7", '2: comment: "c7" is not in comments.csv'),
    ("votes", "p2,i1", "q,i1", '5: voter: "q" is not in participants.csv'),
    ("votes", ",-1,", ",+1,", '3: value: "+1" is neither 1 nor -1'),
    ("votes", ",-1,", ",0,", '3: value: "0" is neither 1 nor -1'),
    # codings.csv
    ("codings", "learn,anna", "lern,anna", '2: code: "lern" is no code of frame "literacy"'),
    ("codings", "share", "work", '4: code: "work" is a heading, not a code to give'),
    ("codings", "readiness", "readyness", '5: frame: "readyness" is no frame of workshop.json'),
    ("codings", "share", "learn", "4: code: the coding of codings.csv:3 again"),
    ("codings", ",c1,", ",,", "2: idea: neither an idea nor a comment is given"),
    ("codings", ",c1,", "i1,c1,", "2: comment: an idea and a comment are both given"),
    ("codings", "able,anna", "able,a@b.org", "5: coder: an e-mail address is never in an archive"),
    ("codings", "able,anna", "able," + "x" * 41, "5: coder: is 41 characters long, and 40"),
]  # fmt: skip
TIMES = [
    ("2026-03-05T12:00:00", "has no offset: add Z or one as +00:00"),
    ("2026-03-05 12:00:00+00:00", "is no time: write"),
    ("2026-03-05t12:00:00z", "is no time: write"),
    ("2026-03-05T12:00+00:00", "is no time: write"),
    ("2026-03-05", "is no time: write"),
    ("2026-02-29T12:00:00Z", "is no time that there is"),
    ("2026-03-05T24:00:00Z", "is no time that there is"),
    ("2026-03-05T12:00:60Z", "is no time that there is"),
    ("2026-03-05T12:00:00+24:00", "is no time that there is"),
    ("2026-03-05T12:00:00+00:60", "is no time that there is"),
    ("0001-01-01T00:00:00+01:00", "is no time that there is"),
    ("9999-12-31T12:00:00Z", "is too far from our days"),
    ("2026-03-05T12:00:00.Z", "is no time: write"),
    ("２026-03-05T12:00:00Z", "is no time: write"),
]


def faults_of(folder, files) -> list[str]:
    with pytest.raises(ArchiveError) as caught:
        archive_read(put_folder(folder, files))
    return caught.value.lines()


@pytest.mark.parametrize(("table", "old", "new", "expected"), BROKEN)
def test_a_broken_row_is_named_by_its_line_and_column(tmp_path, table, old, new, expected):
    files = sample_files()
    name = f"{table}.csv"
    changed = files[name].decode().replace(old, new, 1)
    assert changed.encode() != files[name]
    files[name] = changed.encode()

    # A broken id takes what refers to it along, in later tables.
    assert faults_of(tmp_path / "in", files)[0].startswith(f"{name}:{expected}")


@pytest.mark.parametrize(("time", "expected"), TIMES)
def test_times_that_are_none_are_named(tmp_path, time, expected):
    files = sample_files()
    files["votes.csv"] = files["votes.csv"].replace(TIME.encode(), time.encode(), 1)

    assert faults_of(tmp_path / "in", files) == [
        fault
        for fault in faults_of(tmp_path / "in", files)
        if fault.startswith(f'votes.csv:2: cast_at: "{time}" {expected}')
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"For all", b"For \xff all", f"ideas.csv:2: body: {NOT_TEXT}"),
        (b"Yes.", b"\xed\xa0\x80", f"ideas.csv:4: body: {NOT_TEXT}"),
        (b"i3,other", b"i3,o\xe9r", "ideas.csv:5: group: what is not UTF-8 is no key"),
    ],
)
def test_broken_utf_8_is_named_by_its_cell(tmp_path, old, new, expected):
    files = sample_files()
    files["ideas.csv"] = files["ideas.csv"].replace(old, new)

    (fault,) = faults_of(tmp_path / "in", files)
    assert fault.startswith(expected)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ["1: header: has no header"]),
        (b"\xef\xbb\xbf", ["1: header: has no header"]),
        (b"voter,idea,value\n", ["1: cast_at: the column is missing"]),
        (
            b'voter,idea,value,cast_at\n"p1,i2',
            ["2: row: has a quotation mark that is never closed"],
        ),
        (
            b'voter,idea,value,cast_at\np1,i"2,1,x\np2,i2,1,y\n',
            [
                "2: row: has a stray quotation mark or carriage return",
                '3: cast_at: "y" is no time: write 2026-03-02T09:00:00+00:00',
            ],
        ),
        (
            b'voter,idea,value,cast_at\n\n"p\n1",i2,1,x\n',
            [
                '3: voter: "p?1" is no id: 1 to 40 of A-Z, a-z, 0-9, _ and -',
                '3: cast_at: "x" is no time: write 2026-03-02T09:00:00+00:00',
            ],
        ),
        (
            b'voter,idea,value,cast_at\n"p1"x,i2,1,x\n"p1\r",i2\r,1,x',
            [
                "2: row: has a stray quotation mark or carriage return",
                "3: row: has a stray quotation mark or carriage return",
            ],
        ),
    ],
)
def test_the_dialect_is_held_to_the_letter(tmp_path, content, expected):
    files = sample_files() | {"votes.csv": content}

    assert faults_of(tmp_path / "in", files) == [f"votes.csv:{fault}" for fault in expected]


@pytest.mark.parametrize("name", sorted(set(sample_files()) - {"codings.csv"}))
def test_a_missing_file_is_one_fault_at_its_line_1(tmp_path, name):
    files = sample_files()
    del files[name]

    assert faults_of(tmp_path / "in", files) == [f"{name}:1: file: is missing"]


def test_all_faults_come_in_one_run_in_order(tmp_path):
    files = sample_files()
    files["workshop.json"] = files["workshop.json"].replace(b'"open"', b'"shut"')
    files["participants.csv"] = files["participants.csv"].replace(b",12", b",many")
    files["gateway.csv"] = files["gateway.csv"].replace(b",1,nurse", b",1,nun")
    files["comments.csv"] = files["comments.csv"].replace(b"c4,i2", b"c4,i5")
    files["votes.csv"] = files["votes.csv"].replace(b"P-1,,c1", b"P-1,,c8")

    places = [":".join(fault.split(":")[:3]) for fault in faults_of(tmp_path / "in", files)]
    assert places == [
        "workshop.json:26: groups[2].kind",
        "participants.csv:5: visits",
        "gateway.csv:2: role",
        "comments.csv:5: idea",
        "votes.csv:2: comment",
    ]


@pytest.mark.parametrize(
    ("rows", "lines", "last"), [(100, 100, "visits"), (250, 101, "250 faults")]
)
def test_at_most_100_faults_are_printed_and_then_their_number(tmp_path, rows, lines, last):
    files = sample_files()
    files["participants.csv"] += "".join(f"q{n},{TIME},x\n" for n in range(rows)).encode()

    faults = faults_of(tmp_path / "in", files)
    assert len(faults) == lines
    assert last in faults[-1]


def test_a_column_name_from_outside_stays_on_one_line(tmp_path):
    files = sample_files()
    files["votes.csv"] = b'"bad: na\nme\x1b[31m",voter,idea,comment,value,cast_at\n'

    assert faults_of(tmp_path / "in", files) == [
        'votes.csv:1: bad? na?me?[31m: "bad: na?me?[31m" is no column of this table'
    ]
