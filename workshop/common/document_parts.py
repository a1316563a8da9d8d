"""The parts a PDF's pages are drawn with: each taken to what draws it, without notes on its maker.

Names of keys and filters are those of ISO 32000-1, chapters 7 to 11.
"""

import zlib

from pypdf.filters import decode_stream_data
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from workshop.common.errors import DomainError
from workshop.common.photos import jpeg_2000_without_notes, photo_without_notes

# What tells of makers, or hides a second file, on any part of a page.
TELLING_KEYS = {
    "/Metadata", "/PieceInfo", "/LastModified", "/AF", "/EF", "/OPI", "/Alternates", "/Usage",
    "/OCProperties", "/StructTreeRoot", "/StructParent", "/StructParents", "/Alt", "/ActualText",
    "/E", "/Lang", "/PTEX.FileName", "/PTEX.InfoDict", "/PTEX.PageNumber", "/Info",
}  # fmt: skip
# What a stream needs: pictures, forms, patterns, shadings, functions, fonts, colours, halftones.
STREAM_KEYS = {
    "/Type", "/Subtype", "/Filter", "/DecodeParms", "/Width", "/Height", "/ColorSpace",
    "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask", "/Decode", "/Interpolate", "/SMask",
    "/SMaskInData", "/Matte", "/BBox", "/Matrix", "/Resources", "/Group", "/FormType", "/OC",
    "/PatternType", "/PaintType", "/TilingType", "/XStep", "/YStep", "/ShadingType",
    "/BitsPerCoordinate", "/BitsPerFlag", "/VerticesPerRow", "/Function", "/Background",
    "/AntiAlias", "/N", "/Alternate", "/Range", "/Domain", "/FunctionType", "/Size",
    "/BitsPerSample", "/Order", "/Encode", "/Length1", "/Length2", "/Length3", "/CMapName",
    "/CIDSystemInfo", "/WMode", "/UseCMap", "/HalftoneType", "/HalftoneName", "/Xsquare",
    "/Ysquare", "/Width2", "/Height2", "/TransferFunction",
}  # fmt: skip
RESOURCE_KEYS = {
    "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/ProcSet",
    "/Properties",
}  # fmt: skip
LAYER_KEYS = {"/Type", "/OCGs", "/P", "/VE"}
# The only texts that drawing needs; a table of colours is the only list that needs one.
TEXT_KEYS = {"/Registry", "/Ordering", "/CharSet", "/Panose", "/FontFamily"}
COLOUR_TABLES = ("/Indexed", "/I")
TEXTS = (TextStringObject, ByteStringObject)
SECOND_FILES = ("/Metadata", "/Filespec", "/EmbeddedFile", "/Annot", "/Action", "/StructElem")

OPENED = {"/ASCIIHexDecode", "/ASCII85Decode", "/LZWDecode", "/FlateDecode", "/RunLengthDecode"}
PICTURES = {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}
RARE = "This PDF has a part that cannot be read. Print it into a new PDF and choose that."

# A page of A3 at 600 dots to an inch, in full colour.
MOST_UNPACKED = 210_000_000

Packing = list[tuple[str, PdfObject | None]]


def clear_keys(part: DictionaryObject, name: str) -> None:
    """Take off a dictionary or stream, found under `name`, what no page needs to be drawn."""
    keep = _needed(part, name)
    for key in list(part):
        value = part[key]
        text = isinstance(value, TEXTS) and key not in TEXT_KEYS
        second = isinstance(value, DictionaryObject) and value.get("/Type") in SECOND_FILES
        if key in TELLING_KEYS or text or second or (keep is not None and key not in keep):
            del part[key]
    if part.get("/Type") == "/OCG":
        part[NameObject("/Name")] = TextStringObject("")


def _needed(part: DictionaryObject, name: str) -> set[str] | None:
    """Return the keys to keep, where they are known; None where names are free."""
    if isinstance(part, StreamObject):
        return STREAM_KEYS
    if name == "/Resources":
        return RESOURCE_KEYS
    # Layers and marks within a page: all that counts for drawing is that they are there.
    return LAYER_KEYS if name == "/Mark" or part.get("/Type") in ("/OCG", "/OCMD") else None


def clear_texts(part: ArrayObject) -> None:
    """Empty the texts in a list, unless it is a table of colours."""
    if part and part[0].get_object() in COLOUR_TABLES:
        return
    for at, value in enumerate(part):
        if isinstance(value.get_object(), TEXTS):
            part[at] = TextStringObject("")


def repack(stream: StreamObject) -> None:
    """Store a stream with one filter at most, without what stands behind or beside its content.

    Raises DomainError for a filter that nobody knows, or a picture that cannot be read.
    """
    packing = _packing(stream)
    if not packing:
        return
    name, parms = packing[-1]
    data = unpacked(stream, packing[:-1])
    if name == "/DCTDecode":
        data = photo_without_notes(data)
    elif name == "/JPXDecode":
        data = jpeg_2000_without_notes(data)
        if not data:
            raise DomainError(RARE)
    elif name == "/FlateDecode":
        data = _nothing_behind(data)
    elif name in OPENED:
        # The rows' prediction, which the parameters tell of, is the same for both packings.
        data = zlib.compress(_opened(data, [(name, None)]))
        name = "/FlateDecode"
    store(stream, data, name, parms)


def unpacked(stream: StreamObject, packing: Packing | None = None) -> bytes:
    """Return a stream's bytes with the filters given, or all, undone."""
    packing = _packing(stream) if packing is None else packing
    if any(name not in OPENED for name, _ in packing):
        raise DomainError(RARE)
    return _opened(stream._data, packing)


def store(stream: StreamObject, data: bytes, name: str, parms: PdfObject | None = None) -> None:
    """Give a stream its bytes, and the one filter that they are packed with."""
    stream._data, stream.decoded_self = data, None
    stream[NameObject("/Filter")] = NameObject(name)
    stream.pop("/DecodeParms", None)
    if isinstance(parms, DictionaryObject) and parms:
        stream[NameObject("/DecodeParms")] = parms


def _opened(data: bytes, packing: Packing) -> bytes:
    if not packing:
        return data
    inner = StreamObject()
    inner._data = data
    inner[NameObject("/Filter")] = ArrayObject([NameObject(name) for name, _ in packing])
    inner[NameObject("/DecodeParms")] = ArrayObject(
        [parms if parms is not None else DictionaryObject() for _, parms in packing]
    )
    return decode_stream_data(inner)


def _packing(stream: StreamObject) -> Packing:
    """Return the filters of a stream, outermost first, each with its parameters."""
    names = _listed(stream, "/Filter")
    parms = _listed(stream, "/DecodeParms")
    if set(names) - OPENED - PICTURES:
        raise DomainError(RARE)
    return [(name, parms[at] if at < len(parms) else None) for at, name in enumerate(names)]


def _listed(stream: StreamObject, key: str) -> list:
    """Return what a key holds as a list, wherever it stands: itself, in a list, or elsewhere."""
    found = stream[key] if key in stream else ArrayObject()
    return [one.get_object() for one in (found if isinstance(found, ArrayObject) else [found])]


def _nothing_behind(data: bytes) -> bytes:
    """Return packed bytes up to their own end; damaged ones as they are."""
    reader, waiting, size = zlib.decompressobj(), data, 0
    try:
        while waiting and not reader.eof:
            size += len(reader.decompress(waiting, 1 << 20))
            if size > MOST_UNPACKED:
                raise DomainError(RARE)
            waiting = reader.unconsumed_tail
    except zlib.error:
        return data
    return data[: len(data) - len(reader.unused_data)]
