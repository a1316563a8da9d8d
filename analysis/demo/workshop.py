"""The demo workshop's set-up as in `workshop.json`: published labels and dates, our own words."""

from datetime import UTC, datetime

from analysis.demo.sources import key_of, published, words

SLUG = "digital-ready-2017"
TIMEZONE = "Europe/London"
OPENS_AT = datetime(2017, 11, 22, 9, 0, tzinfo=UTC)
CLOSES_AT = datetime(2017, 12, 13, 23, 59, tzinfo=UTC)
CROSSED = ["informaticians", "system", "examples"]
# Fourteen people of 2017 stand in no row of this question, so it may be left out.
OPTIONAL = {"location"}
QUESTION_KINDS = {
    "single_choice": "single",
    "recommend_with_na": "single",
    "recommend": "scale",
    "ordered_band": "scale",
    "ordered_scale": "scale",
    "likert_5": "scale",
}
# How many people came through each channel, in printed order. Ours: these were not published.
JOINED = (
    *(14, 31, 52, 38, 47, 23, 29, 12, 118, 36, 21, 33, 87),
    *(9, 17, 8, 26, 11, 13, 104, 19, 7, 16, 14, 12, 10),
)


def demo_workshop() -> dict:
    """Return the demo's set-up with its original dates, in the shape of `workshop.json`."""
    return {
        "slug": SLUG,
        "title": published()["workshop"]["title"],
        "purpose": words()["purpose"],
        "timezone": TIMEZONE,
        "disclosure": "ons-10-5",
        "opens_at": OPENS_AT.isoformat(),
        "closes_at": CLOSES_AT.isoformat(),
        "groups": words()["groups"],
        "questionnaire": {"sections": [_section(section) for section in words()["sections"]]},
        "frames": _frames(),
        "crosstabs": [{"rows": "literacy", "columns": "readiness", "groups": CROSSED}],
        "channels": _channels(),
        "mailings": [
            mail | {"send_at": mail["send_at"].isoformat()} for mail in words()["mailings"]
        ],
        "settings": words()["settings"],
    }


def _section(section: dict) -> dict:
    printed = {question["key"]: question for question in published()["gateway"]["questions"]}
    return {
        "title": section["title"],
        "questions": [_question(printed[key], text) for key, text in section["questions"].items()],
    }


def _question(printed: dict, text: str) -> dict:
    labels = [option["label"] for option in printed["options"]]
    return {
        "key": printed["key"],
        "text": text,
        "kind": QUESTION_KINDS[printed["kind"]],
        "required": printed["key"] not in OPTIONAL,
        "options": [{"key": key_of(label), "label": label} for label in labels],
        "show_if": None,
    }


def _frames() -> list[dict]:
    """Five themes of the vision, seven of literacy, four of readiness under two headings."""
    printed = published()["coding_frames"]
    branches = printed["readiness"]["branches"]
    return [
        _frame("vision", "Themes of the vision", printed["vision"]["themes"]),
        _frame("literacy", "Digital literacy", printed["literacy"]["themes"]),
        _frame("readiness", "Digital readiness", branches + printed["readiness"]["elements"]),
    ]


def _frame(key: str, title: str, themes: list[dict]) -> dict:
    definitions = words()["definitions"]
    codes = [
        {
            "key": theme["key"],
            "label": theme["label"],
            "parent": theme.get("branch"),
            "definition": definitions[theme["key"]],
        }
        for theme in themes
    ]
    return {"key": key, "title": title, "codes": codes}


def _channels() -> list[dict]:
    names = published()["stakeholder_channels"]
    return [
        {"key": key_of(name), "title": name, "joined": joined}
        for name, joined in zip(names, JOINED, strict=True)
    ]
