from __future__ import annotations

import ast
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threedkit.errors import ParameterError
from threedkit.runs import KINDS, Parameter, check_parameters, parse_assignments, parse_parameters, parse_size

CELL = '''
"""What the run may change."""
asset: Asset = "suzanne"  # Model to show
frames: int = 120         # Pictures in one turn [1 to 100_000]
size: "Size" = [1280, 720]  # Width and height [16 to 8192 px]
quality: str = "good"  # What it may cost [draft | good | best]
exposure: float = 1.0  # Factor on the light [0 to 16]
seed: int = 0  # [0 or more]
tags: list = ["a#b",
              "c"]  # Words, not a [range]: really
plain = True
nothing: str = None
'''


def parameters() -> dict[str, Parameter]:
    return {parameter.name: parameter for parameter in parse_parameters(CELL)}


def test_a_cell_declares_names_kinds_defaults_ranges_choices_units_and_descriptions():
    found = parameters()
    assert list(found) == ["asset", "frames", "size", "quality", "exposure", "seed", "tags", "plain", "nothing"]
    assert found["frames"] == Parameter("frames", "int", 120, "Pictures in one turn", 1, 100_000)
    assert found["size"] == Parameter("size", "Size", [1280, 720], "Width and height", 16, 8192, "px")
    assert found["quality"].choices == ("draft", "good", "best")
    assert (found["seed"].minimum, found["seed"].maximum) == (0, None)
    assert found["tags"].description == "Words, not a [range]: really"
    assert found["plain"].kind == "bool"


def test_the_cell_is_the_one_that_papermill_inspects(write_notebook):
    from papermill import inspect_notebook

    cell = "frames: int = 120  # Pictures [1 to 100]\nsize: Size = [1280, 720]  # Pixels [16 to 8192 px]"
    seen = inspect_notebook(str(write_notebook(parameters=cell)))
    assert seen["frames"]["inferred_type_name"] == "int"
    assert seen["size"]["default"] == "[1280, 720]"
    assert seen["frames"]["help"] == "Pictures [1 to 100]"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("import os", "only assignments"),
        ("frames: int = os.system('true')", "must be a literal"),
        ("frames: complex = 1", "annotated with one of bool, int"),
        ("frames: int = 0  # Pictures [1 to 5]", "default does not fit: parameter frames must be"),
        ("frames: int = 1  # Pictures [5 to 1]", "smaller number comes first"),
        ("frames: int = 1  # Pictures [many]", "must be like [1 to 100 px]"),
        ("name: str = 'a'  # Name [1 to 5]", "must be like"),
        ("frames: int = 1\nframes: int = 2", "line 2: parameter frames is assigned twice"),
        ("frames: int = ", "not valid Python"),
        ("frames: int", "only assignments"),
        ("a = b = 1", "only assignments"),
        ("x = 1j", "annotated with one of"),
        ("x = '", "not valid Python"),
        ("\0", "not valid Python"),
    ],
)
def test_a_cell_that_declares_no_parameters_says_which_line_and_why(source, says):
    with pytest.raises(ParameterError) as caught:
        parse_parameters(source, where="small.ipynb")
    assert says in str(caught.value)
    assert str(caught.value).startswith("small.ipynb")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "becomes"),
    [
        ("frames", "48", 48),
        ("frames", np.int64(48), 48),
        ("size", "640x480", [640, 480]),
        ("size", "640,480", [640, 480]),
        ("size", (640, 480), [640, 480]),
        ("size", np.array([640, 480]), [640, 480]),
        ("exposure", "1e0", 1.0),
        ("exposure", 2, 2.0),
        ("plain", "no", False),
        ("plain", "TRUE", True),
        ("tags", '["x"]', ["x"]),
        ("nothing", None, None),
        ("nothing", "none", None),
        ("nothing", "some", "some"),
        ("asset", "Suzanne", "suzanne"),
    ],
)
def test_values_and_typed_text_become_canonical_json(name, value, becomes):
    found = parameters()[name].check(value)
    assert found == becomes
    assert type(found) is type(becomes)
    assert json.loads(json.dumps(found)) == found


