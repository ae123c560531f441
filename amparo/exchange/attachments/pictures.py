"""Pictures, drawn anew from their pixels: nothing that is not to be seen comes along."""

from io import BytesIO

from PIL import Image, ImageOps, JpegImagePlugin

from amparo.exchange.attachments.attachment import Attachment, Limits, refuse

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_MOST_SIDE = 30_000
# A JPEG may hold thousands of scans over all its pixels. Ten are usual; a pixel of a scan takes some 5 ns.
_MOST_SCANNED_PIXELS = 1_000_000_000


def clean(data: bytes, limits: Limits) -> Attachment:
    """The picture turned upright, without EXIF, colour profile, comments, thumbnails or anything after its end."""
    drawn, form, moves = _draw(data, limits)
    media_type = {"JPEG": "image/jpeg", "WEBP": "image/webp"}.get(form, "image/png")
    content = _write(drawn, "PNG" if form == "GIF" else form)
    return Attachment(media_type=media_type, content=content, notes=("first-frame-only",) if moves else ())


def clean_in_its_format(data: bytes, limits: Limits) -> bytes:
    """The picture without metadata in the format it came in, as a document that holds it expects."""
    drawn, form, _ = _draw(data, limits)
    return _write(drawn, form)


class _Drawn:
    """Pixels, and how a JPEG had been compressed, so that drawing it anew loses no more than it must."""

    def __init__(self, pixels: Image.Image, tables: list[list[int]] | None, sampling: int) -> None:
        self.pixels, self.tables, self.sampling = pixels, tables, sampling


def _draw(data: bytes, limits: Limits) -> tuple[_Drawn, str, bool]:
    """The upright pixels, the format, and whether there was more than one frame."""
    try:
        opened = Image.open(BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError:
        refuse("too-much-inside")
    with opened:
        width, height = opened.size
        if width * height > limits.pixels or max(width, height) > _MOST_SIDE:
            refuse("too-much-inside")
        form = "JPEG" if opened.format == "MPO" else str(opened.format)
        tables, sampling = None, -1
        if form == "JPEG":
            if _count_scans(data) * width * height > _MOST_SCANNED_PIXELS:
                refuse("too-much-inside")
            assert isinstance(opened, JpegImagePlugin.JpegImageFile)
            tables, sampling = list(opened.quantization.values()), JpegImagePlugin.get_sampling(opened)
        moves = bool(getattr(opened, "is_animated", False))
        opened.seek(0)
        opened.load()
        if form == "JPEG" and opened.mode not in ("L", "RGB"):
            pixels, tables, sampling = opened.convert("RGB"), None, -1
        else:
            pixels = _plain(opened)
        ImageOps.exif_transpose(pixels, in_place=True)
        pixels.info = {}  # what the writers would take over unasked
        return _Drawn(pixels, tables, sampling), form, moves


def _plain(opened: Image.Image) -> Image.Image:
    """The pixels without a palette: a palette may hold colours that are nowhere seen."""
    if opened.mode in ("L", "RGB", "RGBA") and "transparency" not in opened.info:
        return opened
    if opened.mode == "1":
        return opened.convert("L")
    if opened.mode.startswith("I"):
        return opened  # sixteen bits of grey
    return opened.convert("RGBA" if opened.has_transparency_data else "RGB")


def _write(drawn: _Drawn, form: str) -> bytes:
    out, pixels = BytesIO(), drawn.pixels
    if form == "JPEG" and drawn.tables:
        pixels.save(out, "JPEG", qtables=drawn.tables, subsampling=drawn.sampling)
    elif form == "JPEG":
        pixels.save(out, "JPEG", quality=92)
    elif form == "WEBP":
        pixels.save(out, "WEBP", quality=92)
    else:
        pixels.save(out, form)
    return out.getvalue()


def _count_scans(data: bytes) -> int:
    """How many scans the first picture of a JPEG file has."""
    at, scans = 2, 0
    while 0 <= at < len(data) - 3:
        marker = data[at + 1]
        if data[at] != 0xFF or marker in (0, 0xFF) or 0xD0 <= marker <= 0xD7:
            at = data.find(b"\xff", at + 1)
            continue
        if marker == 0xD9:
            break
        scans += marker == 0xDA
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return scans
