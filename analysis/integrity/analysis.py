"""The analysis: codes, placements and cross-tabs that stay within their workshop."""

from django.db.models import F, Q

from analysis.integrity.rules import Rule
from analysis.models import Code, Coding, CrossTab, CrossTabGroup, Placement

ANALYSIS = (
    Rule(
        "idea",
        "idea__public_id",
        "counts in a group of another workshop",
        lambda: Placement.objects.exclude(group=None).exclude(group__workshop=F("idea__workshop")),
        owner="idea__workshop",
    ),
    *(
        Rule(
            item,
            f"{item}__public_id",
            "has a code of another workshop",
            lambda item=item: Coding.objects.exclude(**{item: None}).exclude(
                code__frame__workshop=F(f"{item}__workshop")
            ),
            owner=f"{item}__workshop",
        )
        for item in ("idea", "comment")
    ),
    Rule(
        "code",
        "code__key",
        "is a heading, but is given to a contribution",
        lambda: Coding.objects.filter(code__children__isnull=False),
        owner="code__frame__workshop",
    ),
    Rule(
        "code",
        "key",
        "stands below a code of another frame",
        lambda: Code.objects.exclude(parent=None).exclude(parent__frame=F("frame")),
        owner="frame__workshop",
    ),
    Rule(
        "code",
        "key",
        "stands below itself",
        lambda: Code.objects.filter(Q(parent=F("pk")) | Q(parent__parent=F("pk"))),
        owner="frame__workshop",
    ),
    Rule(
        "cross-tab of",
        "rows__key",
        "crosses a frame of another workshop",
        lambda: CrossTab.objects.exclude(
            rows__workshop=F("workshop"), columns__workshop=F("workshop")
        ),
    ),
    Rule(
        "cross-tab of",
        "crosstab__rows__key",
        "is made for a group of another workshop",
        lambda: CrossTabGroup.objects.exclude(group__workshop=F("crosstab__workshop")),
        owner="crosstab__workshop",
    ),
)
