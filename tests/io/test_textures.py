"""KHR_texture_basisu and EXT_texture_webp: sources, fallbacks and what a document then declares."""

from __future__ import annotations

import base64
import copy
import io
import json
import re
import struct

import numpy as np
import PIL.Image
import pytest

import threedkit as tk
from threedkit.errors import AssetError, FieldError

BASISU, WEBP = "KHR_texture_basisu", "EXT_texture_webp"


def encoded(kind, mode="RGB", size=(4, 4)):
    stream = io.BytesIO()
    PIL.Image.new(mode, size, 99).save(stream, kind)
    return stream.getvalue()


PNG, JPEG, WEBP_FILE = encoded("PNG"), encoded("JPEG"), encoded("WEBP")


def json_of(glb):
    return json.loads(glb[20 : 20 + struct.unpack_from("<I", glb, 12)[0]])


def scene_of(*textures):
    scene = tk.Scene()
    for texture in textures:
        scene.add(tk.Mesh(tk.plane(), tk.Material(base_color_texture=texture)))
    return scene


def document(make_glb, images, textures, **more):
    """A GLB with image files (media type, bytes) and textures as plain JSON."""
    views, binary = [], b""
    for _, data in images:
        views.append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(data)})
        binary += data + bytes(-len(data) % 4)
    plain = {
        "asset": {"version": "2.0"},
        "images": [{"bufferView": i, "mimeType": kind} for i, (kind, _) in enumerate(images)],
        "textures": textures,
        "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": i}}} for i in range(len(textures))],
        "bufferViews": views,
        "buffers": [{"byteLength": len(binary)}],
        **more,
    }
    return make_glb(plain, binary)


@pytest.mark.parametrize("name", ["ETC1S", "UASTC_ZSTD"])
def test_ktx2_alone_is_required(ktx2_files, oracle, name):
    scene = scene_of(tk.Texture(tk.Image(data=getattr(ktx2_files, name), name="quarters")))
    glb = scene.to_glb()
    plain = json_of(glb)
    assert plain["textures"] == [{"extensions": {BASISU: {"source": 0}}}]
    assert plain["images"][0]["mimeType"] == "image/ktx2"
    assert plain["extensionsUsed"] == plain["extensionsRequired"] == [BASISU]
    loaded = tk.load(glb)
    assert loaded.textures[0].source.size == (16, 16)
    assert loaded.textures[0].fallbacks == ()
    assert loaded.to_glb() == glb
    assert not oracle.problems(glb, least="error")
    assert tk.validate(glb).ok


def test_webp_alone_is_required(oracle):
    glb = scene_of(tk.Texture(tk.Image(data=WEBP_FILE))).to_glb()
    plain = json_of(glb)
    assert plain["textures"] == [{"extensions": {WEBP: {"source": 0}}}]
    assert plain["extensionsUsed"] == plain["extensionsRequired"] == [WEBP]
    assert tk.load(glb).to_glb() == glb
    assert not oracle.problems(glb, least="warning")


def test_a_fallback_makes_it_optional(ktx2_files, oracle):
    texture = tk.Texture(
        tk.Image(data=ktx2_files.UASTC), fallbacks=[tk.Image(data=WEBP_FILE), tk.Image(data=JPEG)], name="three"
    )
    glb = scene_of(texture).to_glb()
    plain = json_of(glb)
    assert plain["textures"] == [
        {"name": "three", "source": 2, "extensions": {BASISU: {"source": 0}, WEBP: {"source": 1}}}
    ]
    assert plain["extensionsUsed"] == [WEBP, BASISU]
    assert "extensionsRequired" not in plain
    loaded = tk.load(glb).textures[0]
    assert [image.media_type for image in loaded.images] == ["image/ktx2", "image/webp", "image/jpeg"]
    assert tk.load(glb).to_glb() == glb
    assert not oracle.problems(glb, least="error")


def test_without_png_or_jpeg_the_last_resort_is_required(ktx2_files):
    texture = tk.Texture(tk.Image(data=ktx2_files.UASTC), fallbacks=tk.Image(data=WEBP_FILE))
    assert json_of(scene_of(texture).to_glb())["extensionsRequired"] == [WEBP]


def test_a_shared_image_is_written_once(ktx2_files):
    image = tk.Image(data=ktx2_files.ETC1S)
    plain = json_of(scene_of(tk.Texture(image), tk.Texture(image, sampler=tk.Sampler(wrap_s="CLAMP_TO_EDGE"))).to_glb())
    assert len(plain["images"]) == 1
    assert [texture["extensions"][BASISU]["source"] for texture in plain["textures"]] == [0, 0]


