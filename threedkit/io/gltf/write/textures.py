"""Images, samplers and textures."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from threedkit.errors import FieldError
from threedkit.io.gltf import schema, uris
from threedkit.io.gltf.extensions import SOURCE_TYPES, source_extension
from threedkit.io.gltf.read.textures import FILTERS, UNKNOWN_TYPE, WRAP_MODES

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import Image, Texture

__all__ = ["write_images", "write_samplers", "write_textures"]

_FILTER_NUMBERS = {name: number for number, name in FILTERS.items()}
_WRAP_NUMBERS = {name: number for number, name in WRAP_MODES.items()}
_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/ktx2": ".ktx2"}


def write_images(context: Context) -> list[schema.Image]:
    """All images: in the buffer of a GLB, in files of their own beside a .gltf."""
    return [_image(context, i, image) for i, image in enumerate(context.parts.images)]


def _image(context: Context, index: int, image: Image) -> schema.Image:
    values, mime_type = context.named(image), image.media_type
    if extension := source_extension(image):
        context.formats.add(extension)
    if image.data is None:
        if not image.uri:
            raise FieldError(f"image {image.name or index} has neither data nor a uri: it cannot be saved")
        return schema.Image(**values, uri=uris.from_path(image.uri), mime_type=image.mime_type)
    if context.external is None:
        view = context.packer.view(image.data)
        return schema.Image(**values, buffer_view=view, mime_type=mime_type or UNKNOWN_TYPE)
    path = context.image_paths.get(id(image.data))
    if path is None:
        path = _free_path(context.external, image, index, mime_type)
        context.external[path] = image.data
        context.image_paths[id(image.data)] = path
    return schema.Image(**values, uri=uris.from_path(path), mime_type=image.mime_type)


def _free_path(taken: dict[str, Any], image: Image, index: int, mime_type: str) -> str:
    """A relative path for an image file: the one it came from if that is safe and free."""
    path = PurePosixPath(image.uri)
    safe = (
        bool(image.uri)
        and not path.is_absolute()
        and ".." not in path.parts
        and "\\" not in image.uri
        and ":" not in image.uri
    )
    suffix = _SUFFIXES.get(mime_type, path.suffix if safe else ".bin")
    first = str(path) if safe else f"image{index}{suffix}"
    stem, number = str(PurePosixPath(first).with_suffix("")), 0
    lowered = {name.lower() for name in taken}
    while first.lower() in lowered:
        number += 1
        first = f"{stem}-{number}{PurePosixPath(first).suffix}"
    return first


def write_samplers(context: Context) -> list[schema.Sampler]:
    """All samplers."""
    samplers = []
    for sampler in context.parts.samplers:
        values: dict[str, Any] = context.named(sampler)
        if sampler.mag_filter is not None:
            values["mag_filter"] = _FILTER_NUMBERS[sampler.mag_filter]
        if sampler.min_filter is not None:
            values["min_filter"] = _FILTER_NUMBERS[sampler.min_filter]
        values["wrap_s"], values["wrap_t"] = _WRAP_NUMBERS[sampler.wrap_s], _WRAP_NUMBERS[sampler.wrap_t]
        samplers.append(schema.Sampler(**values))
    return samplers


def write_textures(context: Context) -> list[schema.Texture]:
    """All textures; what has no PNG or JPEG requires the extension of its last image."""
    return [_texture(context, texture) for texture in context.parts.textures]


def _texture(context: Context, texture: Texture) -> schema.Texture:
    sampler = context.samplers.of(texture.sampler)
    indices: dict[str, int] = {}
    for image in texture.images:
        name = source_extension(image)
        if name in indices:
            kind = SOURCE_TYPES.get(name, "image/png or image/jpeg")
            text = "source and fallbacks must be of different formats"
            raise FieldError(f"texture {texture.name or context.textures.of(texture)} has two images of {kind}: {text}")
        indices[name] = context.images.of(image)
    source = indices.pop("", schema.ABSENT)
    if not indices:
        return schema.Texture(**context.named(texture), source=source, sampler=sampler)
    if source == schema.ABSENT:
        context.required.add(list(indices)[-1])
    more = {name: {**texture.extensions.get(name, {}), "source": index} for name, index in indices.items()}
    return schema.Texture(**context.named(texture, more), source=source, sampler=sampler)
