"""The roles of staff: Django groups, each with the least it needs."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

ALL = ("add", "change", "delete", "view")
# role → {app.model: actions}; an action that is no word of Django's is a permission's own name.
ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    "facilitator": {
        "workshop.workshop": ("add", "change", "view", "seal_workshop"),
        "workshop.breakoutgroup": ALL,
        "workshop.channel": ALL,
        "gateway.questionnaire": ("add", "change", "view"),
        "gateway.section": ALL,
        "gateway.question": ALL,
        "gateway.option": ALL,
        "ideas.idea": ("add", "change", "view"),
        "workshop.logo": ALL,
        "ideas.comment": ("add", "change", "view"),
        "ideas.flag": ("change", "view"),
        "mailings.mailing": ALL,
    },
    "analyst": {
        "workshop.workshop": ("view",),
        "analysis.codingframe": ("add", "change", "view", "view_report"),
        "analysis.code": ("add", "change", "view"),
        "analysis.codedidea": ("change", "view"),
        "analysis.coding": ALL,
        "analysis.placement": ALL,
        "analysis.crosstab": ALL,
        "analysis.crosstabgroup": ALL,
    },
    "steering group": {"analysis.codingframe": ("view_report",)},
    "operator": {"accounts.user": ("add", "change", "view")},
}


def _permission(app: str, model: str, action: str) -> Q:
    codename = f"{action}_{model}" if action in ALL else action
    return Q(content_type__app_label=app, content_type__model=model, codename=codename)


@transaction.atomic
def roles_ensure() -> None:
    """Make the four groups and give each exactly its permissions; repeating it changes nothing."""
    for role, models in ROLES.items():
        wanted = Q(pk=None)
        for name, actions in models.items():
            for action in actions:
                wanted |= _permission(*name.split("."), action)
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(Permission.objects.filter(wanted))
