"""Links of the OpenAPI document: what can be done with the id of what a request has made."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

__all__ = ["add_links"]

_JSON: Final = "application/json"


class _Made(NamedTuple):
    """What can be done with something that was made.

    Attributes:
        field: with its id.
        parameter: that takes the id.
        operations: that have that parameter.
    """

    field: str
    parameter: str
    operations: tuple[str, ...]


_LINKS: Final[dict[str, _Made]] = {
    "Asset": _Made(
        "asset_id",
        "asset_id",
        (
            *("get_asset", "replace_asset", "change_asset", "delete_asset", "get_content", "head_content"),
            *("get_thumbnail", "get_report", "list_derivatives", "make_derivatives", "get_derivative", "list_scenes"),
        ),
    ),
    "UploadShown": _Made(
        "upload_id", "upload_id", ("get_upload", "list_parts", "put_part", "complete_upload", "abort_upload")
    ),
    "SceneShown": _Made(
        "scene_id",
        "scene_id",
        (
            *("get_scene", "replace_scene", "change_scene", "delete_scene"),
            *("list_versions", "get_scene_content", "list_renderjobs"),
        ),
    ),
    "MaterialRecord": _Made(
        "material_id", "record_id", ("get_material", "replace_material", "change_material", "delete_material")
    ),
    "AnimationRecord": _Made(
        "animation_id", "record_id", ("get_animation", "replace_animation", "change_animation", "delete_animation")
    ),
    "RenderJobShown": _Made(
        "job_id",
        "job_id",
        (
            *("get_renderjob", "pause_renderjob", "resume_renderjob", "retry_renderjob", "cancel_renderjob"),
            *("delete_renderjob", "follow_renderjob", "list_frames", "get_frame", "get_film", "get_contact_sheet"),
        ),
    ),
    "NotebookRun": _Made("run_id", "run_id", ("get_run", "cancel_run", "delete_run", "list_outputs", "get_output")),
}
"""By the type of what is made."""


_STILL: Final[dict[str, Any]] = {
    "name": "still",
    "scene_version": None,
    "resolution": [320, 240],
    "output_format": "png",
    "camera_config": {},
    "frames": None,
    "engine": None,
    "outputs": ["color"],
    "split": 1,
    "shutter": 0.0,
    "denoise": False,
}
"""What every service can draw, of any scene."""
_EMPTY: Final[dict[str, Any]] = {"lights": [], "cameras": [], "animations": [], "environment": None}
_BODIES: Final[dict[str, dict[str, dict[str, Any]]]] = {
    "Asset": {"create_scene": {**_EMPTY, "assets": [{"asset_id": "$response.body#/asset_id"}]}},
    "SceneShown": {"create_renderjob": {**_STILL, "scene_id": "$response.body#/scene_id"}},
}
"""By the type of what is made: operations that take its id in their body, and such bodies."""


def add_links(document: dict[str, Any]) -> None:
    """Say of each operation that makes something which others take its id (OpenAPI's links), in place.

    Args:
        document: OpenAPI, of the operations that this process answers: links to others are left out.
    """
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    known = {operation["operationId"] for operation in operations}
    for operation in operations:
        response = operation["responses"].get("201")
        content = (response or {}).get("content", {}).get(_JSON, {})
        kind = str(content.get("schema", {}).get("$ref", "")).rpartition("/")[2]
        if response is not None and kind in _LINKS:
            response["links"] = {name: link for name, link in _links(kind).items() if name in known}


def _links(kind: str) -> dict[str, dict[str, Any]]:
    made = _LINKS[kind]
    taken = {made.parameter: f"$response.body#/{made.field}"}
    found: dict[str, dict[str, Any]] = {name: {"operationId": name, "parameters": taken} for name in made.operations}
    return found | {name: {"operationId": name, "requestBody": body} for name, body in _BODIES.get(kind, {}).items()}
