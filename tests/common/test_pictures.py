"""Pictures people send are judged by their bytes and drawn again."""

import contextlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from workshop.common.errors import DomainError
from workshop.common.pictures import picture_read
from workshop.common.pixels import picture_made

LIMITS = {"most_bytes": 1_000_000, "most_pixels": 4_000_000}


def drawn(kind: str = "PNG", size=(60, 40), mode: str = "RGB", **extra) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, "teal" if mode != "CMYK" else 0).save(buffer, kind, **extra)
    return buffer.getvalue()


def sent(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refusal(content: bytes, name: str = "logo.png", **limits) -> str:
    with pytest.raises(DomainError) as caught:
        picture_read(sent(content, name), **(LIMITS | limits))
    return caught.value.message


@pytest.mark.parametrize(
    ("kind", "extension", "content_type"),
    [("PNG", "png", "image/png"), ("JPEG", "jpg", "image/jpeg")],
)
def test_a_picture_keeps_its_kind_and_size(kind, extension, content_type):
    picture = picture_read(sent(drawn(kind)), **LIMITS)

    assert (picture.width, picture.height) == (60, 40)
    assert (picture.extension, picture.content_type) == (extension, content_type)
    assert Image.open(io.BytesIO(picture.content)).format == kind


def test_the_name_of_a_file_counts_for_nothing():
    assert picture_read(sent(drawn("JPEG"), "logo.exe"), **LIMITS).extension == "jpg"


def test_notes_in_a_picture_and_what_hangs_behind_it_do_not_survive():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Dr Jane Secret")
    content = drawn(pnginfo=notes) + b"<script>alert(1)</script>"

    kept = picture_read(sent(content), **LIMITS).content

    assert b"Secret" not in kept
    assert b"script" not in kept


def test_the_place_of_a_photo_does_not_survive_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010E] = "Ward 7"
    picture = picture_read(sent(drawn("JPEG", exif=exif)), **LIMITS)

    assert (picture.width, picture.height) == (40, 60)
    assert b"Ward 7" not in picture.content
    assert not Image.open(io.BytesIO(picture.content)).getexif()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_of_a_png_can_be_read(mode):
    image = Image.new(mode, (50, 50))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")

    kept = Image.open(io.BytesIO(picture_read(sent(buffer.getvalue()), **LIMITS).content))

    assert kept.mode == ("L" if mode == "I;16" else mode)


def test_a_photo_made_for_print_can_be_read():
    assert picture_read(sent(drawn("JPEG", mode="CMYK")), **LIMITS).width == 60


def test_a_photo_made_for_print_keeps_its_colours():
    found = picture_read(sent(drawn("JPEG", mode="CMYK")), **LIMITS)

    assert Image.open(io.BytesIO(found.content)).getpixel((9, 9)) == (255, 255, 255)


def test_grey_in_16_bits_is_as_light_in_8():
    buffer = io.BytesIO()
    Image.new("I;16", (50, 50), 0x8000).save(buffer, "PNG")
    kept = picture_read(sent(buffer.getvalue()), **LIMITS).content

    assert abs(Image.open(io.BytesIO(kept)).getpixel((9, 9)) - 128) <= 1


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_phone_held_in_any_way_gives_an_upright_photo(turn):
    seen = Image.new("RGB", (64, 32), "white")
    seen.paste("red", (0, 0, 16, 16))
    exif = Image.Exif()
    exif[0x0112] = turn
    buffer = io.BytesIO()
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = seen.transpose(Image.Transpose(back[turn])) if turn in back else seen
    stored.save(buffer, "JPEG", exif=exif)

    kept = Image.open(io.BytesIO(picture_read(sent(buffer.getvalue()), **LIMITS).content))
    assert kept.size == (64, 32)
    assert [kept.getpixel(at)[1] < 100 for at in ((5, 5), (58, 5), (5, 26))] == [True, False, False]


def test_of_a_moving_picture_the_first_one_stays():
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])

    kept = Image.open(io.BytesIO(picture_read(sent(buffer.getvalue()), **LIMITS).content))
    assert (getattr(kept, "n_frames", 1), kept.getpixel((0, 0))) == (1, (255, 0, 0))


