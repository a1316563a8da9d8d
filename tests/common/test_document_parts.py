"""Names of makers stand in many places of a PDF: none of them reaches another person."""

import base64
import contextlib
import io
import zlib
from time import monotonic

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from tests.ideas.files import SECRET, photo, written
from workshop.common.documents import document_made_anew
from workshop.common.errors import DomainError
from workshop.common.photos import jpeg_2000_without_notes

CANARY = SECRET.encode()
PHOTO = photo((8, 8))
TEXT = TextStringObject(SECRET)
NOISE = Image.effect_noise((64, 64), 60)
COMMANDS = b"q 8 0 0 8 0 0 cm Q"


def names(*found: str) -> ArrayObject:
    return ArrayObject([NameObject(f"/{name}") for name in found])


def mapping(**keys) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in keys.items()})


def stream(data: bytes, **keys) -> StreamObject:
    made = StreamObject()
    made._data = data
    made.update(mapping(**keys))
    return made


def picture(data: bytes, packing=None, **keys) -> StreamObject:
    size = {
        "Width": NumberObject(8),
        "Height": NumberObject(8),
        "BitsPerComponent": NumberObject(8),
    }
    space = {"ColorSpace": NameObject("/DeviceRGB"), "Subtype": NameObject("/Image")}
    packed = {"Filter": packing} if packing is not None else {}
    return stream(data, **size, **space, **packed, **keys)


def form(data: bytes = COMMANDS, **keys) -> StreamObject:
    box = ArrayObject([FloatObject(one) for one in (0, 0, 8, 8)])
    return stream(data, Subtype=NameObject("/Form"), BBox=box, **keys)


def jpeg_2000() -> bytes:
    buffer = io.BytesIO()
    NOISE.save(buffer, "JPEG2000", comment=SECRET)
    return buffer.getvalue() + box(b"uuid", b"0" * 16 + CANARY) + box(b"xml ", CANARY)


def box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def progressive_photo() -> bytes:
    """A photo in several passes, a remark between two of them, another photo behind its end."""
    buffer = io.BytesIO()
    NOISE.save(buffer, "JPEG", progressive=True)
    content = buffer.getvalue()
    at = content.rindex(b"\xff\xda")
    remark = b"\xff\xfe" + (len(CANARY) + 2).to_bytes(2, "big") + CANARY
    return content[:at] + remark + content[at:] + PHOTO


def inline(data: bytes, packing: bytes) -> bytes:
    return b"q BI /W 8 /H 8 /BPC 8 /CS /RGB /F " + packing + b" ID " + data + b" EI Q 1 0 0 rg\n"


DCT, FLATE = NameObject("/DCTDecode"), NameObject("/FlateDecode")
FLATE_DCT = names("FlateDecode", "DCTDecode")
LETTERS_DCT = names("ASCII85Decode", "DCTDecode")
THRICE = names("ASCIIHexDecode", "FlateDecode", "DCTDecode")
PIXELS = zlib.compress(bytes(192))

XOBJECTS = {
    "a photo": picture(PHOTO, DCT),
    "a photo packed again": picture(zlib.compress(PHOTO), FLATE_DCT),
    "a photo in letters": picture(base64.a85encode(PHOTO) + b"~>", LETTERS_DCT),
    "a photo packed thrice": picture(
        zlib.compress(PHOTO).hex().encode() + b">", THRICE
    ),
    "a photo in passes": picture(progressive_photo(), DCT),
    "a JPEG 2000": picture(jpeg_2000(), NameObject("/JPXDecode")),
    "behind the end of pixels": picture(PIXELS + CANARY, FLATE),
    "a mask": picture(bytes(192), SMask=picture(PHOTO, DCT)),
    "keys of a program": picture(bytes(192), **{"PTEX.FileName": TEXT, "Own": mapping(X=TEXT)}),
    "another file": picture(bytes(192), F=mapping(Type=NameObject("/Filespec"), UF=TEXT)),
    "a form's notes": form(PieceInfo=mapping(Word=TEXT), LastModified=TEXT, Name=TEXT),
    "a form in a form": form(
        Resources=mapping(XObject=mapping(A=form(Resources=mapping(XObject=mapping(
            B=picture(zlib.compress(PHOTO), FLATE_DCT))))))
    ),
    "a remark in a form": form(b"%" + CANARY + b"\n" + COMMANDS),
}  # fmt: skip

