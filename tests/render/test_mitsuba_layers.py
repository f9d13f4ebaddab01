"""Layers of glTF's materials in the path tracer: known light in, known mean out."""

from __future__ import annotations

import numpy as np
import pytest

from threedkit.geometry import box, plane, sphere
from threedkit.render.engines.mitsuba import MitsubaEngine
from threedkit.render.engines.mitsuba.energy import sheen_albedo
from threedkit.render.engines.mitsuba.layers import absorption, anisotropic
from threedkit.render.engines.mitsuba.maps import Map, main_set, number_map, together
from threedkit.render.engines.mitsuba.materials import balanced
from threedkit.render.engines.mitsuba.thinfilm import film_reflectance
from threedkit.render.engines.mitsuba.variants import using
from threedkit.render.shot import Shot
from threedkit.scene import (
    Anisotropy,
    Clearcoat,
    DirectionalLight,
    Environment,
    Iridescence,
    Material,
    Mesh,
    Scene,
    Sheen,
    Specular,
    TextureInfo,
    Volume,
)
from threedkit.testing.contract import furnace, matte, srgb, view
from threedkit.transforms import quaternions
from threedkit.transforms.colors import srgb_to_linear

pytestmark = pytest.mark.engine
UPRIGHT = tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2))
SIZE = 32
WHITE = {"base_color": (1.0, 1.0, 1.0), "metallic": 0.0, "roughness": 0.5}
BLACK = {"base_color": (0.0, 0.0, 0.0), "metallic": 0.0, "roughness": 1.0, "specular": 0.0}
CLEAR = {"metallic": 0.0, "roughness": 0.0, "transmission": 1.0}
RED_OVER_GREEN = np.uint8([[[255, 0, 0]] * 2, [[0, 255, 0]] * 2])


@pytest.fixture(scope="module")
def engine():
    made = MitsubaEngine()
    yield made
    made.close()


def light(engine, scene, *, camera=None, samples=64):
    """Linear colours (h, w, 3) of a picture."""
    loaded = engine.load(scene)
    frame = engine.draw(loaded, Shot(camera=camera or view(), size=(SIZE, SIZE), time=None, samples=samples))
    loaded.close()
    return srgb_to_linear(frame.color[..., :3] / 255.0)


def middle(picture):
    return picture[13:19, 13:19].mean(axis=(0, 1))


def ball(material, radiance=0.8):
    scene = furnace(radiance)
    scene.add(Mesh(sphere(), material))
    return scene


def card(material, primitive=None, **values):
    scene = furnace(0.5, **values)
    scene.add(Mesh(primitive or plane(size=3.0), material), rotation=UPRIGHT)
    return scene


# -- energy -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "least"),
    [
        ({"clearcoat": 1.0}, 0.97),
        ({"clearcoat": Clearcoat(factor=1.0, roughness=0.8)}, 0.9),
        ({"specular": 1.0}, 0.95),
        ({"specular": Specular(color=(9.0, 9.0, 9.0))}, 0.9),
        ({"sheen": Sheen(color=(1.0, 1.0, 1.0), roughness=0.5)}, 0.95),
        ({"iridescence": 1.0}, 0.93),
        ({"ior": 1.0}, 0.93),
        ({"ior": 2.4}, 0.93),
        ({"ior": 0.0}, 0.8),
        ({"transmission": 1.0}, 0.75),
        ({"transmission": 0.5}, 0.85),
        ({"transmission": 1.0, "volume": 1.0}, 0.7),
        ({"transmission": 1.0, "volume": 1.0, "roughness": 0.0}, 0.97),
        ({"diffuse_transmission": 1.0}, 0.95),
        ({"diffuse_transmission": 0.5, "clearcoat": 1.0}, 0.93),
        ({"metallic": 1.0, "anisotropy": 0.5}, 0.7),
    ],
)
def test_a_white_ball_neither_makes_nor_loses_light(engine, values, least):
    """In a furnace it vanishes; what is lost is what microfacets shade from each other, on rough surfaces."""
    picture = light(engine, ball(Material(**(WHITE | values)))) / 0.8
    assert least <= middle(picture).min()
    assert middle(picture).max() <= 1.04
    assert picture.mean() <= 1.02


