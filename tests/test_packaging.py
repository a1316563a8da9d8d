"""What the repository promises about its own parts: pins, secrets, written-down settings."""

import json
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["base", "setup", "test"]
DOCS = sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))
SETTING = re.compile(
    r"""(?:env\.(?:text|flag|number|words|secret)|environ\.get)\(\s*["']([A-Z_]+)["']"""
)


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_with_a_hash(name):
    blocks = re.split(r"\n(?=\S)", (ROOT / f"requirements/{name}.txt").read_text().strip())

    assert blocks
    assert [b for b in blocks if not re.match(r"[a-z0-9.-]+==\S+.*\\\n +--hash=sha256:", b)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_file_names_a_registry(name):
    assert "://" not in (ROOT / f"requirements/{name}.txt").read_text()


@pytest.mark.parametrize("folder", [".", "bench/audit"])
def test_the_node_lock_file_has_hashes_and_no_addresses(folder):
    packages = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    installed = [entry for path, entry in packages.items() if path]

    assert all(entry["integrity"].startswith("sha512-") for entry in installed)
    assert not any("resolved" in entry for entry in installed)


def test_the_demo_installs_no_test_package():
    demo = "".join((ROOT / f"requirements/{name}.txt").read_text() for name in ("base", "setup"))

    assert not re.search(r"^(pytest|playwright|ruff|coverage)", demo, re.MULTILINE)


def test_every_setting_is_in_the_table_of_the_readme():
    files = [*(ROOT / "workshop/config").glob("*.py"), ROOT / "deploy/gunicorn.conf.py"]
    asked = {name for path in files for name in SETTING.findall(path.read_text())}
    readme = (ROOT / "README.md").read_text()
    table = readme[readme.index("| variable |") : readme.index("## Deploy")]

    assert {"SECRET_KEY", "TICK_SECONDS", "WEB_BIND"} <= asked
    assert [name for name in sorted(asked) if f"`{name}`" not in table] == []


def test_every_asked_for_requirement_says_why_it_earns_its_place():
    asked = [
        re.split(r"[\[<>=~]", line)[0]
        for path in (ROOT / "requirements").glob("*.in")
        for line in path.read_text().split()
        if line[0].isalpha() and not line.endswith(".in")
    ]
    reasons = (ROOT / "docs/dependencies.md").read_text()

    assert [name for name in asked if f"| {name} |" not in reasons] == []


def test_compose_takes_every_secret_from_outside():
    compose = (ROOT / "docker-compose.yml").read_text()
    secrets = re.findall(r"^ +(\w*(?:SECRET|PASSWORD)\w*): (.*)$", compose, re.MULTILINE)

    assert len(secrets) == 4
    assert [name for name, value in secrets if not value.startswith("${")] == []


def test_the_image_gets_every_room_of_the_house():
    ignored = (ROOT / ".dockerignore").read_text().split()
    rooms = [path.parent.name for path in ROOT.glob("*/apps.py")]

    assert sorted(rooms) == ["analysis", "gateway", "ideas", "workshop"]
    assert [room for room in rooms if f"!{room}" not in ignored] == []


def test_no_part_of_the_deployment_logs_who_asked_for_what():
    compose = (ROOT / "docker-compose.yml").read_text()
    proxy = (ROOT / "deploy/Caddyfile").read_text()
    server = runpy.run_path(str(ROOT / "deploy/gunicorn.conf.py"))

    assert server["accesslog"] is None
    assert "log_min_error_statement=panic -c log_error_verbosity=terse" in compose
    # The one mention of logs in the proxy's file takes lines about failed requests away.
    assert re.findall(r"^\s*log\b.*\n\s*(.*)", proxy, re.MULTILINE) == [
        "exclude http.log.error http.handlers.reverse_proxy"
    ]


@pytest.mark.parametrize("page", ["README.md", *DOCS])
def test_every_file_that_a_page_names_is_there(page):
    text = (ROOT / page).read_text()
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    named = re.findall(r"(?:tests|docs|deploy|requirements)/[\w./-]*\.\w+", text)
    missing = [name for name in named if not (ROOT / name).exists()]
    missing += [link for link in links if not (ROOT / page).parent.joinpath(link).exists()]

    assert missing == []
