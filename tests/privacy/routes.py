"""Every page of the site, with real objects in its address. A route without a row here fails."""

from collections.abc import Callable, Iterator
from itertools import product

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import get_resolver, reverse
from django.urls.resolvers import RoutePattern

from gateway.models import Question
from ideas.enums import OwnSection
from ideas.models import Comment, Idea
from tests.analysis.report.asking import report
from tests.privacy.canaries import World
from workshop.accounts.models import User
from workshop.mailings.models import Delivery
from workshop.mailings.tokens import stop_token

# The screen of accounts has staff alone; asking for another says "there is no 9000000001".
SHOWN = {User: {"is_staff": True}}
ROWS = 3  # of each screen of the staff, that many rows are opened
Arguments = Callable[[World], list]


def idea_ids(world: World) -> list[str]:
    return list(Idea.objects.values_list("public_id", flat=True))


def comment_ids(world: World) -> list[str]:
    return list(Comment.objects.values_list("public_id", flat=True))


def questions(world: World) -> list[str]:
    return list(Question.objects.values_list("key", flat=True))


def tables(world: World) -> list[str]:
    return list(report(world.workshop)["tables"])


# (the beginning of a route's name, the parameter) → the values it takes, longest beginning first.
VALUES: dict[tuple[str, str], Arguments] = {
    ("", "slug"): lambda world: [world.workshop.slug],
    ("workshop:arrive", "channel"): lambda world: [world.channel.key],
    ("workshop:logo", "public_id"): lambda world: list(
        world.workshop.logos.values_list("public_id", flat=True)
    ),
    ("mailings:", "key"): lambda world: [world.channel.key],
    **{
        (f"mailings:{page}", "key"): lambda world: [world.mailing.key]
        for page in ("mailing", "when", "decide", "who", "text", "preview", "before")
    },
    ("mailings:stop", "token"): lambda world: [
        *(stop_token(of) for of in (world.author, world.early)),
        *(stop_token(row) for row in Delivery.objects.order_by("pk")[:ROWS]),
    ],
    ("gateway:", "key"): questions,
    ("gateway:", "number"): lambda world: [1],
    ("analysis:table_csv", "name"): tables,
    ("ideas:", "key"): lambda world: [world.group.key],
    ("ideas:", "public_id"): idea_ids,
    ("ideas:mine_list", "section"): lambda world: list(OwnSection.values),
    ("ideas:comment", "public_id"): comment_ids,
    ("ideas:comment_add", "public_id"): idea_ids,
    ("ideas:comment_list", "public_id"): idea_ids,
    ("ideas:reply_form", "public_id"): comment_ids,
    ("admin:app_list", "app_label"): lambda world: ["workshop", "gateway", "ideas", "analysis"],
    ("admin:view_on_site", "content_type_id"): lambda world: [
        ContentType.objects.get_for_model(Idea).pk
    ],
    ("admin:view_on_site", "object_id"): lambda world: [Idea.objects.first().pk],
    ("admin:auth_user_password_change", "id"): lambda world: [world.staff.pk],
}


def screens() -> dict[str, type]:
    """The staff's screens: the beginning of their routes' names, and the rows they show."""
    return {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_": model
        for model in admin.site._registry
    }


def values_of(world: World, name: str, parameter: str) -> list:
    """The values of a parameter; KeyError where nobody has said which."""
    for start, model in screens().items():
        if name.startswith(start) and parameter in ("object_id", "pk"):
            rows = model._default_manager.filter(**SHOWN.get(model, {}))
            return list(rows.values_list("pk", flat=True)[:ROWS])
    starts = [start for start, word in VALUES if word == parameter and name.startswith(start)]
    return VALUES[max(starts, key=len), parameter](world) if starts else missing(name, parameter)


def missing(name: str, parameter: str) -> list:
    raise KeyError(f"{name} has a {parameter}: say in tests/privacy/routes.py what it takes")


def routes() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name and the parameters of every route that has a name."""
    yield from _below(get_resolver().url_patterns, "", ())


def _below(patterns, space: str, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for each in patterns:
        inner = (*above, *_parameters(each.pattern))
        if hasattr(each, "url_patterns"):
            deeper = f"{space}{each.namespace}:" if each.namespace else space
            yield from _below(each.url_patterns, deeper, inner)
        elif each.name:
            yield f"{space}{each.name}", inner


def _parameters(pattern) -> list[str]:
    if isinstance(pattern, RoutePattern):
        return list(pattern.converters)
    return list(pattern.regex.groupindex)


def addresses(world: World) -> list[tuple[str, str]]:
    """Every route with every choice of its values: its name and its path."""
    found = []
    for name, parameters in routes():
        choices = [values_of(world, name, parameter) for parameter in parameters]
        for chosen in product(*choices):
            kwargs = dict(zip(parameters, chosen, strict=True))
            found.append((name, reverse(name, kwargs=kwargs)))
    return found
