"""The number by which people know a group's question, as the hall counts them."""

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When

from workshop.enums import GroupKind
from workshop.models import BreakoutGroup


def question_number(to_group: str = "") -> Case:
    """Return the place of a group among its workshop's challenge questions, 0 for another kind.

    `to_group` leads from the rows to their group, as "group__"; it costs no query of its own.
    """
    place = OuterRef(f"{to_group}position")
    before = Q(position__lt=place) | Q(position=place, key__lte=OuterRef(f"{to_group}key"))
    challenges = BreakoutGroup.objects.filter(
        before, workshop=OuterRef(f"{to_group}workshop"), kind=GroupKind.CHALLENGE
    )
    counts = challenges.order_by().values("workshop").annotate(number=Count("pk"))
    is_challenge = Q(**{f"{to_group}kind": GroupKind.CHALLENGE})
    number = Subquery(counts.values("number"), output_field=IntegerField())
    return Case(When(is_challenge, then=number), default=Value(0))
