"""Which of Mitsuba's compiled variants runs here, and its use without a trace left in the process."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import signal
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import EngineUnavailableError, MissingPackageError, require
from threedkit.render.threads import thread_limit

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["VARIABLE", "choose_variant", "driver_of", "limit_threads", "load_mitsuba", "using"]

VARIABLE: Final = "THREEDKIT_MITSUBA_VARIANT"
"""Environment variable that names the variant: ``cuda``, ``llvm``, ``scalar``, or Mitsuba's full name."""

_PREFERRED: Final = ("cuda_ad_rgb", "llvm_ad_rgb", "scalar_rgb")
_SHORT: Final = {"cuda": "cuda_ad_rgb", "llvm": "llvm_ad_rgb", "scalar": "scalar_rgb"}
_LLVM_VARIABLE: Final = "DRJIT_LIBLLVM_PATH"
_LLVM_FOLDERS: Final = ("/usr/lib", "/usr/lib64", "/usr/lib/*-linux-gnu", "/usr/lib/llvm-*/lib", "/usr/local/lib")
_LLVM_NAME: Final = re.compile(r"libLLVM(?:-(\d+)\.so|\.so\.(\d+))")
_CUDA_CHECK: Final = Path(__file__).with_name("cuda_check.py")
_CUDA_TIMEOUT: Final = 30.0
_OLDEST_LLVM: Final = 19
"""Dr.Jit refuses LLVM 14; 15 and 16 abort the process on processors with AVX512-FP16; 19 was tried and works."""


def load_mitsuba() -> Any:
    """Import Mitsuba.

    Raises:
        MissingPackageError: it is not installed; the message holds the command.
        EngineUnavailableError: a library of the system's that it needs is missing.
    """
    try:
        return require("mitsuba", extra="pathtrace")
    except MissingPackageError:
        raise
    except (ImportError, NameError) as error:  # without libatomic, a NameError of Dr.Jit's hides the ImportError
        cause = error if isinstance(error, ImportError) else error.__context__ or error
        reason = f"Mitsuba cannot be loaded ({cause}); run: apt-get install libatomic1"
        raise EngineUnavailableError(reason) from error


def limit_threads() -> None:
    """Let Mitsuba use as many threads as `thread_limit` allows.

    Raises:
        EngineUnavailableError: the limit is set to something else than a whole number above 0.
    """
    threads = thread_limit()
    if threads is not None:
        require("drjit", extra="pathtrace").set_thread_count(threads)


def choose_variant() -> str:
    """Return the fastest variant that can run here, or the one that `VARIABLE` names.

    CUDA needs a driver with OptiX, LLVM a libLLVM of at least version 19 (``apt-get install libllvm19``); the scalar
    variant needs nothing.

    Raises:
        EngineUnavailableError: `VARIABLE` names a variant that is unknown or cannot run.
        MissingPackageError: Mitsuba is not installed.
    """
    known = load_mitsuba().variants()
    wanted = os.environ.get(VARIABLE)
    if wanted:
        name = _SHORT.get(wanted, wanted)
        if name not in known or not name.endswith("_rgb"):
            names = ", ".join(variant for variant in known if variant.endswith("_rgb"))
            raise EngineUnavailableError(f"{VARIABLE}={wanted} is no variant of this Mitsuba; use one of {names}")
        reason = _why_not(name)
        if reason is not None:
            raise EngineUnavailableError(f"{VARIABLE}={wanted} cannot run here: {reason}")
        return name
    for name in _PREFERRED:
        if name in known and _why_not(name) is None:
            return name
    raise EngineUnavailableError("this Mitsuba was built without cuda_ad_rgb, llvm_ad_rgb and scalar_rgb")


def driver_of(variant: str) -> str:
    """Name what the variant draws with: the version of NVIDIA's driver or of LLVM; the scalar one needs nothing."""
    if variant.startswith("cuda"):
        with contextlib.suppress(OSError):
            found = re.search(r"Module\s+(\d[\d.]*)", Path("/proc/driver/nvidia/version").read_text("utf-8"))
            return f"NVIDIA {found[1]}" if found else ""
    if variant.startswith("llvm"):
        with using(variant):
            version = require("drjit", extra="pathtrace").detail.llvm_version()
        return "LLVM " + ".".join(str(part) for part in version)
    return ""


@contextlib.contextmanager
def using(variant: str) -> Iterator[Any]:
    """Give Mitsuba with that variant current, and put back what was current before.

    Mitsuba keeps one current variant for the whole process: code of the user that has set another one goes on as if
    nothing had happened (a change of variant takes up to 14 ms; none is made when ours is current already).
    """
    mi = load_mitsuba()
    before = mi.variant()
    _set(mi, variant)
    level = mi.log_level()
    mi.set_log_level(mi.LogLevel.Error)
    try:
        yield mi
    finally:
        mi.set_log_level(level)
        if before is not None:
            _set(mi, before)


def _set(mi: Any, variant: str) -> None:
    if mi.variant() == variant:
        return
    with warnings.catch_warnings():
        # Mitsuba compiles its Python integrators at every change, and Dr.Jit blames the program after 1,000 of them.
        warnings.filterwarnings("ignore", "The AST-transforming decorator", RuntimeWarning)
        mi.set_variant(variant)


def _why_not(variant: str) -> str | None:
    if variant.startswith("cuda"):
        return _why_not_cuda()
    if variant.startswith("llvm"):
        return _why_not_llvm()
    return None


@functools.cache
def _why_not_cuda() -> str | None:
    """Ask a process of its own (30 ms where there is none): a driver that crashes or hangs ends only that."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(_CUDA_CHECK)],
            capture_output=True,
            text=True,
            timeout=_CUDA_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"the NVIDIA driver did not answer within {_CUDA_TIMEOUT:g} s"
    if done.returncode < 0:
        return f"the NVIDIA driver crashed ({signal.Signals(-done.returncode).name})"
    return None if done.returncode == 0 else done.stdout.strip() or "the check of the NVIDIA driver failed"


def _why_not_llvm() -> str | None:
    """Find a library that Dr.Jit can be trusted with, and point it there; the wrong one aborts the process."""
    chosen = os.environ.get(_LLVM_VARIABLE)
    if chosen:
        # Whoever names a library by hand has it, unless its name says that it is one of the bad ones.
        if Path(chosen).is_absolute() and not Path(chosen).exists():
            return f"{_LLVM_VARIABLE} names {chosen}, which is not there"
        version = _llvm_version(Path(chosen))
        bad = version is not None and version < _OLDEST_LLVM
        return f"{_LLVM_VARIABLE} names LLVM {version}; {_OLDEST_LLVM} or later is needed" if bad else None
    found = [path for folder in _LLVM_FOLDERS for path in Path("/").glob(f"{folder[1:]}/libLLVM*")]
    versions = {version: path for path in found if (version := _llvm_version(path)) is not None}
    newest = max(versions, default=0)
    if newest < _OLDEST_LLVM:
        return f"no libLLVM of version {_OLDEST_LLVM} or later; run: apt-get install libllvm{_OLDEST_LLVM}"
    os.environ[_LLVM_VARIABLE] = str(versions[newest])
    return None


def _llvm_version(path: Path) -> int | None:
    match = _LLVM_NAME.match(path.name)
    return None if match is None else int(match[1] or match[2])
