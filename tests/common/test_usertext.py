from django.template.defaultfilters import linebreaks_filter, urlize
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.common.templatetags.text import usertext

PIECES = ["word", ".", ":", "@", "/", "http://", "https://x.org", "www.x.uk", "a@b.org", "x.com"]
texts = st.lists(st.sampled_from([*PIECES, " ", "\n", "\n\n", "<b>", "&", '"', "(", ")"])).map(
    "".join
)


@settings(deadline=None)
@given(texts | st.text())
def test_a_text_is_escaped_with_paragraphs_and_links(text):
    expected = linebreaks_filter(urlize(text, autoescape=True), autoescape=False)

    assert usertext(text) == expected
    assert isinstance(usertext(text), SafeString)


def test_only_web_and_mail_addresses_become_links():
    shown = usertext("javascript:alert(1) https://x.org")

    assert shown.count("<a ") == 1
    assert '<a href="https://x.org" rel="nofollow">' in shown
