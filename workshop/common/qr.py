"""Links as squares that a phone's camera reads."""

import io

import segno

QUIET_ZONE = 4  # modules of white around the code, as the standard asks
MODULE_MM = 2


def qr_svg(link: str) -> bytes:
    """Return the QR code of a link as SVG: black on white, error correction M."""
    code = segno.make_qr(link, error="m", boost_error=False)
    file = io.BytesIO()
    # A unit gives the file both a size for word processors and a viewBox for browsers.
    code.save(
        file,
        kind="svg",
        border=QUIET_ZONE,
        scale=MODULE_MM,
        unit="mm",
        dark="#000",
        light="#fff",
        title=f"QR code of {link}",
        svgclass=None,
        lineclass=None,
    )
    return file.getvalue()
