import re
from pathlib import Path

import pytest
from django.core.management import call_command

from workshop.common.assets import (
    FONTS,
    TYPEFACE,
    AssetError,
    joined,
    neutral_css,
    write_assets,
)

ROOT = Path(__file__).resolve().parents[2]
PACKAGED = (
    '@charset "UTF-8";html{font-family:Frutiger W01,arial,sans-serif}'
    "@font-face{font-family:Frutiger W01;src:url(https://elsewhere.example/a.woff2)}"
    "@media screen{.a{color:red;background:url(/assets/images/b.svg) no-repeat}.c{color:blue}}"
    "\n/*# sourceMappingURL=a.css.map */\n"
)


@pytest.fixture
def root(tmp_path):
    """A project folder with the packages' files and two sheets and one script of our own."""
    dist = tmp_path / "node_modules/nhsuk-frontend/dist/nhsuk"
    dist.mkdir(parents=True)
    (dist / "nhsuk-frontend.min.css").write_text(PACKAGED)
    for path in FONTS.values():
        (tmp_path / TYPEFACE / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / TYPEFACE / path).write_bytes(b"a typeface")
    (tmp_path / "htmx.js").write_text("htmx")
    for name, text in {
        "css/ORDER": "base.css\nvote.css\n",
        "css/vote.css": ".vote{}",
        "css/base.css": ":root{}",
        "js/ORDER": "menu.js\n",
        "js/menu.js": "menu();",
        "img/icon.svg": "<svg/>",
    }.items():
        path = tmp_path / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_the_packaged_stylesheet_loses_typeface_icons_and_source_map():
    assert neutral_css(PACKAGED).strip() == (
        '@charset "UTF-8";html{font-family:arial,sans-serif}@media screen{.c{color:blue}}'
    )


@pytest.mark.parametrize(
    "left",
    [
        ".a{background:url(https://x.example/y.png)}",
        ".a{font:Frutiger}",
        "@import url(//x.example)",
    ],
)
def test_a_stylesheet_that_would_still_reach_outside_is_refused(left):
    with pytest.raises(AssetError):
        neutral_css(left)


def test_our_files_are_joined_in_the_listed_order(root):
    assert joined(root / "static/css") == "/* base.css */\n:root{}\n\n/* vote.css */\n.vote{}\n\n"


@pytest.mark.parametrize("order", ["base.css\n", "base.css\nvote.css\nlost.css\n"])
def test_an_order_that_misses_or_invents_a_file_is_refused(root, order):
    (root / "static/css/ORDER").write_text(order)

    with pytest.raises(AssetError):
        joined(root / "static/css")


def test_pages_get_one_small_sheet_with_what_their_templates_name(root, tmp_path):
    (root / "templates").mkdir()
    write_assets(root, root / "htmx.js", tmp_path / "bare")
    (root / "templates/page.html").write_text('<p class="c">')
    write_assets(root, root / "htmx.js", tmp_path / "used")

    bare, used = ((tmp_path / name / "site.css").read_text() for name in ("bare", "used"))
    assert ".c{color:blue}" not in bare
    assert "@media screen{.c{color:blue}}" in used
    assert used.endswith("\n:root{}.vote{}\n")


def test_assets_are_written_once_and_again_only_after_a_change(root, tmp_path):
    target = tmp_path / "served"

    first = write_assets(root, root / "htmx.js", target)
    second = write_assets(root, root / "htmx.js", target)
    (root / "static/js/menu.js").write_text("menu(2);")
    third = write_assets(root, root / "htmx.js", target)

    assert (first, second, third) == (True, False, True)
    assert (target / "app.js").read_text() == "/* menu.js */\nmenu(2);\n\n"
    assert (target / "fonts/bold.ttf").read_bytes() == b"a typeface"
    assert (target / "img/icon.svg").read_text() == "<svg/>"


def test_what_the_real_packages_give_reaches_no_other_host(settings, tmp_path):
    if not (settings.BASE_DIR / "node_modules").exists():
        pytest.skip("node_modules is built by make test and make demo")
    settings.ASSETS_DIR = tmp_path

    call_command("build_assets", skip_install=True)

    served = (tmp_path / "site.css").read_text()
    assert "url(" not in served
    assert "Frutiger" not in served
    for state in (":hover", ":focus", ":disabled", ":checked"):
        assert re.search(rf"\.nhsuk-[\w-]+{state}", served)
    assert ".nhsuk-form-group--error" in served
    assert ".nhsuk-carousel" not in served
    assert ".nhsuk-header" not in served


def test_no_page_waits_for_a_script_to_say_that_scripts_run():
    sheets = [path.read_text() for path in (ROOT / "static/css").glob("*.css")]

    assert not any(".js-enabled" in sheet for sheet in sheets)