CONTENTS = {
    "a remark": b"q % " + CANARY + b"\nQ",
    "a mark": b"/Figure <</Alt (" + CANARY + b") /B <</C (\\)>>)>> >> BDC q Q EMC",
    "an inline photo": inline(PHOTO, b"/DCT"),
    "an inline photo packed": inline(zlib.compress(PHOTO), b"[/Fl /DCT]"),
    "an inline photo in letters": inline(base64.a85encode(PHOTO) + b"~>", b"[/A85 /DCTDecode]"),
    "behind an inline picture": inline(PIXELS + CANARY, b"/Fl"),
}

RESOURCES = {
    "a layer": {"Properties": mapping(MC0=mapping(
        Type=NameObject("/OCG"), Name=TEXT, Usage=mapping(CreatorInfo=mapping(Creator=TEXT))))},
    "a mark's texts": {"Properties": mapping(MC0=mapping(Alt=TEXT, ActualText=TEXT))},
    "a graphics state": {"ExtGState": mapping(G=mapping(Comment=TEXT, Own=mapping(Author=TEXT)))},
    "a pattern": {"Pattern": mapping(P=stream(
        b"%" + CANARY, PatternType=NumberObject(1),
        Resources=mapping(XObject=mapping(A=XOBJECTS["a photo packed again"]))))},
    "a letter": {"Font": mapping(F=mapping(
        Subtype=NameObject("/Type3"), CharProcs=mapping(a=stream(inline(PHOTO, b"/DCT")))))},
    "a font's notes": {"Font": mapping(F=mapping(FontDescriptor=mapping(Made=TEXT, FontFile3=stream(
        b"", Metadata=stream(CANARY)))))},
    "no kind of resource": {"Maker": mapping(Name=TEXT)},
}  # fmt: skip


PACKED = {
    "ASCII85Decode": base64.a85encode(bytes(range(192))) + b"~>",
    "ASCIIHexDecode": bytes(range(192)).hex().encode() + b">",
    "LZWDecode": b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01",
    "RunLengthDecode": b"\x41\x00\x80",
}


def paper(resources: DictionaryObject, *contents: bytes) -> bytes:
    """A PDF of one page, whose parts all stand on their own, with a part that nothing leads to."""
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    page[NameObject("/Resources")] = apart(resources, writer)
    pieces = [writer._add_object(stream(one)) for one in contents]
    page[NameObject("/Contents")] = pieces[0] if len(pieces) == 1 else ArrayObject(pieces)
    writer._add_object(stream(CANARY))
    writer.root_object[NameObject("/OCProperties")] = mapping(D=mapping(Creator=TEXT))
    return written(writer)


def apart(part, writer):
    """Return the same part with every part in it behind a reference, filters included."""
    if isinstance(part, ArrayObject):
        return writer._add_object(ArrayObject([apart(one, writer) for one in part]))
    if not isinstance(part, DictionaryObject):
        return part
    copy = stream(part._data) if isinstance(part, StreamObject) else DictionaryObject()
    copy.update({NameObject(key): apart(value, writer) for key, value in part.items()})
    return writer._add_object(copy)


def all_bytes(content: bytes) -> bytes:
    """Everything a PDF holds, as it stands and with all its streams unpacked."""
    reader = PdfReader(io.BytesIO(content))
    found = [content]
    for number in range(1, reader.trailer["/Size"]):
        part = reader.get_object(number)
        if isinstance(part, StreamObject):
            found.append(part.get_data())
    return b"\n".join(found)


@pytest.mark.parametrize("place", XOBJECTS)
def test_no_maker_is_named_by_what_a_page_shows(place):
    made = document_made_anew(paper(mapping(XObject=mapping(A=XOBJECTS[place])), COMMANDS))

    assert CANARY not in all_bytes(made)
    assert "/A" in PdfReader(io.BytesIO(made)).pages[0]["/Resources"]["/XObject"]


