"""Rules about the code and templates themselves."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import CheckConstraint
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parent.parent
OUR_APPS = {"accounts", "workshop", "gateway", "ideas", "mailings", "privacy", "analysis"}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PARTIALS = [path for path in TEMPLATES if path.parent.name == "partials"]
MAILS = [path for path in TEMPLATES if "email" in path.parts or "emails" in path.parts]
CODE = [
    path
    for top in ("workshop", "gateway", "ideas", "analysis")
    for path in (ROOT / top).rglob("*.py")
    if "migrations" not in path.parts
]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p not in MAILS], ids=name)
def test_template_has_no_inline_script_or_style(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_trusts_nothing_and_stays_short(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\|\s*safe\b|autoescape off", text)
    assert text.count("\n") <= 150


@pytest.mark.parametrize("path", PARTIALS, ids=name)
def test_partial_says_its_inputs_first(path):
    assert path.read_text(encoding="utf-8").startswith(("{#", "{% comment"))


@pytest.mark.parametrize("path", CODE, ids=name)
def test_code_takes_no_short_cut_past_escaping_or_the_orm(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\bmark_safe\b|\.raw\(|\.extra\(|\beval\(|shell=True|\bpickle\b", text)


@pytest.mark.parametrize("path", CODE, ids=name)
def test_file_is_short_enough_to_read(path):
    assert path.read_text(encoding="utf-8").count("\n") <= 400


@pytest.mark.parametrize("path", CODE, ids=name)
def test_function_is_short_enough_to_read(path):
    functions = (
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )

    assert [each.name for each in functions if each.end_lineno - each.lineno >= 40] == []


def fields_with_choices():
    models = [m for m in apps.get_models() if m._meta.app_label in OUR_APPS and not m._meta.proxy]
    return [
        pytest.param(model, field.name, id=f"{model._meta.label}.{field.name}")
        for model in models
        for field in model._meta.get_fields()
        if getattr(field, "choices", None)
    ]


@pytest.mark.parametrize(("model", "field"), fields_with_choices())
def test_choices_are_checked_by_the_database_too(model, field):
    checks = [c for c in model._meta.constraints if isinstance(c, CheckConstraint)]

    assert any(f"{field}__in" in str(check.condition) for check in checks)


def every_route(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from every_route(pattern.url_patterns, route)
        else:
            yield route


OPEN_TO_ALL = {
    "", "healthz", "anonymity/", "privacy/", "accessibility/", "help/",
    "w/<slug:slug>/", "accounts/login/", "accounts/inactive/",
}  # fmt: skip


def address(route: str) -> str:
    """A route with every part filled in by something that does not exist."""
    route = re.sub(r"<slug:[^>]*>", "nowhere", route)
    route = re.sub(r"<int:[^>]*>", "999999", route)
    return "/" + re.sub(r"<[^>]*>", "nothing", route).replace("^", "").replace("$", "")


@pytest.mark.parametrize(
    "route", sorted(set(every_route(get_resolver().url_patterns)) - OPEN_TO_ALL)
)
def test_route_gives_nothing_to_a_stranger(client, db, route):
    if "(?P" in route:
        route = re.sub(r"\(\?P<[^>]+>[^)]*\)", "nothing", route)

    response = client.get(address(route))

    assert response.status_code in (301, 302, 400, 403, 404, 405), response.content[:200]
