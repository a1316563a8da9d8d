"""The options of a question, as a list in the question's own form."""

from collections.abc import Iterable

from django import forms

from gateway.enums import QuestionKind
from gateway.models import Option, Question
from gateway.services.arranging import fresh_key
from workshop.models import valid_key

MOST_OPTIONS = 200
LAST = 9999


class OptionForm(forms.ModelForm):
    """One answer to choose, with its place in the order."""

    position = forms.IntegerField(label="Place", required=False, min_value=0, max_value=LAST)
    key = forms.CharField(required=False, max_length=50, validators=[valid_key])

    class Meta:
        model = Option
        fields = ["position", "label", "key"]
        labels = {"label": "Answer"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial.pop("position", None)
        # What people have begun to answer is kept by this key.
        self.fields["key"].disabled = self.instance.pk is not None

    def clean_position(self) -> int:
        """Put what has no place behind the others."""
        position = self.cleaned_data["position"]
        return LAST if position is None else position


class OptionFormSet(forms.BaseInlineFormSet):
    """The options of one question: some to choose from, or none where people write."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Number the places from 1, whatever an archive brought."""
        super().add_fields(form, index)
        if form.instance.pk and index is not None and "position" in form.fields:
            form.initial["position"] = index + 1

    def clean(self) -> None:
        """Refuse a question that nobody could answer; the message stands over the options."""
        kept = self._kept()
        self._give_keys(kept)
        super().clean()
        labels = [form.cleaned_data["label"] for form in kept] + self.new_labels
        if self.instance.kind == QuestionKind.TEXT and labels:
            raise forms.ValidationError("People answer this in words: take the options out.")
        if self.instance.kind in set(QuestionKind) - {QuestionKind.TEXT} and not labels:
            raise forms.ValidationError("Add the options to choose from.")
        if len(labels) > MOST_OPTIONS:
            raise forms.ValidationError(f"There are {len(labels)}; at most {MOST_OPTIONS} fit.")
        if twice := _first_twice(label.casefold() for label in labels):
            raise forms.ValidationError(f"“{labels[twice]}” is there twice. Take one of them out.")
        self._keep_deciding()

    @property
    def new_labels(self) -> list[str]:
        """Return the labels that the question's own form adds."""
        return getattr(self.instance, "new_labels", [])

    def in_order(self) -> list[Option]:
        """Return the options that stay, by their places; what was moved goes where it was put."""
        places = []
        for number, form in enumerate(self._kept(), start=1):
            position = form.cleaned_data["position"]
            was = form.initial.get("position", position)
            moved = (position > was) - (position < was)
            places.append((position, moved, number, form.instance))
        return [option for *_, option in sorted(places, key=lambda place: place[:3])]

    def _kept(self) -> list[forms.ModelForm]:
        filled = (form for form in self.forms if getattr(form, "cleaned_data", None))
        return [f for f in filled if "label" in f.cleaned_data and not f.cleaned_data.get("DELETE")]

    def _give_keys(self, forms_kept: list[forms.ModelForm]) -> None:
        """Make a key for each option without one."""
        taken = {form.cleaned_data.get("key") for form in forms_kept}
        for form in forms_kept:
            if not form.cleaned_data.get("key"):
                key = fresh_key(form.cleaned_data["label"], taken, instead="option")
                form.cleaned_data["key"] = form.instance.key = key
                taken.add(key)

    def _keep_deciding(self) -> None:
        """Refuse to take out an option that decides whether another question is asked."""
        rows = (form for form in self.initial_forms if hasattr(form, "cleaned_data"))
        gone = [form.instance.pk for form in rows if form.cleaned_data.get("DELETE")]
        hangs = Question.objects.filter(show_if_options__in=gone).first() if gone else None
        if hangs:
            raise forms.ValidationError(
                f"An option you take out decides whether “{hangs}” is asked. "
                "Change that question first."
            )


def _first_twice(words: Iterable[str]) -> int | None:
    seen: set[str] = set()
    for place, word in enumerate(words):
        if word in seen:
            return place
        seen.add(word)
    return None
