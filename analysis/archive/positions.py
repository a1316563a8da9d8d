"""A JSON reader that remembers on which line each value begins, and is stricter than json."""

import re
from dataclasses import dataclass
from json import JSONDecodeError
from json.decoder import scanstring

SPACE = re.compile(r"[ \t\n\r]*")
NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][+-]?[0-9]+)?")
WORDS = {"true": True, "false": False, "null": None}
LONGEST_WHOLE = 18
DEEPEST = 30


class JsonError(Exception):
    """The text is not JSON; has the line and what is wrong."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line, self.what = line, what


@dataclass(frozen=True, slots=True)
class Node:
    """A value and the line on which it begins; objects and lists hold nodes."""

    value: object
    line: int


def json_nodes(text: str) -> Node:
    """Return the value of a JSON text with the lines of all its parts; raises JsonError."""
    return Scanner(text).document()


class Scanner:
    """Reads one text from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.depth = text, 0, 0
        self.line, self.counted = 1, 0

    def document(self) -> Node:
        """Return the one value of the text."""
        self.skip()
        node = self.node()
        self.skip()
        if self.at < len(self.text):
            self.fail("something follows the end of the object")
        return node

    def node(self) -> Node:
        """Return the value that begins here."""
        line, sign = self.here(), self.text[self.at : self.at + 1]
        if sign in ("{", "["):
            return Node(self.container(sign), line)
        if sign == '"':
            return Node(self.string(), line)
        for word, value in WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return Node(value, line)
        return Node(self.number(), line)

    def container(self, sign: str) -> dict | list:
        """Return the object or list that begins here."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail("is nested too deeply")
        self.at += 1
        self.skip()
        read, close = (self.members, "}") if sign == "{" else (self.items, "]")
        value = ({} if sign == "{" else []) if self.taken(close) else read()
        self.depth -= 1
        return value

    def members(self) -> dict[str, Node]:
        """Return the members of an object up to its end; a key given twice is an error."""
        found: dict[str, Node] = {}
        while True:
            if self.text[self.at : self.at + 1] != '"':
                self.fail("a key in double quotes is missing here")
            key = self.string()
            if key in found:
                self.fail("the same key is given twice")
            self.skip()
            if not self.taken(":"):
                self.fail("a colon is missing here")
            self.skip()
            found[key] = self.node()
            if self.ended("}"):
                return found

    def items(self) -> list[Node]:
        """Return the items of a list up to its end."""
        found = []
        while True:
            found.append(self.node())
            if self.ended("]"):
                return found

    def ended(self, close: str) -> bool:
        """Pass over a closing sign or a comma, and say whether it was the closing sign."""
        self.skip()
        if self.taken(close):
            return True
        if not self.taken(","):
            self.fail(f"a comma or {close} is missing here")
        self.skip()
        return False

    def string(self) -> str:
        """Return the string that begins here."""
        try:
            value, self.at = scanstring(self.text, self.at + 1, True)
        except JSONDecodeError as error:
            self.at = min(error.pos, len(self.text))
            self.fail("a string is not ended or holds what it may not")
        return value

    def number(self) -> int | float:
        """Return the number that begins here."""
        match = NUMBER.match(self.text, self.at)
        if not match:
            self.fail("a value is missing here")
        self.at = match.end()
        whole, fraction, power = match.groups()
        if fraction or power or len(whole) > LONGEST_WHOLE:
            return float(match.group())
        return int(whole)

    def taken(self, sign: str) -> bool:
        """Pass over a sign if it stands here, and say whether it did."""
        if not self.text.startswith(sign, self.at):
            return False
        self.at += 1
        return True

    def skip(self) -> None:
        """Pass over white space."""
        self.at = SPACE.match(self.text, self.at).end()

    def here(self) -> int:
        """Return the line that has been reached."""
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line

    def fail(self, what: str) -> None:
        """Raise the error of this line."""
        raise JsonError(1 + self.text.count("\n", 0, self.at), f"is not JSON: {what}")
