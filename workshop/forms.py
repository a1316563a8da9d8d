"""Cleaning and words of the staff's forms about an event."""

from django import forms

from workshop.common.errors import DomainError
from workshop.common.pictures import picture_read
from workshop.logos import LEAST_SIDE, MOST_BYTES, MOST_PIXELS
from workshop.models import Logo

LOGO_HELP = (
    "PNG or JPEG, at most 1 MB. On the landing page it stands in a white box, "
    "160 by 64 pixels at most."
)


class LogoForm(forms.ModelForm):
    """A logo and its organisation; `picture` is the file made anew, None where none came."""

    file = forms.FileField(
        label="Picture",
        help_text=LOGO_HELP,
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
    )

    class Meta:
        model = Logo
        fields = ["name", "file", "position"]

    picture = None

    def clean_file(self):
        """Read a picture that came, or say what is wrong with it."""
        upload = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return upload
        limits = {"most_bytes": MOST_BYTES, "most_pixels": MOST_PIXELS, "least_side": LEAST_SIDE}
        try:
            self.picture = picture_read(upload, **limits)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error
        return upload

    def _post_clean(self) -> None:
        """Check the row as usual; its file is the service's business."""
        kept = self.instance.file.name if self.instance.pk else ""
        super()._post_clean()
        self.instance.file = kept