@pytest.mark.parametrize("place", CONTENTS)
def test_no_maker_is_named_amid_the_commands_that_draw(place):
    made = all_bytes(document_made_anew(paper(mapping(), CONTENTS[place])))

    assert CANARY not in made
    assert b"Q" in made


@pytest.mark.parametrize("place", RESOURCES)
def test_no_maker_is_named_by_layers_fonts_and_patterns(place):
    assert CANARY not in all_bytes(document_made_anew(paper(mapping(**RESOURCES[place]), COMMANDS)))


def test_a_mark_that_begins_in_one_piece_and_ends_in_another_goes_whole():
    made = document_made_anew(
        paper(mapping(), b"/P <</Alt (", CANARY + b")>> BDC", b"0 0 8 8 re f")
    )

    assert CANARY not in all_bytes(made)
    assert b"re f" in PdfReader(io.BytesIO(made)).pages[0].get_contents().get_data()


@pytest.mark.parametrize("packing", PACKED)
def test_pixels_packed_in_a_rare_way_are_the_same_afterwards(packing):
    before = paper(
        mapping(XObject=mapping(A=picture(PACKED[packing], NameObject(f"/{packing}")))), COMMANDS
    )

    pixels = [
        PdfReader(io.BytesIO(content)).pages[0]["/Resources"]["/XObject"]["/A"].get_data()
        for content in (before, document_made_anew(before))
    ]
    assert pixels[0] == pixels[1] != b""


def test_a_jpeg_2000_draws_the_same_without_its_notes():
    before, after = jpeg_2000(), jpeg_2000_without_notes(jpeg_2000())

    assert CANARY in before
    assert CANARY not in after
    assert Image.open(io.BytesIO(after)).tobytes() == Image.open(io.BytesIO(before)).tobytes()


def test_a_photo_in_passes_draws_the_same_without_its_notes():
    made = document_made_anew(
        paper(mapping(XObject=mapping(A=XOBJECTS["a photo in passes"])), COMMANDS)
    )
    after = PdfReader(io.BytesIO(made)).pages[0]["/Resources"]["/XObject"]["/A"]._data

    before = Image.open(io.BytesIO(progressive_photo())).tobytes()
    assert Image.open(io.BytesIO(after)).tobytes() == before


def test_text_with_brackets_and_signs_stays_as_it_is():
    words = b"BT /F1 9 Tf (100 % \\) of (all) << >> BI x) Tj <0BI1> Tj [(a) -20 (b%)] TJ ET"
    made = document_made_anew(paper(mapping(), words))

    assert PdfReader(io.BytesIO(made)).pages[0].get_contents().get_data() == words


@pytest.mark.parametrize(
    ("data", "packing"), [(b"no picture", "JPXDecode"), (b"x", "Crypt"), (b"x", "Own")]
)
def test_what_cannot_be_looked_into_is_refused_in_plain_words(data, packing):
    content = paper(mapping(XObject=mapping(A=picture(data, NameObject(f"/{packing}")))), COMMANDS)

    with pytest.raises(DomainError) as caught:
        document_made_anew(content)
    assert "a part that cannot be read" in caught.value.message


@pytest.mark.parametrize("trick", [b"(", b"<<", b"%\n", b"BI ", b"BI ID ", b"<< ("])
def test_a_trick_that_takes_long_to_read_is_refused_in_time(trick, monkeypatch):
    monkeypatch.setattr("workshop.common.documents.MOST_SECONDS", 0.2)
    begun = monotonic()

    with contextlib.suppress(DomainError):
        document_made_anew(paper(mapping(), trick * 1_000_000))
    assert monotonic() - begun < 5


def test_a_picture_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("workshop.common.document_parts.MOST_UNPACKED", 1_000_000)
    vast = picture(zlib.compress(bytes(3_000_000)), FLATE)

    with pytest.raises(DomainError):
        document_made_anew(paper(mapping(XObject=mapping(A=vast)), COMMANDS))
