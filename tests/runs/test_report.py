from __future__ import annotations

import base64
import re
from types import SimpleNamespace

import numpy as np
import pytest

import threedkit as tk
from threedkit.errors import JobError
from threedkit.runs import Film, RunReport, Table, asset_facts, fact_rows, find_asset
from threedkit.runs.report import picture_size

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAADklEQVR4nGNgQAX/IQQACgMC/sWOcMsAAAAASUVORK5CYII="
)


def test_facts_count_what_is_drawn_and_measure_in_metres():
    ball = tk.Mesh(tk.box(), tk.Material(name="red"), name="box")
    scene = tk.Scene(name="two")
    scene.add(ball, name="left", position=(-2, 0, 0))
    scene.add(ball, name="right", position=(2, 0, 0))
    facts = asset_facts(scene)
    triangles = len(ball.primitives[0].triangles)
    assert facts["triangles"] == 2 * triangles
    assert (facts["nodes"], facts["meshes"], facts["materials"]) == (2, 1, ["red"])
    assert np.allclose(facts["bounds"]["max"], scene.bounds()[1])
    assert np.allclose(facts["size"], scene.bounds()[1] - scene.bounds()[0])
    assert facts["hash"] == scene.content_hash
    rows = dict(fact_rows(facts))
    assert rows["Triangles"] == f"{2 * triangles:,}"
    assert rows["Materials"] == "1 (red)"


def test_an_empty_scene_has_facts_too():
    facts = asset_facts(tk.Scene())
    assert (facts["triangles"], facts["bounds"], facts["size"]) == (0, None, None)
    assert "Bounds" not in dict(fact_rows(facts))


def test_suzanne_has_the_facts_that_its_file_says(suzanne):
    facts = asset_facts(tk.load(suzanne), suzanne)
    assert facts["bytes"] == suzanne.stat().st_size
    assert facts["triangles"] > 0
    assert facts["materials"]
    assert find_asset("Suzanne") == suzanne


def test_a_table_is_escaped_in_html_and_markdown_and_carries_its_note():
    data, metadata = Table([("a|b", "<script>")], {"scene": {"hash": "x"}})._repr_mimebundle_()
    assert "<script>" not in data["text/html"]
    assert "a\\|b" in data["text/markdown"]
    assert metadata == {"threedkit": {"scene": {"hash": "x"}}}
    assert str(Table([("a", "b")])) == "a  b"


@pytest.mark.parametrize(("length", "inside"), [(10, True), (9_000_000, False)])
def test_a_short_film_is_carried_inside_and_a_long_one_is_linked(tmp_path, length, inside):
    film, poster = tmp_path / "film.mp4", tmp_path / "frame.png"
    film.write_bytes(b"\0" * length)
    poster.write_bytes(PNG)
    data, _ = Film(film, poster, picture_size(poster))._repr_mimebundle_()
    source = re.search(r' src="([^"]+)"', data["text/html"])
    assert source is not None
    assert source[1].startswith("data:video/mp4;base64,") is inside
    assert inside or source[1] == "film.mp4"
    assert base64.b64decode(data["image/png"]) == PNG
    assert 'width="2" height="3"' in data["text/html"]
    assert 'href="film.mp4"' in data["text/html"]


def test_only_a_png_has_a_size(tmp_path):
    (tmp_path / "x.png").write_bytes(b"GIF89a")
    with pytest.raises(JobError, match="is not a PNG"):
        picture_size(tmp_path / "x.png")


def test_a_report_times_its_steps_and_waits_for_the_job(tmp_path):
    poster = tmp_path / "frame.png"
    poster.write_bytes(PNG)
    (tmp_path / "film.mp4").write_bytes(b"film")
    job = SimpleNamespace(
        result=lambda: [poster] * 4,
        id="job",
        status="succeeded",
        frames=[poster] * 4,
        video=lambda: tmp_path / "film.mp4",
        contact_sheet=lambda: poster,
    )
    report = RunReport()
    assert dict(report.render(job).rows)["Frames"] == "4"
    assert report.film(job).size == (2, 3)
    assert report.sheet(job)._repr_mimebundle_()[0]["image/png"] == base64.b64encode(PNG).decode()
    data, metadata = report.timings()._repr_mimebundle_()
    assert set(metadata["threedkit"]["timings"]) == {"render", "film", "contact sheet"}
    assert "Together" in data["text/plain"]
