"""A whole scene: glTF JSON whose buffers and images are blobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from threedkit.errors import FieldError
from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions import LIGHTS
from threedkit.io.gltf.pointers import make_room
from threedkit.io.gltf.write.animations import write_animations
from threedkit.io.gltf.write.context import Context
from threedkit.io.gltf.write.materials import write_materials
from threedkit.io.gltf.write.nodes import write_cameras, write_lights, write_nodes, write_skins
from threedkit.jupyter.packing.environment import environment_state
from threedkit.jupyter.packing.index import Index
from threedkit.jupyter.packing.limits import Limits
from threedkit.jupyter.packing.meshes import MeshPacker
from threedkit.jupyter.packing.textures import TexturePacker

if TYPE_CHECKING:
    from collections.abc import Collection

    from threedkit.jupyter.packing.blobs import Blob
    from threedkit.scene import Scene

__all__ = ["Packed", "pack"]


class Packed:
    """A scene as a browser gets it.

    Attributes:
        gltf: the document; `tk:<sha256>` are its blobs.
        blobs: by hash: all that `gltf` and `environment` refer to.
        environment: what the browser is told of the environment; None for none.
        notes: what is shown otherwise than it is.
        index: which part of the scene an index of `gltf` is.
        coarse: some meshes are shown in a simpler form.
        worn: identities of the materials whose textures are there.
    """

    def __init__(
        self, gltf: dict[str, Any], blobs: dict[str, Blob], environment: dict[str, Any] | None, notes: tuple[str, ...],
        index: Index, *, coarse: bool, worn: frozenset[int],
    ) -> None:  # fmt: skip
        """Hold the parts."""
        self.gltf, self.blobs, self.environment, self.notes = gltf, blobs, environment, notes
        self.index, self.coarse, self.worn = index, coarse, worn

    def first(self) -> list[Blob]:
        """The blobs that the first picture needs: all but the picture of an environment that is not seen."""
        around = self.environment
        hidden = around["picture"] if around is not None and around["background"] != "environment" else ""
        return [blob for name, blob in self.blobs.items() if name != hidden]

    @property
    def size(self) -> int:
        """Bytes of all blobs."""
        return sum(blob.size for blob in self.blobs.values())


def pack(scene: Scene, limits: Limits = Limits(), also: Collection[int] = ()) -> Packed:  # noqa: B008 - immutable
    """Turn a scene into what a view sends.

    Arrays and images that were packed before, for whatever view, cost their digest alone.

    Args:
        scene: what to show; lists in `gltf` are in the order of the scene's own.
        limits: beyond which meshes are simplified and images made smaller.
        also: identities of materials whose textures are sent though nothing wears them.

    Raises:
        FieldError: something in the scene has no form in glTF.
        MissingPackageError: a codec's package is not installed.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> ball = scene.add(tk.Mesh(tk.sphere(radius=1), tk.Material(roughness=0.3)))
        >>> packed = pack(scene)
        >>> packed.gltf["materials"][0]["pbrMetallicRoughness"]["roughnessFactor"], len(packed.blobs)
        (0.3, 3)
    """
    context = Context(scene, external=False)
    notes: list[str] = []
    packer = MeshPacker(context, scene, limits, notes)
    meshes = packer.meshes()
    gltf = schema.Gltf(
        asset=schema.Asset(version="2.0", generator="threedkit"),
        scene=0,
        meshes=meshes,
        skins=_skins(context, notes),
        animations=write_animations(context),
        nodes=write_nodes(context),
        materials=write_materials(context),
        cameras=write_cameras(context),
        scenes=[schema.Scene(nodes=[context.nodes.of(root) for root in scene.roots] or None)],
    )
    if context.parts.lights:
        gltf.extensions = {LIGHTS: {"lights": write_lights(context)}}
    worn = packer.materials | set(also)
    textures = TexturePacker(context, worn, limits, notes)
    blobs = textures.add(gltf)
    for pointer in context.pointers:
        make_room(gltf, pointer)
    blobs.extend(packer.accessors.finish(gltf))
    gltf.extensions_used = sorted({*context.used, *packer.accessors.used})
    state, around = environment_state(scene.environment, limits.environment)
    blobs.extend(around)
    index = Index(scene, context, packer.shapes, packer.numbers, textures)
    plain: dict[str, Any] = msgspec.to_builtins(gltf)
    found = {blob.hash: blob for blob in blobs}
    return Packed(plain, found, state, tuple(dict.fromkeys(notes)), index, coarse=packer.coarse, worn=frozenset(worn))


def _skins(context: Context, notes: list[str]) -> list[schema.Skin]:
    try:
        return write_skins(context)
    except FieldError as error:  # a joint has left the scene: the bodies stay at rest
        notes.append(str(error).replace("cannot be saved", "is left out"))
        context.skins = type(context.skins)(())
        return []