def test_two_images_of_one_kind_cannot_be_saved():
    with pytest.raises(FieldError, match=r"texture sky has two images of image/png or image/jpeg"):
        scene_of(tk.Texture(tk.Image(data=PNG), fallbacks=tk.Image(data=JPEG), name="sky")).to_glb()


@pytest.mark.parametrize("required", [[], [WEBP]])
def test_whether_an_optional_extension_is_required_is_kept(make_glb, required):
    textures = [{"source": 0, "extensions": {WEBP: {"source": 1}}}]
    more = {"extensionsUsed": [WEBP]} | ({"extensionsRequired": required} if required else {})
    glb = document(make_glb, [("image/png", PNG), ("image/webp", WEBP_FILE)], textures, **more)
    scene = tk.load(glb)
    assert json_of(scene.to_glb()).get("extensionsRequired", []) == required
    assert json_of(tk.load(scene.to_glb()).to_glb()).get("extensionsRequired", []) == required
    scene.textures[0].source, scene.textures[0].fallbacks = scene.textures[0].fallbacks[0], ()
    assert "extensionsRequired" not in json_of(scene.to_glb())


def test_what_else_an_extension_holds_is_kept(make_glb):
    textures = [
        {"source": 0, "extensions": {WEBP: {"source": 1, "extras": {"by": "hand"}}}, "extras": [1]},
        {"source": 0, "extensions": {WEBP: {}}},
    ]
    images = [("image/png", PNG), ("image/webp", WEBP_FILE)]
    glb = document(make_glb, images, textures, extensionsUsed=[WEBP])
    scene = tk.load(glb)
    assert scene.textures[0].extensions == {WEBP: {"extras": {"by": "hand"}}}
    assert scene.textures[1].extensions == {WEBP: {}}
    assert json_of(scene.to_glb())["textures"] == textures


def test_files_beside_a_gltf_keep_their_suffixes(ktx2_files, tmp_path):
    texture = tk.Texture(tk.Image(data=ktx2_files.UASTC), fallbacks=[tk.Image(data=WEBP_FILE), tk.Image(data=PNG)])
    scene = scene_of(texture)
    scene.save(tmp_path / "a.gltf")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.bin", "a.gltf", "image0.ktx2", "image1.webp", "image2.png"
    ]  # fmt: skip
    found = tk.load(tmp_path / "a.gltf")
    assert [bytes(image.data) for image in found.textures[0].images] == [ktx2_files.UASTC, WEBP_FILE, PNG]
    plain = json.loads((tmp_path / "a.gltf").read_bytes())
    found.save(tmp_path / "b.gltf")
    again = json.loads((tmp_path / "b.gltf").read_bytes())
    again["buffers"] = plain["buffers"]
    for one in (plain, again):  # where all was embedded, nothing says the media type
        one["images"] = [image["uri"] for image in one["images"]]
    assert again == plain


@pytest.mark.parametrize(
    ("images", "texture", "used", "code", "where"),
    [
        ([("image/png", PNG)], {"extensions": {WEBP: {"source": 7}}}, [WEBP], "UNRESOLVED_REFERENCE", WEBP),
        ([("image/png", PNG)], {"extensions": {BASISU: {"source": 7}}}, [BASISU], "UNRESOLVED_REFERENCE", BASISU),
        ([("image/png", PNG)], {"extensions": {WEBP: {"source": 0}}}, [WEBP], "TEXTURE_INVALID_IMAGE_MIME_TYPE", WEBP),
        ([("image/webp", WEBP_FILE)], {"source": 0}, [WEBP], "TEXTURE_INVALID_IMAGE_MIME_TYPE", "source"),
        ([("image/webp", WEBP_FILE)], {"source": 0}, [], "IMAGE_NON_ENABLED_MIME_TYPE", "/images/0"),
        ([("image/jpeg", PNG)], {"source": 0}, [], "IMAGE_MIME_TYPE_INVALID", "/images/0/bufferView"),
        ([("image/png", PNG[:30])], {"source": 0}, [], "IMAGE_UNEXPECTED_EOS", "/images/0"),
        ([("image/jpeg", encoded("JPEG", mode="CMYK"))], {"source": 0}, [], "IMAGE_DATA_INVALID", "/images/0"),
    ],
)
def test_wrong_images_are_refused_as_the_validator_does(make_glb, oracle, images, texture, used, code, where):
    glb = document(make_glb, images, [texture], **({"extensionsUsed": used} if used else {}))
    report = tk.validate(glb)
    found = [(p.severity, p.code, p.pointer) for p in report.problems]
    assert any(severity == "error" and c.startswith(code) and where in at for severity, c, at in found), found
    with pytest.raises(AssetError, match=code):
        tk.load(glb)
    if BASISU not in used:  # which the validator does not know
        theirs = {(s, c, at) for s, c, at, _ in oracle.problems(glb, least="error") if "IMAGE" in c}
        assert {entry for entry in found if entry[0] == "error" and "IMAGE" in entry[1]} == theirs


