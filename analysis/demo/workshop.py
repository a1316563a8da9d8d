"""The demo workshop's set-up: its groups, coding frames, channels and mailings, as `workshop.json` has them."""

from datetime import UTC, datetime

from analysis.demo.mails import mailings
from analysis.demo.questions import questionnaire
from analysis.demo.sources import key_of, published

SLUG = "digital-ready-2017"
TIMEZONE = "Europe/London"
OPENS_AT = datetime(2017, 11, 22, 9, 0, tzinfo=UTC)
CLOSES_AT = datetime(2017, 12, 13, 23, 59, tzinfo=UTC)

PURPOSE = """\
Health and care are filling up with technology and data. Whether that helps anyone depends on the people who use \
them. This workshop asks everyone who works with data, information, knowledge or technology in health and care, \
and everyone who works beside them, what it would take for the whole workforce to be ready.

You read what others think, add your own ideas, comment, and vote. Nobody sees who wrote or voted what."""

SETTINGS = {
    "organiser": "the team behind a national programme to build digital readiness in health and care",
    "strapline": "What would it take for everyone who works in health and care to be ready for digital work?",
    "next_steps": (
        "When the workshop has closed, analysts read every idea and sort it by theme. A report follows, with the "
        "figures, the themes and what you supported most. It shapes how the programme spends its £6 million."
    ),
}

GROUPS = (
    (
        "vision",
        "New vision",
        "challenge",
        "It is a few years from now, and technology, data and know-how are used as well as they can be. "
        "What do patients and staff notice that is different from today?",
    ),
    (
        "informaticians",
        "The role of informaticians",
        "challenge",
        "You work with data, information or technology. What should people like you start, stop or do "
        "differently, so that others get more out of them? Tell us why.",
    ),
    (
        "system",
        "The role of the system",
        "challenge",
        "Now think of everybody else: other professions, managers, regulators, the people who hold the money. "
        "What should they start, stop or do differently, and why?",
    ),
    (
        "examples",
        "Great examples",
        "challenge",
        "What have you seen that made people more confident, more skilled or better equipped? "
        "Tell us what it was, and how you know that it worked.",
    ),
    (
        "other",
        "Other ideas",
        "open",
        "Is there something on your mind that fits none of the other questions? Put it here.",
    ),
)

DEFINITIONS = {
    "purpose": "Says what it is all for: people who are healthier, safer or better looked after.",
    "drive": "New ways of working, better quality, less waste of time and money.",
    "patients": "People see, own and use their information and have a say in their care.",
    "staff": "People who work in care have the tools, the time and the freedom to do it well.",
    "integration": "Records, systems and services that work as one across organisations.",
    "collaboration": "Working, sharing and deciding together, inside and between organisations.",
    "data_literacy": "Recording, reading, questioning and using data with understanding.",
    "innovation": "Trying new things, and letting others try them.",
    "leadership_culture": "What leaders do, allow and expect, and how that feels to work in.",
    "learning": "Training, teaching, coaching and time to learn.",
    "professionalism": "Standards, registration, careers, ethics and a voice for the professions.",
    "using_technology": "Everyday use of systems and devices, and how easy they make it.",
    "willing": "People want to, and their organisation wants them to.",
    "able": "People can, and have what they need.",
    "attitude": "What individuals think and feel about digital work.",
    "drivers": "Money, policy, targets and time that push an organisation one way or the other.",
    "skills": "What people know and can do.",
    "tech": "Equipment, systems, networks and access to them.",
}

# How many people came through each channel, in printed order: ours, as the figures were not published.
JOINED = (
    *(14, 31, 52, 38, 47, 23, 29, 12, 118, 36, 21, 33, 87),
    *(9, 17, 8, 26, 11, 13, 104, 19, 7, 16, 14, 12, 10),
)


def demo_workshop() -> dict:
    """The set-up of the demo workshop with its original dates, in the shape of `workshop.json`."""
    return {
        "slug": SLUG,
        "title": published()["workshop"]["title"],
        "purpose": PURPOSE,
        "timezone": TIMEZONE,
        "disclosure": "ons-10-5",
        "opens_at": OPENS_AT.isoformat(),
        "closes_at": CLOSES_AT.isoformat(),
        "groups": [
            {"key": key, "title": title, "prompt": prompt, "kind": kind} for key, title, kind, prompt in GROUPS
        ],
        "questionnaire": questionnaire(),
        "frames": frames(),
        "crosstabs": [
            {"rows": "literacy", "columns": "readiness", "groups": ["informaticians", "system", "examples"]}
        ],
        "channels": channels(),
        "mailings": mailings(OPENS_AT),
        "settings": SETTINGS,
    }


def frames() -> list[dict]:
    """The three coding frames: five themes of the vision, seven of digital literacy, four of readiness."""
    printed = published()["coding_frames"]
    readiness = printed["readiness"]
    branches = [(branch["key"], branch["label"], None) for branch in readiness["branches"]]
    leaves = [(leaf["key"], leaf["label"], leaf["branch"]) for leaf in readiness["elements"]]
    return [
        _frame("vision", "Themes of the vision", [(t["key"], t["label"], None) for t in printed["vision"]["themes"]]),
        _frame("literacy", "Digital literacy", [(t["key"], t["label"], None) for t in printed["literacy"]["themes"]]),
        _frame("readiness", "Digital readiness", branches + leaves),
    ]


def channels() -> list[dict]:
    """The 26 partner organisations and how many people each of them brought."""
    names = published()["stakeholder_channels"]
    return [{"key": key_of(n), "title": n, "joined": joined} for n, joined in zip(names, JOINED, strict=True)]


def _frame(key: str, title: str, codes: list[tuple[str, str, str | None]]) -> dict:
    rows = [{"key": k, "label": label, "parent": up, "definition": DEFINITIONS[k]} for k, label, up in codes]
    return {"key": key, "title": title, "codes": rows}
