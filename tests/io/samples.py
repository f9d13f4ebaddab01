"""Scenes that hold everything that is written: one for each part of glTF and for each extension. Loaded by conftest."""

from __future__ import annotations

import numpy as np

import threedkit as tk
from threedkit.scene import MorphTarget, RootSet, Skin, Texture


def picture(width: int = 4, height: int = 4, channels: int = 3) -> tk.Image:
    ramp = np.linspace(0, 255, width * height * channels).reshape(height, width, channels)
    return tk.Image.from_array(ramp.astype(np.uint8))


def textured(**slots: object) -> tk.Material:
    return tk.Material(base_color_texture=picture(), **slots)


def geometries() -> tk.Scene:
    scene = tk.Scene(name="geometries")
    for x, make in enumerate((tk.sphere, tk.box, tk.plane, tk.cylinder, tk.cone, tk.torus)):
        scene.add(tk.Mesh(make(), textured()), name=make.__name__, position=(2 * x, 0, 0))
    return scene


def modes() -> tk.Scene:
    scene, rng = tk.Scene(), np.random.default_rng(1)
    points = rng.random((12, 3), np.float32)
    colors = (rng.random((12, 3), np.float32), rng.integers(0, 256, (12, 4), np.uint8),
              rng.integers(0, 65536, (12, 3), np.uint16))  # fmt: skip
    indices = (None, np.arange(12, dtype=np.uint8), np.arange(12, dtype=np.uint16), np.arange(12, dtype=np.uint32))
    for i, mode in enumerate(
        ("POINTS", "LINES", "LINE_LOOP", "LINE_STRIP", "TRIANGLES", "TRIANGLE_STRIP", "TRIANGLE_FAN")
    ):
        custom = {"_ID": np.arange(12, dtype=np.float32), "_GROUP": rng.integers(0, 9, (12, 2), np.uint16)}
        scene.add(
            tk.Primitive(
                positions=points, colors=(colors[i % 3],), indices=indices[i % 4], mode=mode, custom=custom if i else {}
            ),
            name=mode,
        )
    return scene


def lights_and_cameras() -> tk.Scene:
    scene = tk.Scene()
    scene.add(tk.DirectionalLight(color=(1, 0.5, 0.25), intensity=3), name="sun")
    scene.add(tk.PointLight(intensity=20, range=5), name="bulb", position=(0, 2, 0))
    scene.add(tk.SpotLight(inner_cone_angle=0.1, outer_cone_angle=0.5), name="spot", rotation=(0, 0.6, 0, 0.8))
    scene.add(tk.PerspectiveCamera(yfov=0.7, aspect=1.5, znear=0.1, zfar=10), name="near")
    scene.add(tk.PerspectiveCamera(), name="endless")
    scene.add(tk.OrthographicCamera(xmag=2, ymag=1), name="flat")
    return scene


def moving() -> tk.Scene:
    """Skin, morph targets and animations in all interpolations."""
    scene = tk.Scene()
    base = tk.box()
    count = base.vertex_count
    targets = [MorphTarget(positions=np.full((count, 3), 0.25, np.float32)), MorphTarget(normals=base.normals * 0)]
    targets = [MorphTarget(positions=t.positions if t.positions is not None else targets[0].positions) for t in targets]
    weights = np.zeros((count, 4), np.float32)
    weights[:, 0], weights[:, 1] = 0.25, 0.75
    joints = np.zeros((count, 4), np.uint8)
    joints[:, 1] = 1
    primitive = tk.Primitive(
        positions=base.positions, normals=base.normals, indices=base.indices, joints=(joints,), weights=(weights,),
        targets=targets,
    )  # fmt: skip
    root = scene.add(tk.Node(name="root"))
    tip = root.add(tk.Node(name="tip", position=(0, 1, 0)))
    skin = Skin(joints=(root, tip), inverse_bind_matrices=np.stack([np.eye(4), np.eye(4)]), skeleton=root)
    skinned = tk.Mesh(primitive, weights=(0.5, 0), target_names=("smile", "frown"))
    body = scene.add(tk.Node(name="body", mesh=skinned, skin=skin))
    times, half = np.float32([0, 0.5, 1]), np.float32(np.sqrt(0.5))
    turn = np.float32([[0, 0, 0, 1], [0, half, 0, half], [0, 1, 0, 0]])
    smooth = np.zeros((3, 3, 3), np.float32)
    smooth[:, 1] = 1
    channels = (
        tk.Channel(node=tip, path="rotation", times=times, values=turn),
        tk.Channel(node=tip, path="scale", times=times, values=smooth, interpolation="CUBICSPLINE"),
        tk.Channel(
            node=root, path="translation", times=times, values=np.eye(3, dtype=np.float32), interpolation="STEP"
        ),
        tk.Channel(node=body, path="weights", times=times, values=np.float32([[0, 1], [1, 0], [0.5, 0.5]])),
    )
    scene.animations = [tk.Animation(name="all", channels=channels)]
    return scene