@pytest.mark.parametrize("values", [{"clearcoat": 0.0}, {"sheen": Sheen(roughness=0.5)}, {"anisotropy": 0.0}])
def test_a_layer_that_is_not_there_changes_nothing(engine, values):
    plain = light(engine, ball(Material(**WHITE)), samples=8)
    assert (light(engine, ball(Material(**(WHITE | values))), samples=8) == plain).all()


# -- what is reflected ------------------------------------------------------------------------------------------------


def test_lacquer_and_dielectrics_reflect_what_fresnel_says(engine):
    """Towards the camera: f0, the reflectance at normal incidence."""
    coat = middle(light(engine, ball(Material(**BLACK, clearcoat=1.0))))
    assert coat == pytest.approx(0.8 * 0.04, abs=0.006)
    smooth = {"base_color": (0.0, 0.0, 0.0), "metallic": 0.0, "roughness": 0.05}
    dense = middle(light(engine, ball(Material(**smooth, ior=2.0))))
    assert dense == pytest.approx(0.8 / 9.0, abs=0.01)
    colored = middle(light(engine, ball(Material(**smooth, specular=Specular(factor=0.5, color=(10.0, 5.0, 0.0))))))
    assert colored == pytest.approx([0.8 * 0.2, 0.8 * 0.1, 0.0], abs=0.012)


def test_sheen_gleams_at_the_edge_in_its_own_colour(engine):
    picture = light(engine, ball(Material(**BLACK, sheen=Sheen(color=(1.0, 0.5, 0.0), roughness=0.4))))
    at = np.hypot(*(np.indices((SIZE, SIZE)) - SIZE / 2 + 0.5))
    edge = picture[(at > 7.2) & (at < 8.2)].mean(axis=0)  # the ball's radius is 8.6 pixels
    assert edge[0] > 1.5 * middle(picture)[0]
    assert edge[:2] == pytest.approx([edge[0], edge[0] / 2], rel=0.1)
    assert edge[2] < 0.002


def test_sheen_is_as_bright_as_the_charlie_lobe(engine):
    """Against the integral by random directions, of another writing."""
    chance = np.random.default_rng(1)
    up, turn = chance.random(200_000), 2 * np.pi * chance.random(200_000)
    light_ = np.stack([np.sqrt(1 - up**2) * np.cos(turn), np.sqrt(1 - up**2) * np.sin(turn), up], axis=1)
    for row, column in ((9, 4), (16, 16), (28, 2), (28, 30)):
        rough, cosine = (row + 0.5) / 32, (column + 0.5) / 32
        half = np.add(light_, (np.sqrt(1 - cosine**2), 0.0, cosine))
        sine = np.linalg.norm(np.cross(half, (0, 0, 1)), axis=1) / np.linalg.norm(half, axis=1)
        lobe = (2 + rough**-2) * sine ** (rough**-2) / (2 * np.pi)
        expected = 2 * np.pi * (lobe * up / (4 * (up + cosine - up * cosine))).mean()
        assert sheen_albedo()[row, column] == pytest.approx(expected, rel=0.02)
    found = middle(light(engine, ball(Material(**BLACK, sheen=Sheen(color=(1, 1, 1), roughness=0.8)))))
    assert found == pytest.approx(0.8 * 0.105, abs=0.01)


def test_anisotropy_draws_the_highlight_out_along_its_direction(engine):
    spreads = []
    for rotation in (0.0, np.pi / 2):
        layer = Anisotropy(strength=0.9, rotation=rotation)
        metal = Material(base_color=(1, 1, 1), metallic=1.0, roughness=0.25, anisotropy=layer, double_sided=True)
        scene = Scene(environment=Environment(intensity=0.0))
        scene.add(Mesh(plane(size=4.0), metal), rotation=UPRIGHT)
        scene.add(DirectionalLight(intensity=0.5))  # straight along the view
        picture = light(engine, scene)[..., 0]
        rows, columns = np.indices(picture.shape) - (SIZE - 1) / 2
        spreads.append((columns**2 * picture).sum() / (rows**2 * picture).sum())
    assert spreads[0] > 1.5
    assert spreads[1] == pytest.approx(1 / spreads[0], rel=0.1)


