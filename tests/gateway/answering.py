"""Answers the questions through the pages, as a browser would."""

from django.test import Client

from gateway.models import Draft
from workshop.models import Participant

START = "/w/spring/questions/"
CHECK = f"{START}check/"


def give(client: Client, key: str, *answer: str, query: str = "", **extra):
    """Answer one question on its page."""
    return client.post(f"{START}answer/{key}/{query}", {"answer": list(answer)} | extra)


def section_path(number: int, query: str = "by=section") -> str:
    return f"{START}section/{number}/?{query}"


def give_section(client: Client, number: int, query: str = "by=section", **answers):
    """Answer the questions of a section: kind=(answers) or just the answers of a choice."""
    return client.post(section_path(number, query), section_data(**answers))


def section_data(**answers) -> dict:
    data = {}
    for key, answer in answers.items():
        chosen = isinstance(answer, list)
        data[f"{key}-kind"] = "single" if chosen else "text"
        data[f"{key}-answer"] = answer
    return data


def draft_of(person: Participant) -> dict:
    return Draft.objects.get(participant=person).answers