def test_see_through_colours_of_a_palette_stay_see_through():
    image = Image.new("P", (60, 40))
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.paste(1, (0, 0, 30, 40))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", transparency=0)

    kept = Image.open(io.BytesIO(picture_read(sent(buffer.getvalue()), **LIMITS).content))
    assert kept.mode == "P"
    clear = kept.convert("RGBA")
    assert [clear.getpixel(at)[3] for at in ((0, 0), (50, 0))] == [255, 0]


def noise(size: tuple[int, int], kind: str, mode: str = "RGB", **extra) -> bytes:
    """Grain as a camera or a scanner leaves it: hardly to be packed any tighter."""
    bands = [Image.effect_noise(size, 60) for _ in range(3)]
    image = Image.merge("RGB", bands)
    buffer = io.BytesIO()
    (image.quantize(256) if mode == "P" else image.convert(mode)).save(buffer, kind, **extra)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        noise((1000, 800), "JPEG", quality=70),
        noise((1000, 800), "JPEG", quality=95, subsampling=0),
        noise((1000, 800), "JPEG", "L", quality=90),
        noise((1000, 800), "PNG", "P"),
        noise((600, 500), "PNG", "L"),
        noise((600, 500), "PNG"),
    ],
    ids=["rough", "fine", "grey", "palette", "grey PNG", "PNG"],
)
def test_a_picture_just_below_the_limit_fits_with_all_its_pixels(content):
    before = Image.open(io.BytesIO(content))
    picture = picture_read(sent(content), most_bytes=len(content) + 2000, most_pixels=25_000_000)

    assert (picture.width, picture.height) == before.size
    assert len(picture.content) <= len(content) + 2000
    assert Image.open(io.BytesIO(picture.content)).mode == before.mode


def test_a_picture_that_grows_is_made_smaller_rather_than_refused():
    content = noise((3000, 300), "JPEG", "CMYK", quality=40)
    picture = picture_read(sent(content), most_bytes=len(content), most_pixels=25_000_000)

    assert len(picture.content) <= len(content)
    assert 2560 <= picture.width <= 3000
    assert abs(picture.width / picture.height - 10) < 0.1


def test_a_picture_that_cannot_be_kept_is_refused_with_what_to_do():
    image = Image.open(io.BytesIO(noise((300, 200), "PNG")))

    with pytest.raises(DomainError) as caught:
        picture_made(image, "PNG", most_bytes=20_000)
    assert "takes more than 20 KB. Save it with fewer pixels" in caught.value.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "SVG drawing"),
        (b"%PDF-1.7", "not a PNG or JPEG"),
        (b"<html><script>alert(1)</script></html>", "not a PNG or JPEG"),
        (drawn("GIF", mode="P"), "not a PNG or JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"<script>" * 9, "damaged"),
        (drawn()[:60], "damaged"),
        (drawn("JPEG")[:300], "damaged"),
    ],
)
def test_what_is_no_picture_is_refused_in_plain_words(content, words):
    assert words in refusal(content)


def test_too_many_bytes_are_refused_before_they_are_read():
    assert refusal(b"x" * 300_000, most_bytes=200_000) == (
        "The file is larger than 200 KB. Choose a smaller one."
    )


def test_too_many_pixels_are_refused_before_they_are_unpacked():
    words = refusal(drawn(mode="1", size=(20_000, 10_000)))

    assert words.startswith("The picture has more than 4 million pixels.")


def test_a_picture_past_what_the_library_opens_is_refused_in_the_same_words(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)

    assert "more than 4 million pixels" in refusal(drawn())


def test_too_few_pixels_are_refused_where_a_least_side_is_asked_for():
    assert "only 60 by 39 pixels" in refusal(drawn(size=(60, 39)), least_side=40)
    assert picture_read(sent(drawn(size=(60, 40))), least_side=40, **LIMITS).height == 40


@given(st.sampled_from(["PNG", "JPEG"]), st.integers(9, 400), st.binary(max_size=40))
def test_damaged_bytes_are_read_or_refused_never_an_error(kind, at, noise):
    content = bytearray(drawn(kind))
    content[at : at + len(noise)] = noise

    with contextlib.suppress(DomainError):
        assert picture_read(sent(bytes(content)), **LIMITS).width
