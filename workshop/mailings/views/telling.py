"""Where the provider that carries our mail tells us what came back."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from workshop.mailings.providers import NotTheProviderError, UnreadableError, provider_returns
from workshop.mailings.services import return_record


# Exempt because a provider's machine posts here; the secret in its request is what permits it.
@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def events(request: HttpRequest) -> HttpResponse:
    """Record a batch of events; a provider that gets another answer than 200 sends it again."""
    if not settings.MAIL_PROVIDER:
        raise Http404("No provider is set up.")
    if request.method == "HEAD":
        # Some look whether anybody is there before they send.
        return HttpResponse()
    try:
        returns = provider_returns(request)
    except NotTheProviderError:
        return _plain("The secret is missing or wrong.", 403)
    except RequestDataTooBig:
        return _plain("That is too long.", 413)
    except UnreadableError:
        return _plain("That is no event we can read.", 400)
    for returned in returns:
        return_record(returned=returned, now=timezone.now())
    return HttpResponse()


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)
