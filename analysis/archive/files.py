"""Opens an archive, folder or zip, and hands out its files' bytes without trusting any of it."""

import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from analysis.archive.faults import Faults, cut, one_line
from analysis.archive.schema import FILES

MEBIBYTE = 1024 * 1024
LARGEST = 256 * MEBIBYTE
MOST_ENTRIES = 1000
DRIVE = re.compile(r"[A-Za-z]:")
TABLE_LIKE = re.compile(r".*\.(csv|json)", re.IGNORECASE)
# Whatever a hostile zip makes the standard library raise.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,  # an unknown method of compression
    RuntimeError,  # a password is asked for
    ValueError,
    OverflowError,
)


class Source(Protocol):
    """The files of one archive."""

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None where it is missing."""


@contextmanager
def archive_source(path: Path, faults: Faults) -> Iterator[Source]:
    """Give the files of the archive at `path`; raises ArchiveError if it cannot be trusted."""
    name = path.name or str(path)
    try:
        if path.is_dir():
            yield FolderSource(path, faults)
        elif path.is_file():
            with path.open("rb") as file:
                yield ZipSource(file, name, faults)
        else:
            faults.add(str(path), 1, "file", "is missing: there is no folder or zip of that name")
            faults.raise_if_any()
    except OSError as error:
        name = Path(error.filename or name).name
        faults.add(name, 1, "file", f"cannot be read: {error.strerror or type(error).__name__}")
        faults.raise_if_any()


class FolderSource:
    """An archive in a folder; links in it are refused, wherever they lead."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        self.folder = folder
        left = LARGEST
        for entry in sorted(folder.iterdir()):
            state = entry.lstat()
            if stat.S_ISLNK(state.st_mode):
                faults.add(entry.name, 1, "file", "is a link, which an archive may not hold")
            elif entry.name in FILES and not stat.S_ISREG(state.st_mode):
                faults.add(entry.name, 1, "file", "is not a file")
            else:
                check_name(entry.name, faults)
            left -= state.st_size
        if left < 0:
            faults.add(folder.name or str(folder), 1, "file", "holds more than 256 MiB")
        faults.raise_if_any()

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None where it is missing."""
        path = self.folder / name
        return path.read_bytes() if path.exists() else None


class ZipSource:
    """An archive in a zip, its files at the root or in one folder."""

    def __init__(self, file: BinaryIO, name: str, faults: Faults) -> None:
        self.name, self.faults = name, faults
        try:
            self.zip = zipfile.ZipFile(file)
            self.entries = {
                info.filename: info for info in self.zip.infolist() if not info.is_dir()
            }
            self.check()
            self.unpack_all()
        except ZIP_ERRORS as error:
            faults.add(name, 1, "file", f"is no zip file that can be read: {why(error)}")
            faults.raise_if_any()
        self.root = next(iter(self.entries), "").rpartition("/")[0]

    def check(self) -> None:
        """Refuse names that lead elsewhere, links, doubled names and several folders."""
        infos = self.zip.infolist()
        if len(infos) > MOST_ENTRIES:
            self.faults.add(self.name, 1, "file", f"holds more than {MOST_ENTRIES} files")
            self.faults.raise_if_any()
        seen: set[str] = set()
        for info in infos:
            if what := wrong_with(info, seen):
                self.faults.add(info.orig_filename, 1, "file", what)
            seen.add(info.filename.casefold())
        self.faults.raise_if_any()
        folders = {str(Path(name).parent) for name in self.entries}
        if len(folders) > 1:
            what = "its files are not all at the root or in one folder"
            self.faults.add(self.name, 1, "file", what)
        for name in self.entries:
            check_name(Path(name).name, self.faults, shown=name)
        self.faults.raise_if_any()

    def unpack_all(self) -> None:
        """Unpack every file once, counting what really comes out, whatever the headers say."""
        left = LARGEST
        for info in self.entries.values():
            with self.zip.open(info) as file:
                while chunk := file.read(MEBIBYTE):
                    left -= len(chunk)
                    if left < 0:
                        self.faults.add(self.name, 1, "file", "unpacks to more than 256 MiB")
                        self.faults.raise_if_any()

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None where it is missing."""
        info = self.entries.get(f"{self.root}/{name}" if self.root else name)
        return None if info is None else self.zip.read(info)


def wrong_with(info: zipfile.ZipInfo, seen: set[str]) -> str | None:
    """Return why an entry of a zip is refused, or None."""
    name = info.orig_filename
    parts = name.rstrip("/").split("/")
    if name.startswith("/") or DRIVE.match(name):
        return "has an absolute path"
    if ".." in parts:
        return "climbs out of its folder"
    if "\\" in name or "\x00" in name or "" in parts or "." in parts:
        return "has a name that an archive may not hold"
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link, which an archive may not hold"
    if len(parts) > 2:
        return "lies deeper than one folder"
    return "is there twice" if info.filename.casefold() in seen else None


def check_name(name: str, faults: Faults, shown: str = "") -> None:
    """Refuse what looks like a table and is none: a slip of the pen would lose its rows."""
    if TABLE_LIKE.fullmatch(name) and name not in FILES:
        faults.add(shown or name, 1, "file", "is no file of an archive")


def why(error: Exception) -> str:
    """Return the reason of a library's error in few words."""
    return cut(one_line(str(error))) or type(error).__name__
