"""A sheet keeps every rule that a page of ours could use."""

import re

import pytest

from workshop.common.trimming import small, trimmed

PARTS = re.compile(r"nhsuk-[\w-]*(\{\{|\{%[^%]*%\}[\w-])")
NAMES = {"a", "a--red", "b"}


@pytest.mark.parametrize(
    "css",
    [
        "p{color:red}",
        "*,:after,:before{color:red}",
        ".a:hover:not(:disabled){color:red}",
        ".a--red:active{color:red}",
        ".b .a>p+p::before{content:'.x{};'}",
        '.a{content:".x{}\\"}"}',
        ".a:not(.x){color:red}",
        "body:not(.x:is(.y)) .a{color:red}",
        '.a[href$=".pdf"]{color:red}',
        ".a:is(.b,p){color:red}",
        '@charset "UTF-8";.a{color:red}',
        "@keyframes turn{0%{top:0}to{top:1px}}",
        "@page{margin:1cm}",
        "@media (min-width:40em){.a{color:red}}",
        "@supports (display:grid){@media print{.a{color:red}}}",
    ],
)
def test_what_we_may_use_stays_as_it_is(css):
    assert trimmed(css, NAMES) == css


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".x{color:red}", ""),
        (".a.x{color:red}", ""),
        (".a--blue:hover{color:red}", ""),
        (".a,.x,p{color:red}", ".a,p{color:red}"),
        (".x{content:'}'}.a{color:red}", ".a{color:red}"),
        (".a\\:focus{color:red}", ""),
        ("@media print{.x{color:red}}.a{top:0}", ".a{top:0}"),
        ("@media print{.x{color:red}.a{top:0}}", "@media print{.a{top:0}}"),
    ],
)
def test_what_asks_for_a_class_that_nothing_has_goes(css, left):
    assert trimmed(css, NAMES) == left


def test_own_values_go_where_no_rule_that_stays_reads_them():
    css = ":root{--one:1px;--two:2px}.a--red:hover{top:var(--one)}.x{top:var(--two)}"

    assert trimmed(css, NAMES) == ":root{--one:1px;}.a--red:hover{top:var(--one)}"


def test_a_small_sheet_says_the_same_without_notes_and_indentation():
    words = '"a  /* b */ ; c"'
    css = (
        f"/* Why. */\n.a,\n.b > p {{\n  color: red;\n  content: {words};\n}}\n\n@media print {{}}\n"
    )

    assert small(css) == f".a, .b > p{{color: red;content: {words};}}@media print{{}}"


def test_no_template_makes_the_name_of_a_class_of_the_design_system_from_parts(settings):
    templates = (settings.BASE_DIR / "templates").rglob("*.html")

    assert not [p.name for p in templates if PARTS.search(p.read_text())]
