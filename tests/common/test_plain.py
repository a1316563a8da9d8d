import pytest

from workshop.common.plain import markdown_as_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("One *two* **three** `four`", "One two three four"),
        ("One\ntwo\n\nthree", "One\ntwo\n\nthree"),
        ("# Head\n\n### Small", "Head\n====\n\nSmall\n-----"),
        ("- a\n- b\n  - c", "- a\n- b\n  - c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("> a\n> b", "> a\n> b"),
        ("[Go](https://example.org/?a=1&b=2)", "Go: https://example.org/?a=1&b=2"),
        ("<https://example.org/>", "https://example.org/"),
        ("<team@example.org>", "team@example.org"),
        ("a\n\n***\n\nb", f"a\n\n{'-' * 40}\n\nb"),
        ("    code <x>", "    code <x>"),
        (r"<b>bold</b> &amp; \*", "<b>bold</b> & *"),
        ("", ""),
    ],
)
def test_markdown_reads_as_plain_text(markdown, text):
    assert markdown_as_text(markdown) == text