def test_a_path_becomes_absolute_because_a_run_has_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert parameters()["asset"].check("fox.glb") == str(tmp_path / "fox.glb")


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("frames", 0, "a whole number from 1 to 100000"),
        ("frames", "100001", "a whole number from 1 to 100000"),
        ("frames", 1.0, "a whole number"),
        ("frames", True, "a whole number"),
        ("frames", "", "a whole number"),
        ("frames", None, "a whole number"),
        ("frames", "9" * 5000, "a whole number"),
        ("size", "640", "width and height like 1280x720, each from 16 to 8192 px"),
        ("size", "640x8", "each from 16 to 8192 px"),
        ("size", [1, 2, 3], "width and height"),
        ("size", "\u0666\u0664\u0660x480", "width and height"),
        ("exposure", "nan", "a number from 0 to 16"),
        ("exposure", float("inf"), "a number from 0 to 16"),
        ("quality", "great", "one of draft, good, best"),
        ("seed", -1, "0 or more"),
        ("plain", "maybe", "true or false"),
        ("tags", "{}", "a JSON list"),
        ("tags", object(), "a JSON list"),
    ],
)
def test_a_value_that_does_not_fit_names_the_parameter_the_value_and_what_is_allowed(name, value, allowed):
    with pytest.raises(ParameterError) as caught:
        check_parameters([*parameters().values()], {name: value})
    text = str(caught.value)
    assert f"parameter {name} must be" in text
    assert allowed in text
    assert "\n" not in text
    assert len(text) < 250


def test_all_problems_are_told_at_once_and_an_unknown_name_gets_a_suggestion():
    with pytest.raises(ParameterError) as caught:
        check_parameters([*parameters().values()], {"frame": 1, "size": "1x1"})
    assert "unknown parameter 'frame' (did you mean 'frames'?), known are asset, frames, size" in str(caught.value)
    assert "parameter size must be" in str(caught.value)


def test_what_is_not_given_keeps_its_default_and_the_order_is_the_templates():
    found = check_parameters([*parameters().values()], {"seed": "7"})
    assert list(found) == list(parameters())
    assert (found["seed"], found["frames"]) == (7, 120)


@given(low=st.integers(-1000, 1000), span=st.integers(0, 1000), value=st.integers(-3000, 3000))
def test_a_range_takes_exactly_what_lies_in_it(low, span, value):
    (found,) = parse_parameters(f"n: int = {low}  # Count [{low} to {low + span}]")
    if low <= value <= low + span:
        assert found.check(value) == found.check(str(value)) == value
    else:
        with pytest.raises(ParameterError):
            found.check(value)


@given(st.from_type(int) | st.floats() | st.text() | st.none() | st.lists(st.integers()) | st.binary() | st.booleans())
def test_any_value_is_either_converted_to_something_stable_or_refused_in_one_line(value):
    for parameter in parameters().values():
        try:
            found = parameter.check(value)
        except ParameterError as error:
            message = str(error)
        else:
            assert parameter.check(found) == found
            continue
        assert len(message.splitlines()) == 1


@given(st.text())
def test_parsing_never_executes_or_crashes(source):
    try:
        parse_parameters(source)
    except ParameterError:
        return
    ast.parse(source)


def test_the_kinds_are_names_that_a_notebook_can_import():
    import threedkit.runs

    assert all(hasattr(threedkit.runs, name) for name in KINDS if name[0].isupper())


def test_assignments_and_sizes_of_the_command_line():
    assert parse_assignments(["a=1", "a=2", "b=x=y", "c="]) == {"a": "2", "b": "x=y", "c": ""}
    assert parse_size("640x480") == parse_size("[640, 480]") == parse_size([640, 480]) == (640, 480)
    for bad in ("a", "=1"):
        with pytest.raises(ParameterError, match="KEY=VALUE"):
            parse_assignments([bad])
    for bad in ("0x480", "640", "640x99999"):
        with pytest.raises(ParameterError, match="parameter size"):
            parse_size(bad)
