"""The demo's gateway: the fifteen questions of 2017 in our own words, with the printed options."""

from analysis.demo.sources import key_of, published

SECTIONS = (
    ("Your work", ("work_role", "involvement")),
    ("Digital skills", ("self_rating", "workforce_effect", "beneficiaries")),
    ("Helping each other", ("should_help", "org_programmes", "empowered")),
    ("Your organisation", ("recommend_care", "recommend_work", "time_in_role", "organisation_type", "location")),
    ("About you", ("gender", "age_band")),
)

WORDING = {
    "work_role": "Which of these comes nearest to your job?",
    "involvement": "How much of your week is spent working with data, information, knowledge or technology?",
    "self_rating": "Think of everyone who works in health and care. Where do you stand among them?",
    "workforce_effect": "Suppose that everyone at work were ready for digital tools. What would that do?",
    "beneficiaries": "And who would notice the benefit most?",
    "should_help": "“If I am good with digital tools, it is up to me to help colleagues who are not.” Do you agree?",
    "org_programmes": "“Where I work, there is help for staff who want to get better with digital tools.” Do you agree?",
    "empowered": "“I can make a difference to how ready my own colleagues are.” Do you agree?",
    "recommend_care": "Someone in your family needs treatment. Would you send them to the place where you work?",
    "recommend_work": "A friend is looking for a job. Would you tell them to apply where you work?",
    "time_in_role": "How long have you been in your current job?",
    "organisation_type": "Which of these describes the organisation that you mainly work for?",
    "location": "Where do you mainly work?",
    "gender": "How do you describe yourself?",
    "age_band": "How old are you?",
}

KINDS = {
    "single_choice": "single",
    "recommend_with_na": "single",
    "recommend": "scale",
    "ordered_band": "scale",
    "ordered_scale": "scale",
    "likert_5": "scale",
}

# Fourteen people of 2017 stand in no row of this question, so it may be left out.
OPTIONAL = {"location"}


def questionnaire() -> dict:
    """The questionnaire as `workshop.json` holds it, in printed order."""
    printed = {question["key"]: question for question in published()["gateway"]["questions"]}
    return {
        "sections": [
            {"title": title, "questions": [_question(printed[key]) for key in keys]} for title, keys in SECTIONS
        ]
    }


def _question(printed: dict) -> dict:
    key = printed["key"]
    return {
        "key": key,
        "text": WORDING[key],
        "kind": KINDS[printed["kind"]],
        "required": key not in OPTIONAL,
        "options": [{"key": key_of(option["label"]), "label": option["label"]} for option in printed["options"]],
        "show_if": None,
    }
