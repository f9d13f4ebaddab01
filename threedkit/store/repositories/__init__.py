"""Records of each kind as one asker sees them. Imported on first use: SQLAlchemy."""

from threedkit.store.repositories.animations import AnimationStore
from threedkit.store.repositories.assets import AssetStore
from threedkit.store.repositories.derivatives import DerivativeStore
from threedkit.store.repositories.materials import MaterialStore
from threedkit.store.repositories.renderjobs import RenderJobStore
from threedkit.store.repositories.runs import RunStore
from threedkit.store.repositories.scenes import SceneStore

__all__ = [
    "AnimationStore",
    "AssetStore",
    "DerivativeStore",
    "MaterialStore",
    "RenderJobStore",
    "RunStore",
    "SceneStore",
]
