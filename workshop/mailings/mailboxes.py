"""The messages in a mailbox on disk: a file in mbox form, a Maildir, a folder of .eml, or one."""

import mailbox
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from workshop.common.errors import DomainError

# A report stands in the first part of a message; what follows may be anything of any size.
BYTES_READ = 1024 * 1024


def messages_in(path: Path) -> Iterator[bytes]:
    """Yield the beginning of each message. Raises DomainError if there is no such mailbox."""
    if path.is_dir():
        yield from _in_files(path)
    elif path.suffix == ".eml" and path.is_file():
        yield _beginning(path)
    elif path.is_file():
        yield from _in_mbox(path)
    else:
        raise DomainError("There is no such mailbox file or folder.")


def mailbox_state(path: Path) -> str:
    """Return words that change when a message comes, or nothing while there is no mailbox."""
    places = [path, path / "new", path / "cur"] if path.is_dir() else [path]
    states = [place.stat() for place in places if place.exists()]
    return " ".join(f"{each.st_size}:{each.st_mtime_ns}" for each in states)


def _in_files(folder: Path) -> Iterator[bytes]:
    inside = [folder / name for name in ("new", "cur") if (folder / name).is_dir()]
    files = [file for place in inside for file in place.iterdir()] or folder.glob("*.eml")
    for file in sorted(files):
        try:
            yield _beginning(file)
        except (FileNotFoundError, IsADirectoryError):
            continue  # moved by a mail program while we read


def _in_mbox(path: Path) -> Iterator[bytes]:
    with closing(mailbox.mbox(path, create=False)) as box:
        for key in box.iterkeys():
            with box.get_file(key) as file:
                yield file.read(BYTES_READ)


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(BYTES_READ)
