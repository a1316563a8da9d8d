"""The records of a CSV text as RFC 4180 has them, each with the line on which it begins."""

import re
from collections.abc import Iterator

CELL = re.compile(r'(?:"([^"]*+(?:""[^"]*+)*+)"|([^",\r\n]*+))(,|\r?\n|\Z)')
QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+')
STRAY = "has a stray quotation mark or carriage return"
OPEN = "has a quotation mark that is never closed"


def csv_records(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield each record's line and its cells, or what is wrong with it; blank lines are passed."""
    at, line, end = 0, 1, len(text)
    while at < end:
        stop = text.find("\n", at)
        stop = end if stop < 0 else stop
        plain = text[at:stop].removesuffix("\r")
        if not plain:
            at, line = stop + 1, line + 1
        elif '"' not in plain and "\r" not in plain:
            yield line, plain.split(",")
            at, line = stop + 1, line + 1
        else:
            cells, after = quoted_record(text, at)
            # A broken record ends with its line, so that the next ones can still be read.
            after = stop + 1 if after is None else after
            yield line, cells
            line += text.count("\n", at, after)
            at = end if cells == OPEN else after


def quoted_record(text: str, at: int) -> tuple[list[str] | str, int | None]:
    """Return the cells of the record that begins at `at` and where it ends, or what is wrong."""
    cells = []
    while match := CELL.match(text, at):
        quoted, plain, sign = match.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        if sign != ",":
            return cells, match.end()
        at = match.end()
    quoted_part = QUOTED.match(text, at)
    return (OPEN if quoted_part and quoted_part.end() == len(text) else STRAY), None
