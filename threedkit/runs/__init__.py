"""Notebooks as jobs: typed parameters, papermill runs, reports and dashboards."""

from __future__ import annotations

from threedkit.runs.conversion import COMPRESSIONS, Conversion, convert, operation_rows, operations_as_json
from threedkit.runs.dashboards import DashboardServer, dashboard
from threedkit.runs.execution import RunResult, run
from threedkit.runs.facts import asset_facts, fact_rows
from threedkit.runs.inputs import SAMPLES, find_asset, find_engine, find_environment, find_outputs
from threedkit.runs.kinds import KINDS, Asset, Engine, Environment, Kind, Size
from threedkit.runs.output import check_target, output_folder
from threedkit.runs.parameters import Parameter, check_parameters, parse_assignments, parse_parameters, parse_size
from threedkit.runs.progress import RunProgress
from threedkit.runs.report import Film, Picture, RunReport, Table
from threedkit.runs.templates import Template, find_notebook, find_template, notebook_names, templates

__all__ = [
    "COMPRESSIONS",
    "KINDS",
    "SAMPLES",
    "Asset",
    "Conversion",
    "DashboardServer",
    "Engine",
    "Environment",
    "Film",
    "Kind",
    "Parameter",
    "Picture",
    "RunProgress",
    "RunReport",
    "RunResult",
    "Size",
    "Table",
    "Template",
    "asset_facts",
    "check_parameters",
    "check_target",
    "convert",
    "dashboard",
    "fact_rows",
    "find_asset",
    "find_engine",
    "find_environment",
    "find_notebook",
    "find_outputs",
    "find_template",
    "notebook_names",
    "operation_rows",
    "operations_as_json",
    "output_folder",
    "parse_assignments",
    "parse_parameters",
    "parse_size",
    "run",
    "templates",
]
