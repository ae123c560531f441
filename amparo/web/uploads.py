"""Uploads stay in memory: nothing that a person sends may lie in clear in a temporary folder, not even for a moment."""

from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload

MOST = 10 * 2**20
_TOGETHER, _READ = 3 * MOST, 6 * MOST


class TooMuch(UploadedFile):  # type: ignore[type-arg]
    """Stands for a file of a request that held more than it may; nothing of it is kept."""


class InMemory(MemoryFileUploadHandler):
    """Keeps files in memory, as many as a request may hold; reads a little further, so that its words are not lost with them."""

    received = 0

    def handle_raw_input(self, *args: object, **kwargs: object) -> None:
        """Takes every file, whatever size the request claims; `receive_data_chunk` counts."""
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Counts over all files of the request; five of them together may be three times the size of one."""
        self.received += len(raw_data)
        if self.received > _READ:
            raise StopUpload(connection_reset=True)
        if self.received > _TOGETHER:
            self.file = BytesIO()
            return None
        kept: bytes | None = super().receive_data_chunk(raw_data, start)
        return kept

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """The file, or what stands for it if by now there is too much."""
        if self.received > _TOGETHER:
            return TooMuch(BytesIO(), self.file_name, self.content_type, 0)
        kept: UploadedFile[bytes] | None = super().file_complete(file_size)
        return kept
