"""Comparing pictures: silhouettes, distances in linear light, and an image that shows where two differ."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from threedkit.transforms.colors import srgb_to_linear

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = [
    "assert_like",
    "color_distance",
    "difference_image",
    "linear_rgb",
    "psnr",
    "rmse",
    "silhouette",
    "silhouette_iou",
]

_FAR: Final = 16


def linear_rgb(image: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Decode an sRGB picture: (h, w, 3 or 4) uint8 to (h, w, 3) float64 linear light.

    Example:
        >>> linear_rgb(np.full((1, 1, 3), 255, np.uint8)).tolist()
        [[[1.0, 1.0, 1.0]]]
    """
    return srgb_to_linear(_checked(image)[..., :3] / 255.0)


def silhouette(
    image: NDArray[np.uint8], *, background: tuple[float, float, float] | None = None, threshold: int = 128
) -> NDArray[np.bool_]:
    """Return where a picture shows something, (h, w) bool.

    Args:
        image: (h, w, 4) uint8 with straight alpha, or (h, w, 3) when `background` is given.
        background: sRGB 0 to 255; without it, alpha decides.
        threshold: least alpha, or least distance of a channel from the background (then 8 is usual).

    Raises:
        ValueError: there is neither alpha nor a background.
    """
    array = _checked(image)
    if background is not None:
        distance = np.abs(array[..., :3].astype(np.float64) - np.asarray(background, np.float64)).max(axis=2)
        return np.asarray(distance >= threshold)
    if array.shape[2] != 4:
        message = (
            f"a silhouette needs alpha or a background; this image has {array.shape[2]} channels and no background"
        )
        raise ValueError(message)
    return np.asarray(array[..., 3] >= threshold)


def silhouette_iou(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> float:
    """Return intersection over union of two silhouettes: 1.0 when equal (two empty ones are).

    Example:
        >>> silhouette_iou(np.array([[True, True]]), np.array([[True, False]]))
        0.5
    """
    _same_size(first, second)
    union = int(np.count_nonzero(first | second))
    return 1.0 if union == 0 else int(np.count_nonzero(first & second)) / union


def rmse(first: NDArray[np.uint8], second: NDArray[np.uint8], *, where: NDArray[np.bool_] | None = None) -> float:
    """Return the root of the mean squared difference of the sRGB values, 0 (equal) to 255, alpha left out.

    Args:
        first: (h, w, 3 or 4) uint8.
        second: the same size.
        where: (h, w) pixels that count; None: all.
    """
    _same_size(first, second)
    difference = _checked(first)[..., :3].astype(np.float64) - _checked(second)[..., :3]
    chosen = difference if where is None else difference[where]
    return float(np.sqrt(np.mean(chosen**2))) if chosen.size else 0.0


def psnr(first: NDArray[np.uint8], second: NDArray[np.uint8], *, where: NDArray[np.bool_] | None = None) -> float:
    """Return the peak signal-to-noise ratio in decibels: infinite when equal, above 35 hard to tell apart by eye."""
    error = rmse(first, second, where=where)
    return math.inf if error == 0 else 20.0 * math.log10(255.0 / error)


def color_distance(
    first: NDArray[np.uint8], second: NDArray[np.uint8], *, where: NDArray[np.bool_] | None = None
) -> float:
    """Return the mean absolute difference in linear light, 0 to 1: noise of a path tracer nearly averages out.

    Pixels are averaged over blocks of 4 by 4 first, so that the noise does not count as distance.

    Args:
        first: (h, w, 3 or 4) uint8.
        second: the same size.
        where: (h, w) pixels that count; None: all. A block counts when all of its pixels do.
    """
    _same_size(first, second)
    counted = np.ones(first.shape[:2], np.bool_) if where is None else where
    whole = _blocks(counted[..., None].astype(np.float64))[..., 0] == 1.0
    difference = np.abs(_blocks(linear_rgb(first)) - _blocks(linear_rgb(second)))
    return float(difference[whole].mean()) if whole.any() else 0.0


def difference_image(first: NDArray[np.uint8], second: NDArray[np.uint8], *, magnify: float = 8.0) -> NDArray[np.uint8]:
    """Put two pictures and their magnified difference side by side: (h, 3 w, 3) uint8, for a failed test to save."""
    _same_size(first, second)
    one, two = _checked(first)[..., :3], _checked(second)[..., :3]
    apart = np.abs(one.astype(np.float64) - two) * magnify
    return np.concatenate([one, two, np.minimum(apart, 255.0).astype(np.uint8)], axis=1)


def assert_like(
    image: NDArray[np.uint8],
    golden: Path,
    *,
    failures: Path,
    mean: float = 1.0,
    far: float = 0.002,
    about: str = "",
) -> None:
    """Assert that a picture is the one in a file, within rounding; a failure leaves the difference, magnified.

    Args:
        image: (h, w, 3 or 4) uint8; alpha does not count.
        golden: PNG to compare with.
        failures: folder that gets ``NAME.png`` (this picture) and ``NAME_difference.png`` (it, the golden one, and 8
            times their difference, side by side).
        mean: largest root of the mean squared difference, of 255.
        far: largest share of pixels that differ by more than 16 in a channel.
        about: what to say of where both were drawn.

    Raises:
        AssertionError: they differ; the message names the files.
    """
    import PIL.Image

    with PIL.Image.open(golden) as file:
        expected = np.asarray(file.convert("RGB"))
    found = _checked(image)[..., :3]
    failures.mkdir(parents=True, exist_ok=True)
    seen = failures / golden.name
    if found.shape != expected.shape:
        PIL.Image.fromarray(found).save(seen)
        message = (
            f"{golden.name} is {expected.shape[1]}x{expected.shape[0]}, not {found.shape[1]}x{found.shape[0]}: {seen}"
        )
        raise AssertionError(message)
    apart = np.abs(found.astype(np.int16) - expected).max(axis=2) > _FAR
    error, share = rmse(found, expected), float(apart.mean())
    if error <= mean and share <= far:
        return
    PIL.Image.fromarray(found).save(seen)
    shown = failures / f"{golden.stem}_difference.png"
    PIL.Image.fromarray(difference_image(found, expected)).save(shown)
    message = f"{golden.name}: RMS {error:.2f} (at most {mean:g}), {share:.2%} far off (at most {far:.2%}); see {shown}"
    raise AssertionError(f"{message}; {about}" if about else message)


def _blocks(image: NDArray[np.float64], side: int = 4) -> NDArray[np.float64]:
    rows, columns = (length // side for length in image.shape[:2])
    cut = image[: rows * side, : columns * side]
    return np.asarray(cut.reshape(rows, side, columns, side, image.shape[2]).mean(axis=(1, 3)))


def _checked(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if image.ndim != 3 or image.shape[2] not in {3, 4} or image.dtype != np.uint8:
        message = f"an image must be (h, w, 3 or 4) uint8, not {image.shape} {image.dtype}"
        raise ValueError(message)
    return image


def _same_size(first: NDArray[np.generic], second: NDArray[np.generic]) -> None:
    if first.shape[:2] != second.shape[:2]:
        message = f"the pictures must have one size, not {first.shape[:2]} and {second.shape[:2]}"
        raise ValueError(message)
