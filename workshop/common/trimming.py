"""Stylesheets cut down to the rules that our pages can use, and written small.

The design system has a sheet for every site; most of its rules are for components we do not have.
A rule stays unless it asks for a class whose name stands nowhere in our templates, scripts or
code: states (`:hover`, `:disabled`, `[aria-…]`) and elements are never a reason to drop one.
"""

import re
from collections.abc import Iterator
from pathlib import Path

# A string, or what may end the part before it; \ keeps the next character whatever it is.
MARKS = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\\.|[{};]", re.DOTALL)
# Rules within these are judged one by one; what is in any other at-rule is no rule of ours.
HOLDERS = ("@media", "@supports", "@container", "@layer")
CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")
# What does not have a class is for us even if we never use the class; a dot in an attribute's
# value begins none.
ASIDE = re.compile(r":not\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]")
NAME = re.compile(r"[A-Za-z][\w-]*")
OWN_VALUE = re.compile(r"(?<=[{;])\s*(--[\w-]+)\s*:[^;{}]*;?")
# Atomic: a comment ends at its first end, whatever comes after.
EMPTY = r"(?>\s|/\*.*?\*/)"
SMALL = re.compile(
    rf"(\"[^\"]*\"|'[^']*')|{EMPTY}*([{{}};]){EMPTY}*|{EMPTY}+",
    re.DOTALL,
)


def used_names(paths: list[Path]) -> set[str]:
    """Return every word in these files that could be a class."""
    return {name for path in paths for name in NAME.findall(path.read_text(encoding="utf-8"))}


def trimmed(css: str, names: set[str]) -> str:
    """Return a sheet without the rules that ask for a class not among `names`."""
    kept = "".join(_kept(prelude, body, names) for prelude, body in _rules(css))
    wanted = set(re.findall(r"var\(\s*(--[\w-]+)", kept))
    return OWN_VALUE.sub(lambda found: found[0] if found[1] in wanted else "", kept)


def small(css: str) -> str:
    """Return a sheet without comments and without white space that says nothing."""
    return SMALL.sub(lambda found: found[1] or found[2] or " ", css).strip()


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield each rule of a sheet: what stands before its braces and within; None without any."""
    start = opened = depth = 0
    for mark in MARKS.finditer(css):
        if mark[0] == "{":
            opened = opened if depth else mark.end()
            depth += 1
        elif mark[0] == "}":
            depth -= 1
            if depth == 0:
                yield css[start : opened - 1].strip(), css[opened : mark.start()]
                start = mark.end()
        elif mark[0] == ";" and depth == 0:
            yield css[start : mark.end()].strip(), None
            start = mark.end()


def _kept(prelude: str, body: str | None, names: set[str]) -> str:
    """Return a rule as it stays, or nothing."""
    if body is None:
        return prelude
    if prelude.startswith(HOLDERS):
        inner = "".join(_kept(*rule, names) for rule in _rules(body))
        return f"{prelude}{{{inner}}}" if inner else ""
    if prelude.startswith("@"):
        return f"{prelude}{{{body}}}"
    selectors = [each for each in _alternatives(prelude) if _is_ours(each, names)]
    return f"{','.join(selectors)}{{{body}}}" if selectors else ""


def _alternatives(prelude: str) -> list[str]:
    """Return the selectors of a rule; a comma within brackets parts none."""
    found, depth = [""], 0
    for sign in prelude:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return found


def _is_ours(selector: str, names: set[str]) -> bool:
    """Say whether every class that a selector asks for is a word of ours."""
    return all(name in names for name in CLASS.findall(ASIDE.sub("", selector)))
