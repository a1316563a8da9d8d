"""Every write of the gateway, one module for each matter.

`building` and `arranging` hold the writes of the builder, and are imported by their names.
"""

from gateway.services.answers import AnswerMissingError, answers_save, gateway_finish
from gateway.services.changes import answers_correct, answers_erase, own_answers
from gateway.services.release import BATCH, changes_release, responses_release

__all__ = [
    "BATCH",
    "AnswerMissingError",
    "answers_correct",
    "answers_erase",
    "answers_save",
    "changes_release",
    "gateway_finish",
    "own_answers",
    "responses_release",
]
