"""The two pages that prove an address: one asks for it, the other for the code sent to it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from workshop.accounts.forms import AddressForm, CodeForm
from workshop.accounts.services import (
    RESEND_AFTER,
    SIGN_IN_MAIL,
    CodeWrongError,
    MailFailedError,
    TooManyCodesError,
    code_awaited,
    code_send,
    resend_wait,
)
from workshop.common.errors import DomainError
from workshop.common.views import unavailable
from workshop.doors import step_path
from workshop.models import Workshop
from workshop.sharing import share_links, workshop_card

NO_MAIL = "We cannot send e-mail just now, so we cannot send you a code."
SENT_AGAIN = "We have sent a new code. The one before no longer works."
# The message whose code confirms an address before the opening.
ADDRESS_MAIL = "address_code"
TOO_SOON = (
    "We sent you a code a moment ago. Wait {seconds} seconds before you ask for another: "
    "it may still be on its way."
)
ONLY_JUST = "We sent a code to this address a moment ago. Use that one."


@dataclass(frozen=True)
class CodeWay:
    """One way to prove an address: its two pages, and what the right code leads to.

    `confirm(request, workshop, digits, query)` answers the right code; it raises CodeWrongError
    with guesses left, DomainError where the address has to be typed again. `mail` names the
    message, `words(workshop)` is what it says beside the title, `takes` whose messages' codes are
    taken; `context(workshop)` goes to the template.
    """

    address_page: str
    code_page: str
    template: str
    confirm: Callable[[HttpRequest, Workshop, str, dict], HttpResponse]
    context: Callable[[Workshop], dict]
    mail: str = SIGN_IN_MAIL
    words: Callable[[Workshop], dict[str, str]] = lambda workshop: {}
    takes: tuple[str, ...] = (SIGN_IN_MAIL, ADDRESS_MAIL)
    # The words of a second button on the page of the code, whose name is then in the form.
    erases: str = ""

    def address_step(self, request: HttpRequest, workshop: Workshop, query: dict) -> HttpResponse:
        """Ask for an address; a valid one is sent a code."""
        form = AddressForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self.ask_address(request, workshop, form, query)
        if self._has_just_been_sent(request, form.cleaned_data["email"]):
            messages.info(request, ONLY_JUST)
            return redirect(step_path(self.code_page, workshop.slug, **query))
        return self.send(request, workshop, form, query)

    def code_step(self, request: HttpRequest, workshop: Workshop, query: dict) -> HttpResponse:
        """Ask for the code that this browser awaits, or send another one."""
        awaited = code_awaited(request, self.takes)
        if awaited is None:
            if request.method == "POST":
                messages.info(request, "That code has run out. Ask for a new one.")
            return redirect(step_path(self.address_page, workshop.slug, **query))
        email, again = awaited.state["email"], "again" in request.POST
        if again and (seconds := resend_wait(awaited)):
            messages.info(request, TOO_SOON.format(seconds=seconds))
        elif again:
            form = AddressForm({"email": email})
            return self.send(request, workshop, form, query, said=SENT_AGAIN)
        form = CodeForm(request.POST if request.method == "POST" and not again else None)
        if form.is_valid():
            return self._judge(request, workshop, form, email, query)
        return self.ask_code(request, workshop, form, email, query)

    def send(
        self,
        request: HttpRequest,
        workshop: Workshop,
        form: AddressForm,
        query: dict,
        said: str = "",
    ) -> HttpResponse:
        """Send a code to a form's address, say so, and go where it is asked for."""
        if not form.is_valid():
            return self.ask_address(request, workshop, form, query)
        email, words = form.cleaned_data["email"], {"title": workshop.title}
        try:
            code_send(
                request=request, email=email, words=words | self.words(workshop), mail=self.mail
            )
        except MailFailedError:
            return unavailable(request, NO_MAIL)
        except TooManyCodesError as error:
            form.add_error("email", error.message)
            response = self.ask_address(request, workshop, form, query)
            response.status_code = 429
            response["Retry-After"] = str(error.retry_after)
            return response
        if said:
            messages.info(request, said)
        return redirect(step_path(self.code_page, workshop.slug, **query))

    def ask_address(
        self,
        request: HttpRequest,
        workshop: Workshop,
        form: AddressForm,
        query: dict,
        problem: str = "",
    ) -> HttpResponse:
        """Show the form of the address, with what was wrong."""
        action = step_path(self.address_page, workshop.slug, **query)
        card = workshop_card(workshop)
        context = {"workshop": workshop, "form": form, "problem": problem, "action": action}
        context |= {"card": card, "share": share_links(workshop, card)}
        return render(request, self.template, context | self.context(workshop))

    def ask_code(
        self, request: HttpRequest, workshop: Workshop, form: CodeForm, email: str, query: dict
    ) -> HttpResponse:
        """Show the form of the code."""
        awaited = code_awaited(request, self.takes)
        context = {
            "workshop": workshop,
            "form": form,
            "email": email,
            "erases": self.erases,
            "back": step_path(self.address_page, workshop.slug, **query),
            "wait": resend_wait(awaited) if awaited else RESEND_AFTER,
        }
        return render(request, "workshop/code.html", context)

    def _judge(
        self, request: HttpRequest, workshop: Workshop, form: CodeForm, email: str, query: dict
    ) -> HttpResponse:
        try:
            return self.confirm(request, workshop, form.cleaned_data["code"], query)
        except CodeWrongError as error:
            form.add_error("code", error.message)
            return self.ask_code(request, workshop, form, email, query)
        except DomainError as error:
            again = AddressForm(initial={"email": email})
            return self.ask_address(request, workshop, again, query, error.message)

    def _has_just_been_sent(self, request: HttpRequest, email: str) -> bool:
        """Say whether this browser awaits a code of this address that was sent just now."""
        awaited = code_awaited(request, self.takes)
        same = awaited is not None and awaited.state["email"] == email
        return same and resend_wait(awaited) > 0
