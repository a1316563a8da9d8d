"""The page on which a mailing is written, and the mailing as it will be read."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from workshop.common.errors import DomainError
from workshop.common.http import posted
from workshop.common.typed import typed_initial
from workshop.doors import staff_view
from workshop.mailings.preview import Look, policy_of, read_by_one, shown_as
from workshop.mailings.selectors.writing import edit_refusal, writing_page, written_mailing_or_404
from workshop.mailings.services.writing import mailing_test_send, mailing_text_save
from workshop.mailings.writing_forms import TextForm, typed_words

may_plan = staff_view("mailings.change_mailing")


@require_http_methods(["GET", "HEAD", "POST"])
@may_plan
@csp_update({"frame-src": [SELF]})
def text(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show the words of a mailing and what is wrong with them; keep them, or test them."""
    mailing = written_mailing_or_404(slug=slug, key=key)
    typed = typed_initial(request, "subject", "preheader", "body")
    form = TextForm(posted(request), mailing=mailing, typed=typed)
    problem = ""
    if request.method == "POST":
        try:
            if _act(request, mailing, form):
                return redirect("mailings:text", slug, key)
        except DomainError as error:
            problem = error.message
    context = writing_page(mailing, timezone.now()) | {"form": form, "problem": problem}
    return render(request, "mailings/text.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@may_plan
def preview(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Return a mailing as it would be read now: as it is saved, or as it is being written."""
    mailing = written_mailing_or_404(slug=slug, key=key)
    asked = request.GET if request.method != "POST" else request.POST
    look = Look(asked["look"]) if asked.get("look") in list(Look) else Look.LIGHT
    if request.method == "POST":
        for name, value in typed_words(request.POST).items():
            setattr(mailing, name, value)
    words = read_by_one(mailing, timezone.now())
    if look is Look.TEXT:
        answer = HttpResponse(
            f"{words.subject}\n\n{words.text}", content_type="text/plain; charset=utf-8"
        )
        html = ""
    else:
        html = shown_as(words.html, look)
        answer = HttpResponse(html)
    # Its own styles and no others, in a frame of our pages alone.
    answer["Content-Security-Policy"] = policy_of(html)
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _act(request: HttpRequest, mailing, form: TextForm) -> bool:
    """Do as the button says; False where the form must be put right first."""
    wants_test = request.POST.get("act") == "test"
    if not (wants_test and edit_refusal(mailing)):
        if not form.is_valid():
            return False
        mailing_text_save(mailing=mailing, **form.cleaned_data)
    if not wants_test:
        messages.success(request, "The text is saved.")
        return True
    mailing_test_send(mailing=mailing, user=request.user, now=timezone.now())
    messages.success(request, "The test is on its way to your own address.")
    return True
