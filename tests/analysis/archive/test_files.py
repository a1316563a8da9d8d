"""Zips and folders that try to reach out, pretend or flood."""

import os
import struct
import zipfile

import pytest

from analysis.archive import files as archive_files
from analysis.archive.faults import ArchiveError
from analysis.archive.reader import archive_read
from tests.analysis.archive.samples import put_folder, put_zip, sample_files

SPACES = b" " * (2 * 1024 * 1024)


def faults_of(path) -> list[str]:
    with pytest.raises(ArchiveError) as caught:
        archive_read(path)
    return caught.value.lines()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../evil.txt", "../evil.txt:1: file: climbs out of its folder"),
        ("x/../../evil.txt", "x/../../evil.txt:1: file: climbs out of its folder"),
        ("/etc/evil", "/etc/evil:1: file: has an absolute path"),
        ("C:/evil", "C:/evil:1: file: has an absolute path"),
        ("..\\evil", "..\\evil:1: file: has a name that an archive may not hold"),
        ("./ideas.csv", "./ideas.csv:1: file: has a name that an archive may not hold"),
        ("IDEAS.CSV", "IDEAS.CSV:1: file: is there twice"),
        ("a/b/c", "a/b/c:1: file: lies deeper than one folder"),
        ("a/notes.txt", "in.zip:1: file: its files are not all at the root or in one folder"),
        ("coding.csv", "coding.csv:1: file: is no file of an archive"),
    ],
)
def test_a_name_that_does_not_belong_is_refused(tmp_path, name, expected):
    path = put_zip(tmp_path / "in.zip", sample_files() | {name: b""})

    assert expected in faults_of(path)
    assert [p.name for p in tmp_path.iterdir()] == ["in.zip"]


def test_the_same_name_twice_is_refused(tmp_path):
    path = put_zip(tmp_path / "in.zip", sample_files())
    with zipfile.ZipFile(path, "a") as pack, pytest.warns(UserWarning, match="Duplicate name"):
        pack.writestr("votes.csv", b"other")

    assert faults_of(path) == ["votes.csv:1: file: is there twice"]


def test_a_link_in_a_zip_is_refused(tmp_path):
    path = put_zip(tmp_path / "in.zip", {})
    info = zipfile.ZipInfo("workshop.json")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as pack:
        pack.writestr(info, "/etc/passwd")

    assert faults_of(path) == ["workshop.json:1: file: is a link, which an archive may not hold"]


def test_a_link_in_a_folder_is_refused(tmp_path):
    folder = put_folder(tmp_path / "in", sample_files())
    (folder / "codings.csv").unlink()
    (folder / "codings.csv").symlink_to("/etc/passwd")

    assert faults_of(folder) == ["codings.csv:1: file: is a link, which an archive may not hold"]


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_not_opened(tmp_path, make):
    folder = put_folder(tmp_path / "in", sample_files())
    (folder / "codings.csv").unlink()
    make(folder / "codings.csv")

    assert faults_of(folder) == ["codings.csv:1: file: is not a file"]


def test_more_than_256_mebibytes_are_refused_in_zip_and_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(archive_files, "LARGEST", 2 * 1024 * 1024)
    files = sample_files() | {"notes.txt": SPACES}
    with zipfile.ZipFile(tmp_path / "in.zip", "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(name, content)

    assert (tmp_path / "in.zip").stat().st_size < 20_000
    assert faults_of(tmp_path / "in.zip") == ["in.zip:1: file: unpacks to more than 256 MiB"]
    assert faults_of(put_folder(tmp_path / "in", files)) == ["in:1: file: holds more than 256 MiB"]


def test_a_size_that_lies_is_found_out(tmp_path):
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in (sample_files() | {"notes.txt": SPACES}).items():
            pack.writestr(name, content)
    true, false = struct.pack("<L", len(SPACES)), struct.pack("<L", 10)
    assert path.read_bytes().count(true) == 2
    path.write_bytes(path.read_bytes().replace(true, false))

    (fault,) = faults_of(path)
    assert fault.startswith("in.zip:1: file: is no zip file that can be read: ")


@pytest.mark.parametrize("content", [b"", b"PK", b"hello", b"PK\x05\x06" + b"\0" * 18 + b"x"])
def test_a_file_that_is_no_zip_is_refused(tmp_path, content):
    (tmp_path / "in.zip").write_bytes(content)

    (fault, *rest) = faults_of(tmp_path / "in.zip")
    assert fault.startswith(("in.zip:1: file: ", "workshop.json:1: file: is missing"))


def test_a_locked_zip_is_refused(tmp_path):
    path = put_zip(tmp_path / "in.zip", {"workshop.json": b"{}"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    (fault,) = faults_of(path)
    assert fault.startswith("in.zip:1: file: is no zip file that can be read: File ")


def test_a_path_that_is_not_there_is_one_fault(tmp_path):
    path = tmp_path / ("none" * 20)

    (fault,) = faults_of(path)
    assert fault == f"{path}:1: file: is missing: there is no folder or zip of that name"
