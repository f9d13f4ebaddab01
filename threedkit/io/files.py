"""Reading and writing whole files."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from threedkit.errors import AssetError, OutputError, Problem
from threedkit.io.cores import in_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from io import FileIO
    from pathlib import Path

__all__ = ["Bytes", "read", "require_file", "sync_folder", "write", "write_all"]

Bytes = bytes | memoryview
"""What is read and written."""


_LARGE = 32 << 20
_PAGE = 2 << 20
"""A huge page: threads that fill memory side by side should not share one."""


def read(path: Path) -> memoryview:
    """The whole of a regular file as a read-only view of bytes, read once into memory of its own.

    The bytes are copied rather than mapped: a file that is changed or cut while a scene refers to it then does no harm.

    Raises:
        AssetError: it is missing, no regular file, or cannot be read.
    """
    try:
        with open(path, "rb", buffering=0, opener=_open_at_once) as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise _refused(path, "not a regular file")
            array = np.empty(status.st_size, np.uint8)
            done = _fill(array.data, stream)
    except IsADirectoryError as error:
        raise _refused(path, "a folder, not a file") from error
    except FileNotFoundError as error:
        raise _refused(path, "there is no such file") from error
    except (OSError, ValueError) as error:
        raise _refused(path, getattr(error, "strerror", None) or str(error)) from error
    array.flags.writeable = False
    return array.data[:done]


def _fill(view: memoryview, stream: FileIO) -> int:
    """Read until the view is full or the file ends; gives the number of bytes.

    Each core reads a part of a large file: half of the time goes into making memory, which they share.
    """
    done = 0
    if len(view) >= _LARGE and hasattr(os, "preadv"):
        handle = stream.fileno()

        def fill(start: int, stop: int) -> tuple[int, bool]:
            count = os.preadv(handle, [view[start:stop]], start)
            return count, count == stop - start

        for count, is_full in in_parts(fill, len(view), least=_LARGE // 2, unit=_PAGE):
            done += count
            if not is_full:
                break
        stream.seek(done)
    while done < len(view) and (count := stream.readinto(view[done:])):
        done += count
    return done


def _open_at_once(path: str, flags: int) -> int:
    """Open without waiting for a writer, should it be a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def require_file(path: Path) -> None:
    """See that a path is a regular file that can be opened, for readers that take a path.

    Raises:
        AssetError: it is not.
    """
    try:
        if stat.S_ISREG(path.stat().st_mode):
            with path.open("rb"):
                return
    except FileNotFoundError as error:
        raise _refused(path, "there is no such file") from error
    except (OSError, ValueError) as error:
        raise _refused(path, getattr(error, "strerror", None) or str(error)) from error
    raise _refused(path, "a folder, not a file" if path.is_dir() else "not a regular file")


def _refused(path: Path, why: str) -> AssetError:
    return AssetError(str(path), [Problem("error", "FILE_NOT_FOUND", "", why)])


def write(path: Path, data: Bytes) -> Path:
    """Write one file of a folder that is there; it appears whole or not at all, the last of several writers wins.

    Raises:
        OutputError: the place cannot be written; nothing half-written stays behind.
    """
    write_all([(path, (data,))], make_folders=False)
    return path


def write_all(
    files: Iterable[tuple[Path, Sequence[Bytes]]], *, make_folders: bool = True, durable: bool = False
) -> None:
    """Write several files, all of them or none: each to a temporary file first, then renamed.

    Args:
        files: a path and the parts of its content, in order. What refers to the others comes last.
        make_folders: make the folders that are not there yet.
        durable: wait until the disk has it, so that a power cut does not take it away (fsync of files and folders).

    Raises:
        OutputError: a place cannot be written; nothing of this call stays behind.
    """
    ready: list[tuple[Path, Path]] = []
    place: Path | str = ""
    try:
        for path, parts in files:
            place = path
            if make_folders:
                path.parent.mkdir(parents=True, exist_ok=True)
            name = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
            with name.open("xb") as stream:
                ready.append((name, path))
                for part in parts:
                    stream.write(part)
                if durable:
                    stream.flush()
                    os.fsync(stream.fileno())
        folders = {path.parent for _, path in ready}
        while ready:
            name, place = ready[0]
            name.replace(place)
            ready.pop(0)
        if durable:
            for folder in folders:
                sync_folder(folder)
    except OSError as error:
        message = f"{place}: cannot be written: {error.strerror or error}"
        raise OutputError(message) from error
    finally:
        for name, _ in ready:
            with suppress(OSError):
                name.unlink()


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder."""
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
