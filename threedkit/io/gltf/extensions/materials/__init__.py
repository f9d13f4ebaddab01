"""The extensions of materials: their JSON, and the tables that say which field of Material each is."""

from __future__ import annotations

from threedkit.io.gltf.extensions.materials.forms import LAYER_FORMS, PLAIN_FORMS, LayerForm, PlainForm
from threedkit.io.gltf.extensions.materials.specular_glossiness import SPECULAR_GLOSSINESS, SpecularGlossiness

__all__ = ["LAYER_FORMS", "PLAIN_FORMS", "SPECULAR_GLOSSINESS", "LayerForm", "PlainForm", "SpecularGlossiness"]
