"""`validate`: everything that can be said about a file, without raising."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.errors import AssetError, Problem
from threedkit.io.gltf import uris
from threedkit.io.gltf.checks import check_document
from threedkit.io.gltf.document import open_document
from threedkit.io.gltf.load import load_gltf
from threedkit.io.gltf.problems import Problems
from threedkit.io.loading import open_source
from threedkit.io.meshes import load_meshes
from threedkit.io.report.profiles import Profile, find_profile
from threedkit.io.report.report import Report
from threedkit.io.report.statistics import statistics_of
from threedkit.io.report.verdicts import judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from threedkit.io.files import Bytes
    from threedkit.io.gltf.document import Document
    from threedkit.io.loading import Opened
    from threedkit.io.network import Allowed
    from threedkit.io.report.statistics import Statistics
    from threedkit.scene import Scene

__all__ = ["validate", "validate_all"]

_LIMITS = frozenset(
    {
        "ACCESSOR_DATA_TOO_LARGE",
        "BUFFER_WITHOUT_DATA",
        "NON_RELATIVE_URI",
        "UNSUPPORTED_EXTENSION",
        "VALUE_NOT_IN_LIST",
    }
)
"""For these `load` refuses a file that is valid all the same."""

_Read = tuple[tuple[Problem, ...], "Scene | None", "Statistics | None"]


def validate(
    source: str | Path | Bytes,
    *,
    profile: Profile | str | Path | Mapping[str, Any] | None = None,
    allow_network: Allowed = False,
) -> Report:
    """Look a file through: list everything that is wrong or doubtful, count what it holds, compare it with a profile.

    What is an error to the Khronos validator is one here, under the same code. It is stricter than `load`, which
    lets pass what only a look at all the numbers tells (bounds that do not match, normals not of unit length ...).

    Args:
        source: what `load` takes.
        profile: limits to keep: the name of one of `builtin_profiles` ("web", "commerce-publishing" ...), a .toml or
            .json file, a dictionary, or a `Profile`. What it does not let pass is an error with a code PROFILE_...
        allow_network: let a URL be fetched: True, or the hosts that may be asked (see `load`).

    Raises:
        AssetError: there is no such file, or it is of no format that is read.
        ParameterError: there is no such profile, or it is wrong.

    Example:
        >>> report = validate(b"glTF")
        >>> report.ok, report.problems[0].code
        (False, 'GLB_UNEXPECTED_END_OF_HEADER')
    """
    limits = None if profile is None else find_profile(profile)
    opened = open_source(source, allow_network=allow_network)
    problems, scene, numbers = _read_gltf(opened) if opened.is_gltf else _read_meshes(opened)
    if limits is None:
        return Report(opened.name, problems, numbers)
    verdict, more = judge(limits, numbers, scene)
    return Report(opened.name, (*problems, *more), numbers, verdict)


def validate_all(sources: Sequence[Path], profile: Profile | None = None) -> tuple[list[Report], list[AssetError]]:
    """Validate several files.

    Returns:
        A report on each, and the errors of those that are missing or of no format that is read; these have a report
        too, unless there is one file only, about which the error says all.
    """
    reports, missing = [], []
    for source in sources:
        try:
            reports.append(validate(source, profile=profile))
        except AssetError as error:
            missing.append(error)
            reports.append(Report(str(source), error.problems))
    return ([] if missing and len(sources) == 1 else reports), missing


def _read_meshes(opened: Opened) -> _Read:
    try:
        scene = load_meshes(opened.data, opened.suffix, opened.folder, opened.name)
    except AssetError as error:
        return error.problems, None, None
    return (), scene, statistics_of(scene, file_bytes=len(opened.data), external_bytes=_image_bytes(scene))


def _read_gltf(opened: Opened) -> _Read:
    problems = Problems(opened.name)
    document = open_document(opened.data, opened.folder, problems, suffix=opened.suffix, thorough=True)
    if document is None:
        return problems.items, None, None
    check_document(document)
    try:
        scene = load_gltf(opened.data, opened.folder, opened.name, suffix=opened.suffix, strict=False, warn=False)
    except AssetError as error:  # reading finds what is wrong inside compressed data
        return _merged(problems.items, error.problems), None, None
    numbers = statistics_of(
        scene,
        file_bytes=len(opened.data),
        external_bytes=_buffer_bytes(document) + _image_bytes(scene),
        extensions=(tuple(document.gltf.extensions_used), tuple(document.gltf.extensions_required)),
    )
    return problems.items, scene, numbers


def _merged(said: tuple[Problem, ...], refused: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """What the checks say, and for what else `load` refuses the file; its own limits break no rule of glTF."""
    if any(problem.severity == "error" for problem in said):
        return said
    known = {(problem.code, problem.pointer) for problem in said}
    more = [p for p in refused if (p.code, p.pointer) not in known and p.severity == "error"]
    return (*said, *(Problem("warning", *p[1:]) if p.code in _LIMITS else p for p in more))


def _buffer_bytes(document: Document) -> int:
    """Bytes of the buffers in other files."""
    sizes = {buffer.uri: buffer.byte_length for buffer in document.gltf.buffers if buffer.uri}
    return sum(size for uri, size in sizes.items() if not uris.is_data(uri))


def _image_bytes(scene: Scene) -> int:
    """Bytes of the images in other files."""
    sizes = {image.uri: len(image.data) for image in scene.images if image.uri and image.data is not None}
    return sum(sizes.values())
