"""`validate` and its report: problems with hints, statistics, the verdict of a profile, as text, JSON and HTML."""

from __future__ import annotations

from threedkit.io.report.page import render_page, save_reports
from threedkit.io.report.profiles import Profile, builtin_profiles, find_profile
from threedkit.io.report.report import SEVERITIES, Report
from threedkit.io.report.statistics import AnimationFacts, Extent, ImageFacts, Statistics, statistics_of
from threedkit.io.report.validating import validate, validate_all
from threedkit.io.report.verdicts import Check, ProfileVerdict

__all__ = [
    "SEVERITIES",
    "AnimationFacts",
    "Check",
    "Extent",
    "ImageFacts",
    "Profile",
    "ProfileVerdict",
    "Report",
    "Statistics",
    "builtin_profiles",
    "find_profile",
    "render_page",
    "save_reports",
    "statistics_of",
    "validate",
    "validate_all",
]
