"""A form with a file (multipart/form-data, RFC 7578), read as it comes: the file goes on, the small fields stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from threedkit.errors import AssetError
from threedkit.io.formats import FORMATS, HEAD_BYTES, FileFormat, detect
from threedkit.service.problems import ProblemError

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["FormFile", "FormReader", "check_type", "clean_name"]

_FIELDS: Final = 16
_FIELD_BYTES: Final = 64 << 10
_CLOSE: Final = {"Connection": "close"}
_MEDIA_TYPES: Final = {one.media_type: one.name for one in FORMATS}
_NEVER: Final = re.compile(
    r"(audio|video|font|multipart|message)/|text/(html|css|javascript)|application/(pdf|x-.*exec)"
)


class FormFile(msgspec.Struct):
    """What the headers of a file's part said, and what its first bytes have shown."""

    name: str
    said_type: str
    format: FileFormat | None = None


class FormReader:
    """Takes pieces of a form and gives the pieces of its file.

    Args:
        request: whose headers name the boundary.

    Attributes:
        file: of the part `file`; None until it has begun.
        fields: the other parts, by name.
        done: whether the form has come to its end.

    Raises:
        ProblemError: 415, the request is no form.
    """

    def __init__(self, request: Request) -> None:
        kind, options = parse_options_header(request.headers.get("content-type"))
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not 1 <= len(boundary) <= 70:
            message = "send a form: Content-Type multipart/form-data with a boundary, and the part `file`"
            raise ProblemError(415, "not-a-form", message, headers={**_CLOSE, "Accept": "multipart/form-data"})
        self.file: FormFile | None = None
        self.fields: dict[str, str] = {}
        self.done = False
        self._headers: dict[bytes, bytes] = {}
        self._header, self._value = b"", b""
        self._field = ""
        self._text = bytearray()
        self._head = bytearray()
        self._in_file = False
        self._ready: list[bytes] = []
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._on_header,
                "on_header_value": self._on_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._finish,
            },
        )

    def take(self, piece: bytes) -> list[bytes]:
        """Take the next piece of the form and return pieces of the file.

        Raises:
            ProblemError: 400 it is no form, 415 the file's format is not kept or not what its name and type say,
                422 a field is too long or given twice.
        """
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise ProblemError(400, "malformed-form", f"the form cannot be read: {error}", headers=_CLOSE) from error
        ready, self._ready = self._ready, []
        return ready

    def finish(self) -> FormFile:
        """Return the file, when all pieces have been taken.

        Raises:
            ProblemError: 400 the form was cut short, 422 it has no file.
        """
        if not self.done:
            raise ProblemError(400, "cut-short", "the form ends before its last boundary; send it again")
        if self.file is None or self.file.format is None:
            raise _unfit("the form has no part named file")
        return self.file

    # What the parser calls

    def _begin(self) -> None:
        self._headers, self._header, self._value = {}, b"", b""
        self._text.clear()

    def _on_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header, self._value = b"", b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b"").decode("latin-1"))
        name = _as_text(options.get(b"name", b""))
        self._in_file = name == "file"
        if self._in_file:
            if self.file is not None:
                raise _unfit("the form has two parts named file; send one file a request")
            said = self._headers.get(b"content-type", b"").decode("latin-1").partition(";")[0].strip().lower()
            self.file = FormFile(clean_name(_as_text(options.get(b"filename", b""))), said)
        elif not name or name in self.fields or len(self.fields) >= _FIELDS:
            raise _unfit(f"the form's part {name[:40]!r} is given twice, has no name, or is one too many")
        self._field = name

    def _data(self, data: bytes, start: int, end: int) -> None:
        piece = data[start:end]
        if not self._in_file:
            if len(self._text) + len(piece) > _FIELD_BYTES:
                raise _unfit(f"the form's part {self._field[:40]!r} is longer than {_FIELD_BYTES:,} bytes")
            self._text += piece
        elif self.file is not None and self.file.format is None:
            self._head += piece
            if len(self._head) >= HEAD_BYTES:
                self._look(self.file)
        else:
            self._ready.append(piece)

    def _end(self) -> None:
        if not self._in_file:
            self.fields[self._field] = _as_text(bytes(self._text))
        elif self.file is not None and self.file.format is None:
            self._look(self.file)

    def _finish(self) -> None:
        self.done = True

    def _look(self, file: FormFile) -> None:
        file.format = check_type(file.name, file.said_type, bytes(self._head))
        self._ready.append(bytes(self._head))
        self._head.clear()


def check_type(name: str, said_type: str, head: bytes) -> FileFormat:
    """Return the format of a file whose name, media type and first bytes agree.

    Raises:
        ProblemError: 415, they do not, or the format is not kept; 422, there are no bytes.
    """
    if not head:
        raise _unfit("the file is empty")
    try:
        found = detect(name, head[:HEAD_BYTES])
    except AssetError as error:
        problem = error.problems[0]
        raise ProblemError(
            415, "unsupported-type", f"{error.source}: {problem.message}", headers=_CLOSE, reason=problem.code
        ) from error
    other = _MEDIA_TYPES.get(said_type, found.name)
    pictures = said_type.startswith("image/") and not found.media_type.startswith("image/")
    if other != found.name or pictures or _NEVER.match(said_type):
        message = f"{name}: Content-Type says {said_type}, but it is {found.media_type}"
        raise ProblemError(415, "unsupported-type", message, headers=_CLOSE, reason="WRONG_MEDIA_TYPE")
    return found


def clean_name(name: str) -> str:
    r"""Return the last part of a file's name, printable and at most 200 characters long, its suffix kept.

    Example:
        >>> clean_name("../../etc/passwd"), clean_name("C:\\temp\\fox.glb"), clean_name("a\r\nb.glb")
        ('passwd', 'fox.glb', 'a b.glb')
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = " ".join("".join(c if c.isprintable() else " " for c in last).split()).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[: 200 - len(suffix) - 1]}.{suffix}" if dot and len(suffix) < 20 else plain[:200]


def _as_text(data: bytes) -> str:
    """UTF-8, else Latin-1 as old browsers send it; without halves of surrogate pairs."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _unfit(message: str) -> ProblemError:
    return ProblemError(422, "invalid-request", message, headers=_CLOSE)
