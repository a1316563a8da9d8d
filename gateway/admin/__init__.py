"""The builder of the questions on the way in. Drafts, responses and answers are in no screen."""

from gateway.admin.parts import QuestionAdmin, SectionAdmin
from gateway.admin.questionnaire import QuestionnaireAdmin

__all__ = ["QuestionAdmin", "QuestionnaireAdmin", "SectionAdmin"]
