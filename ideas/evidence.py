"""Pictures and PDFs that support an idea: judged by their bytes, made anew, named by their kind."""

from dataclasses import dataclass

from ideas.enums import EvidenceKind
from workshop.common import documents, pictures
from workshop.common.errors import DomainError

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
# A file's own name may name its maker, so that people see these in its place.
NAMES = {
    EvidenceKind.PNG: "Picture (PNG)",
    EvidenceKind.JPEG: "Picture (JPEG)",
    EvidenceKind.PDF: "Document (PDF)",
}
EXTENSIONS = {EvidenceKind.PNG: "png", EvidenceKind.JPEG: "jpg", EvidenceKind.PDF: "pdf"}
TYPES = {
    EvidenceKind.PNG: "image/png",
    EvidenceKind.JPEG: "image/jpeg",
    EvidenceKind.PDF: "application/pdf",
}
TOO_LARGE = f"The file is larger than {pictures.size_words(MOST_BYTES)}. Choose a smaller one."
GROWN = (
    f"Written anew without its hidden notes, this PDF takes more than "
    f"{pictures.size_words(MOST_BYTES)}. Print fewer pages into a new PDF and choose that."
)
OTHER = (
    "This is not a PNG picture, a JPEG picture or a PDF, whatever its name says. "
    "Choose one of these."
)


@dataclass(frozen=True)
class MadeFile:
    """A file as it is stored: what it is, and bytes that say nothing of its maker."""

    kind: EvidenceKind
    content: bytes


def evidence_made(upload) -> MadeFile:
    """Return what somebody sent, made anew.

    `upload` is an open file with `size` and `read`. Raises DomainError saying in plain words what
    is wrong and what to do.
    """
    if upload.size > MOST_BYTES:
        raise DomainError(TOO_LARGE)
    upload.seek(0)
    content = upload.read()
    if content.startswith(documents.MAGIC):
        return _small(MadeFile(EvidenceKind.PDF, documents.document_made_anew(content)))
    if content and not content.startswith(tuple(pictures.MAGIC.values())):
        raise DomainError(OTHER)
    picture = pictures.picture_read(upload, most_bytes=MOST_BYTES, most_pixels=MOST_PIXELS)
    kind = EvidenceKind.PNG if picture.extension == "png" else EvidenceKind.JPEG
    return MadeFile(kind, picture.content)


def _small(made: MadeFile) -> MadeFile:
    """Return the document; refuse (DomainError) one that has grown: its packing was rare."""
    if len(made.content) > MOST_BYTES:
        raise DomainError(GROWN)
    return made
