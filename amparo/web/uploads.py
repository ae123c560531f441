"""Uploads stay in memory: nothing that a person sends may lie in clear in a temporary folder, not even for a moment."""

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload

MOST = 10 * 2**20


class InMemory(MemoryFileUploadHandler):
    """Keeps a file in memory, and stops reading when a request holds more than it may."""

    received = 0

    def handle_raw_input(self, *args: object, **kwargs: object) -> None:
        """Takes every file, whatever size the request claims; `receive_data_chunk` counts."""
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Counts over all files of the request; five of them together may be three times the size of one."""
        self.received += len(raw_data)
        if self.received > 3 * MOST:
            raise StopUpload(connection_reset=True)
        kept: bytes | None = super().receive_data_chunk(raw_data, start)
        return kept
