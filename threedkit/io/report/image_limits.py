"""The limits of a profile that each image keeps or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threedkit.io.report.statistics import ImageFacts

__all__ = ["image_fault"]


def image_fault(image: ImageFacts, rule: str, limit: Any) -> tuple[str, str] | None:
    """Code (without PROFILE_) and message when an image does not keep a limit; else None.

    Args:
        image: what is known of it.
        rule: the profile's field: "image_formats", "max_texture_size", "min_texture_size", "power_of_two" or
            "square_textures".
        limit: the field's value.
    """
    if rule == "image_formats":
        wrong = image.mime_type not in limit
        listed = ", ".join(limit) or "none"
        return (
            ("IMAGE_FORMAT", f"an image of {image.mime_type or 'unknown'} type; allowed: {listed}") if wrong else None
        )
    width, height = image.width, image.height
    if width is None or height is None:
        return "TEXTURE_UNREADABLE", f"an image of {image.mime_type or 'unknown'} type whose size cannot be read"
    size = f"an image of {width} x {height} pixels"
    faults = {
        "max_texture_size": (max(width, height) > limit, "TEXTURE_TOO_LARGE", f"{size}; at most {limit} are allowed"),
        "min_texture_size": (min(width, height) < limit, "TEXTURE_TOO_SMALL", f"{size}; at least {limit} are expected"),
        "power_of_two": (
            bool(width & (width - 1) or height & (height - 1)),
            "TEXTURE_NOT_POWER_OF_TWO",
            f"{size}; powers of two are required",
        ),
        "square_textures": (width != height, "TEXTURE_NOT_SQUARE", f"{size}; squares are required"),
    }
    wrong, code, text = faults[rule]
    return (code, text) if wrong else None
