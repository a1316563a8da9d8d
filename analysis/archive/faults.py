"""What is wrong with an archive: every fault has its file, line and column."""

import re
from dataclasses import dataclass

from analysis.archive.schema import FILES
from workshop.common.errors import DomainError

# Faults printed, and faults kept while reading (all are counted).
PRINTED, KEPT = 100, 10_000
LONGEST_QUOTE = 60
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, at the physical line on which its record or value begins."""

    file: str
    line: int
    column: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.column}: {self.what}"


class ArchiveError(DomainError):
    """The archive cannot be read; `faults` are in order of file and line, `count` is of all."""

    def __init__(self, faults: list[Fault], count: int | None = None) -> None:
        super().__init__(f"The archive has {count or len(faults)} faults.")
        self.faults = faults
        self.count = count or len(faults)

    def lines(self) -> list[str]:
        """Return what to print: a line a fault, at most 100, and then how many there are."""
        lines = [str(fault) for fault in self.faults[:PRINTED]]
        return [*lines, f"{self.count} faults"] if self.count > PRINTED else lines


class Faults:
    """Gathers the faults of one archive."""

    def __init__(self) -> None:
        self.kept: list[Fault] = []
        self.count = 0

    def add(self, file: str, line: int, column: str, what: str) -> None:
        """Note a fault; names from outside are made fit for one line."""
        self.count += 1
        if len(self.kept) < KEPT:
            column = cut(one_line(column).replace(":", "?"))
            self.kept.append(Fault(one_line(file), line, column, what))

    def raise_if_any(self) -> None:
        """Raise ArchiveError with what was gathered, in order of file and line."""
        if self.count:
            raise ArchiveError(sorted(self.kept, key=place), self.count)


def place(fault: Fault) -> tuple[int, int]:
    """Return the place of a fault: the archive itself, then its files in writing order."""
    return FILES.index(fault.file) if fault.file in FILES else -1, fault.line


def one_line(text: str) -> str:
    """Return a name as one printable line."""
    return UNPRINTABLE.sub("?", text)


def cut(text: str) -> str:
    """Return the beginning of a text, as much as a line has room for."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def quote(text: str) -> str:
    """Return a value from outside in quotation marks, as one short printable line."""
    return f'"{cut(one_line(text))}"'
