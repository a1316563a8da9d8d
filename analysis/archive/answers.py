"""gateway.csv: options that are there, once each, and an answer wherever one is required."""

from analysis.archive.faults import Faults, quote
from analysis.archive.schema import TABLES
from analysis.archive.setup_checks import keys
from analysis.archive.tables import FAULTY, Row
from gateway.enums import QuestionKind

# Cells of a question: the chosen option keys, a text, or FAULTY.
Answer = list[str] | str | object
SEPARATOR = ";"


class AnswerReader:
    """Turns the cells of the questions into answers, noting faults."""

    def __init__(self, questions: list[dict], faults: Faults) -> None:
        self.questions, self.faults = questions, faults
        self.options = {question["key"]: keys(question["options"]) for question in questions}

    def fault(self, row: Row, column: str, what: str) -> None:
        """Note a fault of one response."""
        self.faults.add(TABLES["gateway"].file, row.line, column, what)

    def read(self, row: Row) -> None:
        """Put each question's answer in the place of its cell."""
        shown: dict[str, bool] = {}
        for question in self.questions:
            key = question["key"]
            answer = row.values[key] = self.answer(row, question)
            shown[key] = self.is_shown(row, question, shown)
            if question["required"] and shown[key] and not answer:
                self.fault(row, key, "is left blank, and an answer is required")

    def answer(self, row: Row, question: dict) -> Answer:
        """Return the answer to one question; of several options in the order of the cell."""
        cell, key = row[question["key"]], question["key"]
        if cell is FAULTY or question["kind"] == QuestionKind.TEXT:
            return cell
        if question["kind"] != QuestionKind.MULTIPLE:
            chosen = [cell] if cell else []
        else:
            chosen = cell.split(SEPARATOR) if cell else []
        faulty = False
        for place, option in enumerate(chosen):
            if option in chosen[:place]:
                faulty = True
                self.fault(row, key, f"{quote(option)} is chosen twice")
            elif option not in self.options[key]:
                faulty = True
                self.fault(row, key, f"{quote(option)} is no option of this question")
        return FAULTY if faulty else chosen

    def is_shown(self, row: Row, question: dict, shown: dict[str, bool]) -> bool:
        """Say whether a question was put: the one it depends on was, and was answered so."""
        condition = question["show_if"]
        if condition is None:
            return True
        depends_on = condition["question"]
        answer = row[depends_on]
        if answer is FAULTY or not shown[depends_on]:
            return False
        return bool(set(answer) & set(condition["options"]))
