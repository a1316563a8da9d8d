"""What the builder's pages show, and what they post."""

import re

from gateway.models import Question, Section
from tests.queries import counted_queries

HOME = "/admin/gateway/questionnaire/"
LOCKED = "Locked: answers are in."


def page_of(client, questionnaire) -> str:
    """The text of the builder's page, tags left out, spaces one each."""
    html = client.get(f"{HOME}{questionnaire.pk}/change/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split('id="content-main"')[1]))


def question(key: str) -> Question:
    return Question.objects.get(key=key)


def form_of(row: Question, **changes) -> dict:
    """What the page of a question posts when nothing is changed, with changes."""
    options = list(row.options.all())
    data = {"text": row.text, "kind": row.kind, "section": row.section_id, "key": row.key}
    data |= {"required": "on"} if row.required else {}
    data |= {"asked_if": [option.pk for option in row.show_if_options.all()]}
    data |= {"options-TOTAL_FORMS": len(options), "options-INITIAL_FORMS": len(options)}
    for number, option in enumerate(options):
        start = f"options-{number}-"
        data |= {f"{start}id": option.pk, f"{start}question": row.pk, f"{start}label": option.label}
        data |= {f"{start}position": number + 1}
    return data | changes


def change(client, key: str, **changes):
    row = question(key)
    path = f"/admin/gateway/question/{row.pk}/change/"
    return client.post(path, form_of(row, **changes))


def add(client, section: Section, **values):
    data = {"kind": "single", "required": "on", "section": section.pk, "more_options": "Yes\nNo"}
    data |= {"options-TOTAL_FORMS": 0, "options-INITIAL_FORMS": 0}
    return client.post(f"/admin/gateway/question/add/?section={section.pk}", data | values)


def mend(client, key: str, text: str, label: str = ""):
    row = question(key)
    data = {"text": text, "options-TOTAL_FORMS": 0, "options-INITIAL_FORMS": 0}
    if label:
        options = list(row.options.all())
        data |= {"options-TOTAL_FORMS": len(options), "options-INITIAL_FORMS": len(options)}
        for number, option in enumerate(options):
            start = f"options-{number}-"
            data |= {f"{start}id": option.pk, f"{start}question": row.pk}
            data |= {f"{start}label": label if number == 0 else option.label}
    return client.post(f"/admin/gateway/question/{row.pk}/change/", data)


def cost(client, path: str) -> int:
    client.get(path)  # content types are asked for once a process
    with counted_queries() as statements:
        assert client.get(path).status_code == 200
    return len(statements)
