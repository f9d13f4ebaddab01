"""Key-framed curves as glTF 2.0 defines them in appendix C: STEP, LINEAR (slerp for rotations) and CUBICSPLINE."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from threedkit.errors import FieldError
from threedkit.transforms import quaternions

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["Interpolation", "sample", "sample_many"]

Interpolation = Literal["STEP", "LINEAR", "CUBICSPLINE"]


def sample(
    times: ArrayLike, values: ArrayLike, t: float, interpolation: str = "LINEAR", *, rotation: bool = False
) -> NDArray[np.float64]:
    """The value of a curve at one time; see :func:`sample_many`.

    Returns:
        (...) the shape of one value.

    Example:
        >>> sample([0, 1], [[0.0], [10.0]], 0.25).tolist()
        [2.5]
    """
    return np.asarray(sample_many(times, values, [t], interpolation, rotation=rotation)[0], np.float64)


def sample_many(
    times: ArrayLike, values: ArrayLike, ts: ArrayLike, interpolation: str = "LINEAR", *, rotation: bool = False
) -> NDArray[np.float64]:
    """The values of a curve at many times. Before the first key and after the last one it is constant.

    Args:
        times: (k,) seconds, rising.
        values: (k, ...) floats; for CUBICSPLINE (k, 3, ...): in-tangent, value, out-tangent of each key.
        ts: (m,) seconds.
        interpolation: "STEP", "LINEAR" or "CUBICSPLINE".
        rotation: values are quaternions xyzw: slerp for LINEAR, normalised for CUBICSPLINE.

    Returns:
        (m, ...) float64.

    Raises:
        FieldError: no key, another number of values than of keys, or an unknown interpolation.
    """
    times, values, ts = np.asarray(times, np.float64), np.asarray(values, np.float64), np.asarray(ts, np.float64)
    cubic = interpolation == "CUBICSPLINE"
    _check(times, values, interpolation)
    last = len(times) - 1
    ts = np.asarray(np.clip(ts, times[0], times[-1]), np.float64)
    if interpolation == "STEP" or last == 0:
        keys = np.clip(np.searchsorted(times, ts, side="right") - 1, 0, last)
        picked = values[keys, 1] if cubic else values[keys]
        return quaternions.normalize(picked) if rotation else picked
    left = np.clip(np.searchsorted(times, ts, side="right") - 1, 0, last - 1)
    interval = times[left + 1] - times[left]
    u = np.clip((ts - times[left]) / np.where(interval > 0.0, interval, 1.0), 0.0, 1.0)
    if rotation and not cubic:
        keys_q = quaternions.normalize(values)
        return quaternions.slerp(keys_q[left], keys_q[left + 1], u)
    column = (-1,) + (1,) * (values.ndim - (2 if cubic else 1))
    u, interval = u.reshape(column), interval.reshape(column)
    if not cubic:
        return np.asarray((1.0 - u) * values[left] + u * values[left + 1], np.float64)
    result = _hermite(values[left], values[left + 1], interval, u)
    return quaternions.normalize(result) if rotation else result


def _hermite(
    a: NDArray[np.float64], b: NDArray[np.float64], interval: NDArray[np.float64], u: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Cubic Hermite between keys (m, 3, ...): tangents are per second, so they are scaled by the key interval."""
    uu = u * u
    uuu = uu * u
    return np.asarray(
        (2 * uuu - 3 * uu + 1) * a[:, 1]
        + interval * (uuu - 2 * uu + u) * a[:, 2]
        + (3 * uu - 2 * uuu) * b[:, 1]
        + interval * (uuu - uu) * b[:, 0],
        np.float64,
    )


def _check(times: NDArray[np.float64], values: NDArray[np.float64], interpolation: str) -> None:
    """Refuse what has no value anywhere."""
    if interpolation not in ("STEP", "LINEAR", "CUBICSPLINE"):
        raise FieldError(f"interpolation must be STEP, LINEAR or CUBICSPLINE, not {interpolation!r}")
    if times.ndim != 1 or len(times) == 0:
        raise FieldError(f"times must be a list of at least one key, not an array of shape {times.shape}")
    wanted = (len(times), 3) if interpolation == "CUBICSPLINE" else (len(times),)
    if values.shape[: len(wanted)] != wanted:
        raise FieldError(
            f"values must have shape {wanted} + (...) for {len(times)} {interpolation} keys, not {values.shape}"
        )
