from __future__ import annotations

import json

import pytest

from threedkit.errors import ParameterError
from threedkit.runs import find_notebook, find_template, notebook_names, templates


def test_the_turntable_is_found_by_name_with_title_summary_and_parameters():
    template = find_template("turntable")
    assert template.title == "Turntable"
    assert template.summary.startswith("A model turns once")
    names = [parameter.name for parameter in template.parameters]
    assert names == ["asset", "frames", "size", "engine", "samples", "seed", "environment"]
    assert all(parameter.description for parameter in template.parameters)
    assert template in templates()
    json.dumps(template.as_dict())


def test_every_committed_template_can_be_read():
    assert {template.name for template in templates()} <= set(notebook_names())


def test_a_template_is_found_by_path(write_notebook):
    path = write_notebook(parameters="a: int = 1")
    template = find_template(path)
    assert (template.name, template.title, template.summary) == ("small", "Small", "A test. Nothing more. And this.")
    assert template.as_row() == ("small", "A test")
    assert find_notebook(str(path)) == path


@pytest.mark.parametrize("name", ["turntabel", "../turntable", "nowhere.ipynb", "/", "", "turn table"])
def test_an_unknown_name_lists_those_that_there_are(name):
    with pytest.raises(ParameterError) as caught:
        find_template(name)
    assert "turntable" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_misspelt_name_gets_a_suggestion():
    with pytest.raises(ParameterError, match="did you mean 'turntable'"):
        find_notebook("turntabel")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "\xff",
        '{"nbformat": 4}',
        '{"nbformat": 4, "cells": 3}',
        '{"nbformat": 4, "cells": [1]}',
        '{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}',
        '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "", "metadata": []}]}',
    ],
)
def test_a_damaged_notebook_is_one_line(tmp_path, text):
    path = tmp_path / "bad.ipynb"
    path.write_text(text)
    with pytest.raises(ParameterError, match="not a readable notebook") as caught:
        find_template(path)
    assert "\n" not in str(caught.value)


def test_a_notebook_without_parameters_is_no_template(tmp_path):
    path = tmp_path / "plain.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}))
    with pytest.raises(ParameterError, match="exactly one code cell tagged 'parameters'"):
        find_template(path)


def test_an_old_notebook_is_told_how_to_become_a_new_one(tmp_path):
    path = tmp_path / "old.ipynb"
    path.write_text('{"nbformat": 3, "worksheets": []}')
    with pytest.raises(ParameterError, match="format 3 is not 4; open and save it in Jupyter"):
        find_template(path)
