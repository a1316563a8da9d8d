"""What people type to sign in."""

import re

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from workshop.accounts.addresses import address_key
from workshop.common.forms import SiteForm, SiteFormMixin

NOT_AN_ADDRESS = "Type an e-mail address like name@example.org"
TOO_LONG = "That e-mail address is too long: 254 characters are the most"
PLAIN_BEFORE_AT = (
    "We cannot write to an address with accents or other alphabets before the @. Type another one"
)
LONGEST_ADDRESS = 254
SPACES = re.compile(r"[\s\u00a0\u202f-]+")


class AddressField(forms.EmailField):
    """An e-mail address, with what is wrong with it in words."""

    def run_validators(self, value: str) -> None:
        """Refuse what is no address, and an address that could not be stored or written to."""
        local = value.rpartition("@")[0]
        if local and not local.isascii():
            raise forms.ValidationError(PLAIN_BEFORE_AT)
        super().run_validators(value)
        # An international domain is longer in the form in which it is compared.
        if len(address_key(value)) > LONGEST_ADDRESS:
            raise forms.ValidationError(TOO_LONG)


class AddressForm(SiteForm):
    """An e-mail address."""

    email = AddressField(
        label="E-mail address",
        max_length=LONGEST_ADDRESS,
        help_text="We use it for this workshop, and for nothing else.",
        error_messages={
            "required": "Type your e-mail address",
            "invalid": NOT_AN_ADDRESS,
            "max_length": TOO_LONG,
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


class CodeForm(SiteForm):
    """The eight digits, with or without a space."""

    code = forms.CharField(
        label="Code of eight digits",
        max_length=100,
        help_text="For example 1234 5678. You can paste it, with or without the space.",
        error_messages={"required": "Type the code from the e-mail"},
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "spellcheck": "false",
                "class": "ws-code",
            }
        ),
    )

    def clean_code(self) -> str:
        """Return the digits alone; what cannot be a code is no guess."""
        code = SPACES.sub("", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{8}", code):
            raise forms.ValidationError("The code has eight digits")
        return code


def plain(form: forms.Form, field: str, label: str, **attrs: str) -> None:
    """Give a field of allauth's our words, and no words inside the box."""
    form.fields[field].label = label
    form.fields[field].widget.attrs.pop("placeholder", None)
    form.fields[field].widget.attrs.update(attrs)


class StaffLoginForm(SiteFormMixin, LoginForm):
    """Address and password, for staff alone: participants sign in with a code."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        plain(self, "login", "E-mail address", autocomplete="username", spellcheck="false")
        plain(self, "password", "Password")
        self.fields["login"].error_messages |= {
            "required": "Type your e-mail address",
            "invalid": NOT_AN_ADDRESS,
        }
        self.fields["password"].error_messages["required"] = "Type your password"

    def _setup_password_field(self) -> None:
        """Keep the field: without it allauth would send a code in its place."""

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in for a working day, not for the weeks that participants have."""
        response = super().login(request, redirect_url)
        request.session.set_expiry(settings.STAFF_SESSION_AGE)
        return response


class PasswordAgainForm(SiteFormMixin, ReauthenticateForm):
    """The password once more, before a second factor is changed."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        plain(self, "password", "Password")
        self.fields["password"].error_messages["required"] = "Type your password"


class SixDigitsMixin(SiteFormMixin):
    """A code from an app, or a recovery code."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        plain(self, "code", "Code from your app", inputmode="numeric")
        self.fields["code"].widget.attrs["class"] = "ws-code"
        self.fields["code"].error_messages["required"] = "Type the code"


class SecondFactorForm(SixDigitsMixin, mfa_forms.AuthenticateForm):
    """The second factor at sign-in."""


class SecondFactorAgainForm(SixDigitsMixin, mfa_forms.ReauthenticateForm):
    """The second factor once more."""


class ActivateForm(SixDigitsMixin, ActivateTOTPForm):
    """The first code of a new app."""


class DeactivateForm(SiteFormMixin, DeactivateTOTPForm):
    """Taking the app away."""


class RecoveryForm(SiteFormMixin, GenerateRecoveryCodesForm):
    """New recovery codes in place of the old."""
