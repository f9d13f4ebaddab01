"""The scene model: plain, validated, observable data that knows no file format, widget or engine."""

from __future__ import annotations

from threedkit.scene.animation import INTERPOLATIONS, PATHS, Animation, Channel
from threedkit.scene.camera import Camera, OrthographicCamera, PerspectiveCamera
from threedkit.scene.changes import Edit, Watch
from threedkit.scene.collection import Collection
from threedkit.scene.element import Element
from threedkit.scene.environment import Environment
from threedkit.scene.formats import Format
from threedkit.scene.image import Image
from threedkit.scene.instances import Instances
from threedkit.scene.inventory import Inventory
from threedkit.scene.light import DirectionalLight, Light, PointLight, SpotLight
from threedkit.scene.made_image import MadeImage
from threedkit.scene.material import ALPHA_MODES, LAYERS, TEXTURE_SLOTS, Material
from threedkit.scene.materials import (
    Anisotropy,
    Clearcoat,
    DiffuseTransmission,
    Iridescence,
    Layer,
    Sheen,
    Specular,
    Transmission,
    Volume,
)
from threedkit.scene.mesh import Mesh
from threedkit.scene.node import Content, Node
from threedkit.scene.pose import Pose
from threedkit.scene.primitive import MODES, MorphTarget, Primitive
from threedkit.scene.scene import RootSet, Scene
from threedkit.scene.skin import Skin
from threedkit.scene.texture import MAG_FILTERS, MIN_FILTERS, WRAPS, Sampler, Texture, TextureInfo
from threedkit.scene.variant import Variant, VariantMaterial

__all__ = [
    "ALPHA_MODES",
    "INTERPOLATIONS",
    "LAYERS",
    "MAG_FILTERS",
    "MIN_FILTERS",
    "MODES",
    "PATHS",
    "TEXTURE_SLOTS",
    "WRAPS",
    "Animation",
    "Anisotropy",
    "Camera",
    "Channel",
    "Clearcoat",
    "Collection",
    "Content",
    "DiffuseTransmission",
    "DirectionalLight",
    "Edit",
    "Element",
    "Environment",
    "Format",
    "Image",
    "Instances",
    "Inventory",
    "Iridescence",
    "Layer",
    "Light",
    "MadeImage",
    "Material",
    "Mesh",
    "MorphTarget",
    "Node",
    "OrthographicCamera",
    "PerspectiveCamera",
    "PointLight",
    "Pose",
    "Primitive",
    "RootSet",
    "Sampler",
    "Scene",
    "Sheen",
    "Skin",
    "Specular",
    "SpotLight",
    "Texture",
    "TextureInfo",
    "Transmission",
    "Variant",
    "VariantMaterial",
    "Volume",
    "Watch",
]
