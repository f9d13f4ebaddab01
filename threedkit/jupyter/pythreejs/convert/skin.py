"""Skins: bones that make three.js r97 compute what glTF says, although pythreejs cannot pass inverse bind matrices.

When r97 binds a SkinnedMesh to a Skeleton without inverse matrices, it takes the inverse of where each bone stands at
that moment. So every joint gets a bone of its own that stands nowhere (identity) when it is bound, and only then is
hung under its joint, inside a holder whose matrix is the inverse bind matrix:

    world_from_bone = world_from_joint @ joint_from_bindpose,  and the inverse that r97 took is the identity.

That the binding comes first is a matter of who refers to whom: pythreejs makes a widget after those that it refers to.
Each holder therefore has a child that refers to the meshes (a CloneArray with no clones).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pythreejs as three

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Node, Skin

__all__ = ["Rig", "matrix_elements"]


def matrix_elements(matrix: NDArray[np.float64]) -> tuple[float, ...]:
    """The 16 numbers of a (4, 4) matrix as three.js lists them: by column."""
    return tuple(np.asarray(matrix, np.float64).T.ravel().tolist())


class Rig:
    """The bones of one skin and the meshes bound to them."""

    def __init__(self, skin: Skin) -> None:
        """Make a bone a joint; meshes are bound with `bind`, and `holders` are made after that."""
        self.skin = skin
        self.bones = [three.Bone() for _ in skin.joints]
        self.skeleton = three.Skeleton(bones=self.bones)
        self._tokens: list[Any] = []
        self._holders: list[tuple[Node, Any]] = []

    def bind(self, geometry: Any, material: Any, name: str) -> Any:
        """A SkinnedMesh on these bones. It goes straight under the scene: glTF lets a skin ignore its own node."""
        mesh = three.SkinnedMesh(
            geometry=geometry, material=material, skeleton=self.skeleton, name=name, frustumCulled=False
        )
        self._tokens.append(three.CloneArray(original=mesh, positions=[]))
        return mesh

    def holders(self) -> list[tuple[Node, Any]]:
        """For each joint, the object that must hang under it; made once, when all meshes are bound."""
        if not self._holders:
            matrices = self.skin.inverse_bind_matrices
            if matrices is None:
                matrices = np.broadcast_to(np.eye(4), (len(self.bones), 4, 4))
            joints = zip(self.skin.joints, self.bones, matrices, strict=False)
            self._holders = [(joint, self._holder(bone, matrix)) for joint, bone, matrix in joints]
        return self._holders

    def _holder(self, bone: Any, matrix: NDArray[np.float64]) -> Any:
        children = (bone, *self._tokens)
        return three.Group(matrix=matrix_elements(matrix), matrixAutoUpdate=False, children=children)

    def close(self) -> None:
        """Free the widgets but for the meshes."""
        for widget in (*(holder for _, holder in self._holders), *self._tokens, self.skeleton, *self.bones):
            widget.close()
