"""Uploads end at a size: what is larger is never stored, and the page that was asked can say so."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MAX_UPLOAD = 10 * 1024 * 1024  # bytes, of all files of a request together


class CappedUploadHandler(FileUploadHandler):
    """Stands first in FILE_UPLOAD_HANDLERS. Marks the request with `upload_too_large` when it stops one."""

    def __init__(self, request=None):
        super().__init__(request)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > MAX_UPLOAD:
            if self.request is not None:
                self.request.upload_too_large = True
            # The rest of the file is read in pieces and thrown away, so that the browser can show the answer.
            # (StopUpload would read it in lines, and a file may be one line of 200 MB.)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after it keep the file."""


def is_too_large(request) -> bool:
    """Whether an upload of this request was stopped. Ask after reading request.POST or request.FILES."""
    return getattr(request, "upload_too_large", False)