def test_the_parameters_of_anisotropy_give_gltfs_alphas():
    rough, ratio, along, across = (
        float(map_.value) for map_ in anisotropic(Material(anisotropy=0.7), number_map(0.5, None, 1))
    )
    assert (along, across) == pytest.approx((0.25 + 0.75 * 0.49, 0.25))
    aspect = np.sqrt(1 - 0.9 * ratio)
    assert (rough**2 / aspect, rough**2 * aspect) == pytest.approx((along, across))


# -- what passes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("volume", [None, 1.0])
def test_glass_of_ior_1_shows_what_is_behind_it(engine, volume):
    pictures = []
    for there in (False, True):
        scene = Scene(environment=None)
        behind = matte(base_color_texture=RED_OVER_GREEN, unlit=True)
        scene.add(Mesh(plane(size=8.0), behind), rotation=UPRIGHT, position=(0, 0, -2))
        if there:
            scene.add(Mesh(sphere(), Material(**CLEAR, ior=1.0, volume=volume)))
        pictures.append(light(engine, scene))
    assert np.abs(pictures[0] - pictures[1]).mean() < 0.01
    assert np.abs(middle(pictures[0]) - middle(pictures[1])).max() < 0.05


def test_glass_is_tinted_once_by_its_colour_when_it_is_solid(engine):
    color = (0.5, 0.8, 0.1)
    found = middle(light(engine, ball(Material(**CLEAR, base_color=color, ior=1.0, volume=1.0))))
    assert found == pytest.approx(0.8 * np.array(color), rel=0.04)


@pytest.mark.parametrize("depth", [0.5, 2.0])
def test_volumes_absorb_by_beers_law(engine, depth):
    color, distance = np.array((0.9, 0.5, 0.2)), 0.7
    volume = Volume(thickness=1.0, attenuation_distance=distance, attenuation_color=tuple(color))
    scene = furnace(0.8)
    scene.add(Mesh(box((2, 2, depth)), Material(**CLEAR, ior=1.0, volume=volume)))
    camera = view(kind="orthographic", xmag=0.9, ymag=0.9, zfar=20.0)
    found = light(engine, scene, camera=camera).mean(axis=(0, 1))
    assert found == pytest.approx(0.8 * color ** (depth / distance), rel=0.04, abs=0.001)
    assert np.exp(-absorption(volume) * depth) == pytest.approx(color ** (depth / distance))


def test_a_volume_without_an_inside_absorbs_by_its_thickness(engine):
    volume = Volume(thickness=0.5, attenuation_distance=0.5, attenuation_color=(0.9, 0.5, 0.2))
    found = middle(light(engine, card(Material(**CLEAR, ior=1.0, volume=volume), background_color=(0, 0, 0))))
    assert found == pytest.approx([0.45, 0.25, 0.1], rel=0.03)


def test_leaves_let_scattered_light_pass(engine):
    lit = []
    for factor in (0.0, 1.0):
        scene = Scene(environment=None)
        leaf = matte((1, 1, 1), diffuse_transmission=factor, specular=0.0)
        scene.add(Mesh(plane(size=4.0), leaf), rotation=UPRIGHT)
        lamp = scene.add(DirectionalLight(intensity=2.0))
        lamp.rotation = tuple(quaternions.from_axis_angle((0, 1, 0), np.pi))  # from behind
        lit.append(middle(light(engine, scene)))
    assert lit[0] == pytest.approx(0.0, abs=1e-4)
    assert lit[1] == pytest.approx(2.0 / np.pi, rel=0.03)  # a Lambert surface lit by 2 lux


# -- unlit ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("angle", [np.pi / 2, -np.pi / 2])
@pytest.mark.parametrize("primitive", [plane(size=4.0), sphere()])
def test_unlit_surfaces_show_their_colour_on_both_sides(engine, primitive, angle):
    scene = Scene(environment=None)
    material = matte((0.6, 0.3, 0.1), unlit=True, roughness=0.2)
    scene.add(Mesh(primitive, material), rotation=tuple(quaternions.from_axis_angle((1, 0, 0), angle)))
    scene.add(DirectionalLight(intensity=9.0))
    assert np.abs(srgb(middle(light(engine, scene, samples=4))) - srgb((0.6, 0.3, 0.1))).max() < 0.6


