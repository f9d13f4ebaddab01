"""Run by `variants` in a process of its own: exits with 0 where an NVIDIA driver with OptiX answers and has a device.

It imports nothing of threedkit, so that it starts in 20 ms; a driver that crashes or hangs takes only it along.
"""

from __future__ import annotations

import ctypes
import sys


def check() -> str | None:
    """Return why CUDA cannot be used here, or None."""
    try:
        driver = ctypes.CDLL("libcuda.so.1")
        ctypes.CDLL("libnvoptix.so.1")
    except OSError as error:
        return f"no NVIDIA driver with OptiX ({error})"
    if driver.cuInit(0) != 0:
        return "the NVIDIA driver does not start (nvidia-smi says more)"
    count = ctypes.c_int(0)
    if driver.cuDeviceGetCount(ctypes.byref(count)) != 0 or count.value == 0:
        return "the NVIDIA driver finds no device"
    device, context = ctypes.c_int(0), ctypes.c_void_p()
    if driver.cuDeviceGet(ctypes.byref(device), 0) != 0:
        return "the NVIDIA driver does not give its first device"
    status = driver.cuDevicePrimaryCtxRetain(ctypes.byref(context), device)
    return (
        None if status == 0 else f"the first NVIDIA device gives no context (CUDA error {status}): is its memory full?"
    )


if __name__ == "__main__":
    reason = check()
    print(reason or "", end="")  # noqa: T201 - a script's answer
    sys.exit(0 if reason is None else 1)