def layers() -> tk.Scene:
    """All material extensions, each with its textures."""
    image = picture()
    glass = {
        "transmission": tk.Transmission(factor=0.9, texture=image),
        "volume": tk.Volume(
            thickness=0.1, attenuation_distance=2.0, attenuation_color=(0.5, 0.9, 0.5), thickness_texture=image
        ),
    }
    materials = [
        tk.Material(name="plain", unlit=True, base_color="#4477cc"),
        tk.Material(name="lamp", emissive=(1, 1, 1), emissive_strength=5.0, emissive_texture=image),
        tk.Material(name="glass", ior=1.45, dispersion=0.2, **glass),
        tk.Material(
            name="lacquer",
            clearcoat=tk.Clearcoat(
                factor=1.0,
                texture=image,
                roughness=0.1,
                roughness_texture=image,
                normal_texture=image,
                normal_scale=0.5,
            ),
        ),
        tk.Material(
            name="shine", specular=tk.Specular(factor=0.5, texture=image, color=(2, 1, 1), color_texture=image)
        ),
        tk.Material(
            name="cloth",
            sheen=tk.Sheen(color=(1, 0.5, 0.5), color_texture=image, roughness=0.5, roughness_texture=image),
        ),
        tk.Material(
            name="bubble",
            iridescence=tk.Iridescence(
                factor=1.0,
                texture=image,
                ior=1.4,
                thickness_minimum=200,
                thickness_maximum=500,
                thickness_texture=image,
            ),
        ),
        tk.Material(name="brushed", anisotropy=tk.Anisotropy(strength=0.7, rotation=1.0, texture=image)),
        tk.Material(
            name="leaf",
            diffuse_transmission=tk.DiffuseTransmission(
                factor=0.5, texture=image, color=(0.2, 1, 0.2), color_texture=image
            ),
        ),
        tk.Material(
            name="all of glTF",
            normal_texture=image,
            normal_scale=0.5,
            occlusion_texture=image,
            occlusion_strength=0.5,
            metallic_roughness_texture=image,
            emissive=(0.5, 0, 0),
            alpha_mode="MASK",
            alpha_cutoff=0.3,
            double_sided=True,
        ),
    ]
    scene = tk.Scene()
    for x, material in enumerate(materials):
        scene.add(tk.Mesh(tk.sphere(), material), position=(2.5 * x, 0, 0))
    return scene


def variants() -> tk.Scene:
    scene = tk.Scene()
    day, night = tk.Variant(name="day"), tk.Variant(name="night")
    box = tk.box()
    box.material = tk.Material(name="red", base_color="#f00")
    box.variants = (
        tk.VariantMaterial(material=tk.Material(name="white"), variants=day),
        tk.VariantMaterial(material=tk.Material(name="black", base_color="#000"), variants=night),
    )
    scene.add(tk.Mesh(box), name="chair")
    return scene


def textures() -> tk.Scene:
    """Texture transforms, samplers, and one image used by several."""
    scene, image = tk.Scene(), picture(8, 8, 4)
    sampler = tk.Sampler(mag_filter="NEAREST", min_filter="LINEAR_MIPMAP_LINEAR", wrap_s="CLAMP_TO_EDGE")
    info = tk.TextureInfo(Texture(image, sampler=sampler), offset=(0.5, 0), rotation=0.5, scale=(2, 2))
    scene.add(tk.Mesh(tk.box(), tk.Material(base_color_texture=info, emissive_texture=Texture(image))))
    return scene


def instances() -> tk.Scene:
    scene = tk.Scene()
    node = scene.add(tk.Mesh(tk.box()), name="crowd")
    node.instances = tk.scene.Instances(
        translation=np.float32([[0, 0, 0], [2, 0, 0], [4, 0, 0]]),
        rotation=np.float32([[0, 0, 0, 1]] * 3),
        scale=np.ones((3, 3), np.float32),
    )
    return scene


def pointers() -> tk.Scene:
    """KHR_animation_pointer on a material, a light and a camera."""
    scene = tk.Scene()
    material = tk.Material(name="pulse")
    scene.add(tk.Mesh(tk.box(), material))
    times = np.float32([0, 1])
    colors = np.float32([[1, 0, 0, 1], [0, 0, 1, 1]])
    color = tk.Channel(
        path="pointer", target=material, pointer="pbrMetallicRoughness/baseColorFactor", times=times, values=colors
    )
    rough = tk.Channel(
        path="pointer", target=material, pointer="pbrMetallicRoughness/roughnessFactor", times=times,
        values=np.float32([[0], [1]]),
    )  # fmt: skip
    scene.animations = [tk.Animation(name="pulse", channels=(color, rough))]
    return scene


def documents() -> tk.Scene:
    """Extras, extensions that nobody knows, a second scene, names in many scripts, and an environment."""
    scene = tk.Scene(
        name="größe 猫",
        extras={"a": [1, {"b": None}]},
        document_extras={"made": "here"},
        document_extensions={"VENDOR_thing": {"x": 1}},
        environment=tk.Environment(radiance=np.ones((2, 4, 3), np.float32), intensity=2.0),
    )
    node = scene.add(tk.Mesh(tk.box()), name="e\u0301", extras={"k": "v"}, extensions={"VENDOR_thing": {"y": []}})
    scene.alternates = [RootSet(name="other", roots=(node,))]
    return scene


def everything() -> dict[str, tk.Scene]:
    """Name -> scene."""
    makers = (geometries, modes, lights_and_cameras, moving, layers, variants, textures, instances, pointers, documents)
    return {"empty": tk.Scene(), **{make.__name__: make() for make in makers}}