@pytest.mark.parametrize(
    ("data", "code", "severity"),
    [
        (encoded("PNG", size=(3, 5)), "IMAGE_NPOT_DIMENSIONS", "info"),
        (b"not an image at all", "IMAGE_UNRECOGNIZED_FORMAT", "warning"),
        (PNG[:-14], "IMAGE_UNEXPECTED_EOS", "warning"),
        (PNG[:16] + (1 << 30).to_bytes(4, "big") * 2 + PNG[24:], "IMAGE_DATA_INVALID", "warning"),
    ],
)
def test_reports_say_what_does_no_harm_in_loading(make_glb, oracle, data, code, severity):
    glb = document(make_glb, [("image/png", data)], [{"source": 0}])
    assert (severity, code, "/images/0") in [(p.severity, p.code, p.pointer) for p in tk.validate(glb).problems]
    assert tk.load(glb).images[0].data == data
    assert not oracle.problems(glb, least="error")


def test_a_broken_ktx2_is_found_in_a_report_and_on_use(make_glb, ktx2_files):
    images = [("image/ktx2", ktx2_files.UASTC[:300])]
    textures = [{"extensions": {BASISU: {"source": 0}}}]
    glb = document(make_glb, images, textures, extensionsUsed=[BASISU], extensionsRequired=[BASISU])
    assert ("error", "IMAGE_UNEXPECTED_EOS") in [(p.severity, p.code) for p in tk.validate(glb).problems]
    with pytest.raises(AssetError, match="IMAGE_UNEXPECTED_EOS"):
        _ = tk.load(glb).images[0].pixels


def test_reports_say_what_basisu_asks_for(make_glb, ktx2_files):
    files = [
        ktx2_files.UASTC,
        ktx2_files.plain(np.zeros((4, 4, 4), np.uint8)),
        ktx2_files.plain(np.zeros((3, 4, 4), np.uint8)),
    ]
    images = [("image/ktx2", data) for data in files]
    textures = [{"extensions": {BASISU: {"source": i}}} for i in range(3)]
    glb = document(make_glb, images, textures, extensionsUsed=[BASISU], extensionsRequired=[BASISU])
    report = tk.validate(glb)
    found = [p.pointer for p in report.problems if p.code == "IMAGE_FEATURES_UNSUPPORTED"]
    assert found == ["/images/1", "/images/2", "/images/2"]
    assert report.ok


def test_data_uris_tell_the_truth(oracle):
    uri = "data:image/png;base64," + base64.b64encode(JPEG).decode()
    text = json.dumps({"asset": {"version": "2.0"}, "images": [{"uri": uri}], "textures": [{"source": 0}]}).encode()
    found = [(p.code, p.pointer) for p in tk.validate(text).problems if p.severity == "error"]
    assert (
        found == [("INVALID_URI", "/images/0/uri")] == [(c, at) for _, c, at, _ in oracle.problems(text, least="error")]
    )


def test_copies_and_edits_carry_fallbacks(ktx2_files):
    texture = tk.Texture(tk.Image(data=ktx2_files.ETC1S), fallbacks=tk.Image(data=PNG))
    scene = scene_of(texture)
    other = scene.copy()
    assert [image.media_type for image in other.images] == ["image/ktx2", "image/png"]
    assert other.textures[0].fallbacks[0] is not texture.fallbacks[0]
    assert copy.deepcopy(scene).to_glb() == scene.to_glb()
    with pytest.raises(FieldError, match="fallbacks"):
        texture.fallbacks = "sky.png"


def test_public_models_with_webp_and_ktx2(shared_assets):
    if shared_assets is None:
        return
    folder = shared_assets / "gltf-pipeline/specs/data/2.0/extensions/EXT_texture_webp"
    for path in sorted(folder.rglob("*.gltf")):
        scene = tk.load(path)
        assert scene.textures[0].source.media_type == "image/webp"
        assert len(scene.textures[0].fallbacks) == ("separate.gltf" not in path.name)
        assert tk.load(scene.to_glb()).to_glb() == scene.to_glb()
    balloon = shared_assets / "cesium-native/CesiumGltfReader/test/data/CesiumBalloon/CesiumBalloonKTX2.glb"
    plain = re.sub(rb',"samplers":\[\]', lambda found: b" " * len(found[0]), balloon.read_bytes())
    scene = tk.load(plain)  # without an empty array, which glTF does not allow
    assert {image.header.codec for image in scene.images} <= {"ETC1S", "UASTC"}
    assert all(image.pixels.shape[:2] == image.size[::-1] for image in scene.images)
    assert tk.load(scene.to_glb()).to_glb() == scene.to_glb()