def test_unlit_colours_multiply_and_fade(engine):
    for alpha in (1.0, 0.5):
        primitive = plane(size=4.0)
        primitive.colors = (np.tile(np.float32([0.5, 1.0, 0.2, alpha]), (primitive.vertex_count, 1)),)
        gray = np.full((2, 2, 3), 188, np.uint8)
        material = matte((0.8, 0.4, 0.2), unlit=True, base_color_texture=gray, alpha_mode="BLEND")
        scene = Scene(environment=None)
        scene.add(Mesh(primitive, material), rotation=UPRIGHT)
        expected = alpha * np.array((0.4, 0.4, 0.04)) * srgb_to_linear(188 / 255)
        assert middle(light(engine, scene)) == pytest.approx(expected, rel=0.05, abs=0.001)


# -- several sets of texture coordinates ------------------------------------------------------------------------------


@pytest.mark.parametrize("unlit", [True, False])
@pytest.mark.parametrize("which", [0, 1])
def test_every_texture_reads_its_own_coordinates(engine, which, unlit):
    primitive = plane(size=3.0)
    small = primitive.texcoords[0] * np.float32(0.01)
    primitive.texcoords = (small + np.float32((0.5, 0.25)), small + np.float32((0.5, 0.75)))
    upright = TextureInfo(np.full((2, 2, 3), (128, 128, 255), np.uint8), texcoord=0)
    base = TextureInfo(RED_OVER_GREEN, texcoord=which)
    found = middle(light(engine, card(matte(base_color_texture=base, normal_texture=upright, unlit=unlit), primitive)))
    assert found[which] > 0.45
    assert found[1 - which] < 0.02


def test_normal_maps_choose_the_meshs_own_set():
    image = np.zeros((1, 1, 3), np.uint8)
    material = Material(base_color_texture=image, normal_texture=TextureInfo(image, texcoord=1))
    assert main_set(material, 2) == 1
    assert main_set(material, 1) == 0


# -- small parts ------------------------------------------------------------------------------------------------------


def test_maps_come_together_where_they_lie_alike():
    image = np.zeros((2, 2, 3), np.uint8)
    one, two = TextureInfo(image), TextureInfo(image, scale=(2.0, 2.0))
    fine, coarse = np.arange(16.0).reshape(4, 4), np.array([[1.0, 3.0]])
    (first, second, third), info = together(Map(fine, one), Map(coarse, one), Map(fine, two))
    assert info is one
    assert np.array_equal(first, fine)
    assert second.tolist() == [[1.0, 1.0, 3.0, 3.0]] * 4
    assert third == fine.mean()
    assert together(Map(1.0), Map(2.0)) == ([1.0, 2.0], None)


def test_what_is_not_drawn_is_named(engine):
    scene = Scene()
    scene.add(Mesh(sphere(), Material(iridescence=1.0, transmission=1.0, volume=1.0)), name="bubble")
    with pytest.warns(
        UserWarning, match="KHR_materials_iridescence of solid glass is not drawn: mesh 'bubble'"
    ) as all_:
        engine.load(scene).close()
    assert len(all_) == 1


# -- thin films and dispersion ----------------------------------------------------------------------------------------


def film_by_waves(cosine, film, nanometres, f0):
    """Reflectance (3,) of a film on a dielectric or metal without absorption: waves summed over the spectrum.

    Of another writing than `thinfilm`: every wavelength by itself, against Gaussians fitted to the CIE functions
    (C. Wyman and others, 2013), with all bounces (Airy's sum), Schlick's reflectances as the extension has them.
    """
    waves = np.linspace(380.0, 780.0, 2001)
    inside = np.sqrt(1 - (1 - cosine**2) / film**2)
    below = (1 + np.sqrt(f0)) / (1 - np.sqrt(f0))
    schlick = [f + (1 - f) * (1 - c) ** 5 for f, c in (
        (((film - 1) / (film + 1)) ** 2, cosine), (((below - film) / (below + film)) ** 2, inside),
    )]  # fmt: skip
    outer, inner = -np.sqrt(schlick[0]), np.sqrt(schlick[1]) * (-1 if below > film else 1)
    turn = np.exp(2j * np.pi * 2 * film * nanometres * inside / waves)
    reflected = np.abs((outer + inner * turn) / (1 + outer * inner * turn)) ** 2

    def lobe(middle, left, right):
        return np.exp(-0.5 * ((waves - middle) / np.where(waves < middle, left, right)) ** 2)

    x = 1.056 * lobe(599.8, 37.9, 31.0) + 0.362 * lobe(442.0, 16.0, 26.7) - 0.065 * lobe(501.1, 20.4, 26.2)
    y = 0.821 * lobe(568.8, 46.9, 40.5) + 0.286 * lobe(530.9, 16.3, 31.1)
    z = 1.217 * lobe(437.0, 11.8, 36.0) + 0.681 * lobe(459.0, 26.0, 13.8)
    to_rgb = np.array([[3.2405, -1.5371, -0.4985], [-0.9693, 1.8760, 0.0416], [0.0556, -0.2040, 1.0572]])
    seen, white = (to_rgb @ np.array([(f * light).sum() for f in (x, y, z)]) for light in (reflected, 1.0 + 0 * waves))
    return seen / white


