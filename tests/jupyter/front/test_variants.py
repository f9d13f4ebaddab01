"""The chooser of variants in the side panel, in a page without a kernel and in one that has one."""

from __future__ import annotations

import pytest
from tools_page import Tools, keep, table, until

import threedkit as tk
from threedkit.jupyter.packing import pack
from threedkit.jupyter.pictures.looks import looks_of

pytestmark = pytest.mark.browser


def test_variants_are_chosen_in_the_panel(bench):
    scene = table()
    ball = scene.nodes["ball"].mesh.primitives[0]
    night = tk.Variant(name="night")
    ball.variants = tk.VariantMaterial(material=tk.Material(name="ink", base_color="#1040d0"), variants=night)
    index = pack(scene).index
    tools = Tools(bench, scene, traits=looks_of(scene, index))
    tools.key("t")
    tools.click()
    chooser = tools.frame.get_by_role("combobox", name="Variant")
    assert chooser.locator("option").all_inner_texts() == ["None", "night"]
    colours = []
    for key in ("ArrowDown", "ArrowUp"):
        chooser.focus()
        tools.page.keyboard.press(key)
        until(lambda key=key: tools.trait("variant") == ("night" if key == "ArrowDown" else None))
        colours.append(int(tools.shown()[120, 180].argmax()))
        title = "Surface: ink" if key == "ArrowDown" else "Surface: paint"
        tools.frame.get_by_role("region", name=title).wait_for()
        keep(tools, f"variant_{key}")
    assert colours == [2, 0]
    tools.play_kernel()
    chooser.select_option("night")  # Python puts it on
    assert tools.trait("variant") == "night"
    assert tools.shown()[120, 180].argmax() == 0
    tools.put("variant", None)
    assert chooser.input_value() == ""
