"""Downloads: bytes that a browser keeps as a file under a name that tells nothing, and never shows or runs."""

from django.http import HttpResponse


def download(content: bytes, name: str) -> HttpResponse:
    """The content as a file to keep."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