@pytest.mark.parametrize("nanometres", [200.0, 400.0])
@pytest.mark.parametrize(("film", "f0"), [(1.3, 0.04), (1.8, 0.3)])
def test_films_reflect_what_waves_say(engine, film, f0, nanometres):
    with using(engine.variant) as mi:
        found = [
            np.array(film_reflectance(mi, mi.Float(c), film, mi.Float(nanometres), mi.Color3f(f0))).ravel()
            for c in (1.0, 0.7, 0.4)
        ]
    wanted = [film_by_waves(c, film, nanometres, f0) for c in (1.0, 0.7, 0.4)]
    # The extension's sum has two bounces and its own Gaussians, and colours are clipped at 0.
    assert np.abs(np.clip(wanted, 0, 1) - found).max() < 0.1
    assert np.abs(np.clip(wanted, 0, 1) - found).mean() < 0.03


def test_a_film_too_thin_to_see_is_none(engine):
    with using(engine.variant) as mi:
        found = np.array(film_reflectance(mi, mi.Float(1.0), 1.7, mi.Float(0.0), mi.Color3f(0.04, 0.3, 0.9))).ravel()
    assert found == pytest.approx((0.04, 0.3, 0.9), abs=0.02)


def test_iridescence_colours_the_highlight_and_the_share_of_it_is_its_factor(engine):
    found = []
    for factor in (0.0, 0.5, 1.0):
        film = Iridescence(factor=factor, ior=1.8, thickness_maximum=350.0)
        metal = {"base_color": (0.5, 0.5, 0.5), "metallic": 1.0, "roughness": 0.1}
        found.append(middle(light(engine, ball(Material(**metal, iridescence=film)))))
    assert np.ptp(found[0]) < 0.01
    assert np.ptp(found[2]) > 0.1
    assert found[1] == pytest.approx((found[0] + found[2]) / 2, abs=0.01)
    assert found[2] / 0.8 == pytest.approx(film_by_waves(0.99, 1.8, 350.0, 0.5), abs=0.1)


def test_each_colour_is_refracted_by_its_own_index(engine):
    """A picture with dispersion has the red of one with red's index, and so on, to the last bit."""

    def drawn(**values):
        scene = Scene(environment=None)
        behind = matte(
            base_color_texture=np.kron(np.eye(8)[..., None], np.full((2, 2, 3), 255)).astype(np.uint8), unlit=True
        )
        scene.add(Mesh(plane(size=8.0), behind), rotation=UPRIGHT, position=(0, 0, -2))
        scene.add(Mesh(sphere(), Material(**CLEAR, volume=1.0, **values)))
        return light(engine, scene, samples=8)

    whole = drawn(ior=1.5, dispersion=4.0)
    for channel, ior in enumerate((1.45, 1.5, 1.55)):
        assert np.array_equal(whole[..., channel], drawn(ior=ior)[..., channel])
    assert np.ptp(whole, axis=2).max() > 0.2


def test_a_plain_colour_goes_with_a_roughness_map():
    rough = Map(np.full((4, 4), 0.5, np.float32), TextureInfo(np.full((4, 4, 3), 128, np.uint8)))
    color = Map(np.array([0.9, 0.2, 0.1], np.float32))
    plain, metal = balanced(color, Map(0.0), rough), balanced(color, Map(1.0), rough)
    assert plain.info is None
    assert plain.value.shape == (3,)
    assert metal.info is rough.info
    assert metal.value.shape == (4, 4, 3)
