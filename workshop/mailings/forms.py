"""The words of an invitation pack."""

from django import forms

from workshop.common.forms import SiteForm
from workshop.common.texts import clean_text
from workshop.mailings.packs import TEXTS, has_link
from workshop.models import Channel

READY = "This is the ready-made text. It follows the dates of the workshop."
CHANGED = "You have changed this text. It no longer follows the dates of the workshop."


class PackTextField(forms.CharField):
    """A text with its ready-made form, which counts as none of one's own."""

    def __init__(self, *, rows: int, longest: int, **kwargs) -> None:
        super().__init__(
            required=False,
            template_name="mailings/pack_text.html",
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={
                "max_length": "Use at most %(limit_value)d characters. You have %(show_value)d."
            },
            **kwargs,
        )
        self.ready, self.changed, self.lacks_link = "", False, False

    def start(self, *, text: str, ready: str, channel: Channel) -> None:
        """Take in the text that is shown, and what it would be without anybody's doing."""
        self.ready, self.initial = ready, text or ready
        self.changed, self.lacks_link = self.initial != ready, not has_link(self.initial, channel)
        self.help_text = CHANGED if self.changed else READY

    def clean(self, value: object) -> str:
        """Return the text with plain line ends; nothing where it is the ready-made one."""
        text = clean_text(str(value or "")).strip()
        return "" if text == self.ready else super().clean(text)


class PackForm(SiteForm):
    """The short and the long invitation of a channel; `restore` empties one of them.

    `typed` is what was typed before signing in again.
    """

    short_text = PackTextField(label="Short invitation", rows=8, longest=500)
    long_text = PackTextField(label="Long invitation", rows=16, longest=4000)

    def __init__(
        self, data=None, *, channel: Channel, ready: dict[str, str], typed: dict[str, str]
    ) -> None:
        if data is not None and data.get("restore") in TEXTS:
            data = data.copy()
            data[data["restore"]] = ""
        super().__init__(data)
        for name in TEXTS:
            shown = data or typed
            text = clean_text(shown.get(name, "")).strip() if shown else getattr(channel, name)
            self.fields[name].start(text=text, ready=ready[name], channel=channel)
