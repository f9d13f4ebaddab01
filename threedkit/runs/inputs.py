"""What the named values of a template's parameters stand for: models, light, engines.

Each function is used twice: to check a parameter before anything runs, and by the notebook to get the thing itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from threedkit.errors import ParameterError, require

if TYPE_CHECKING:
    from threedkit.scene import Environment

__all__ = ["SAMPLES", "find_asset", "find_engine", "find_environment", "find_outputs", "try_asset"]

SAMPLES = ("suzanne",)
"""Models that come with a dependency, by name."""

_PANORAMAS = (".hdr", ".exr")


def find_asset(asset: str | Path) -> Path:
    """Find the file of an ``Asset`` parameter.

    Args:
        asset: path of a model, or the name of a sample.

    Raises:
        ParameterError: there is no such file.
        MissingPackageError: the sample's package is not installed.

    Example:
        >>> find_asset("suzanne").name
        'suzanne.glb'
    """
    if str(asset).lower() == "suzanne":
        return Path(require("filly.samples", extra="render").SUZANNE)
    path = Path(asset).expanduser()
    if path.is_file():
        return path
    what = "is a folder, not a model file" if path.is_dir() else "does not exist"
    message = f"asset {path} {what}; give the path of a model or a sample's name: {', '.join(SAMPLES)}"
    raise ParameterError(message)


def try_asset(asset: str | Path) -> None:
    """Read the file of an ``Asset`` parameter once, so that a damaged one is found before anything runs.

    Raises:
        ParameterError: there is no such file.
        AssetError: it cannot be read; lists everything found.
    """
    from threedkit.io import load

    load(find_asset(asset))


def find_environment(environment: str | Path) -> Environment:
    """Make the scene's environment from an ``Environment`` parameter.

    Args:
        environment: ``"studio"``, or the path of an .hdr or .exr panorama.

    Raises:
        ParameterError: there is no such file, or it is of another kind.
        AssetError: the file cannot be read.
    """
    if str(environment).lower() == "studio":
        from threedkit.scene import Environment

        return Environment()
    path = Path(environment).expanduser()
    if path.suffix.lower() not in _PANORAMAS:
        message = f"environment must be 'studio' or the path of an .hdr or .exr panorama, not {str(environment)!r}"
        raise ParameterError(message)
    if not path.is_file():
        message = f"environment {path} does not exist; give 'studio' or the path of an .hdr or .exr panorama"
        raise ParameterError(message)
    from threedkit.io import load_environment

    return load_environment(path)


def find_engine(engine: str) -> str:
    """Name the engine of an ``Engine`` parameter, after making sure that it can run here.

    Args:
        engine: an engine's name, or ``"auto"`` for the best one that runs here.

    Raises:
        UnknownEngineError: no engine has that name; the message lists those that there are.
        EngineUnavailableError: it cannot run here; the message says why.
    """
    from threedkit.render import runnable_engine

    return runnable_engine(None if engine == "auto" else engine)


def find_outputs(text: str | None, target: Path, size: tuple[int, int], quality: int | None = None) -> tuple[str, ...]:
    """Name the images to draw into a file, after making sure that it can hold them.

    Args:
        text: names with commas between them, or ``"all"``; None: the colour, and depth, normals and object ids beside
            it in a file that holds several images.
        target: the file to be.
        size: (width, height) of the picture.
        quality: as for `Frame.save`.

    Returns:
        The names; ``("all",)`` for all that the engine makes.

    Raises:
        ParameterError: there is no such image, or the file does not hold so many.
        OutputError: a file of this kind cannot hold such an image, such a size or such a quality.

    Example:
        >>> find_outputs("depth,uv", Path("fox.exr"), (640, 480))
        ('depth', 'uv')
    """
    from threedkit.render import OUTPUTS
    from threedkit.render.facade import DEFAULT_OUTPUTS
    from threedkit.render.files import LAYERED, check_file

    layered = target.suffix.lower().lstrip(".") in LAYERED
    names: tuple[str, ...] = DEFAULT_OUTPUTS if layered else ("color",)
    if text is not None:
        names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    unknown = [name for name in names if name not in OUTPUTS and names != ("all",)]
    if unknown:
        raise ParameterError(f"unknown output {unknown[0]!r}; known are all, {', '.join(OUTPUTS)}")
    if not layered and (len(names) > 1 or names == ("all",)):
        raise ParameterError(f"{target} holds one image, not {', '.join(names)}; name a .exr or .npz")
    check_file(
        target.suffix, size=size, outputs=names, output=None if layered else names[0], quality=quality,
        place=str(target),
    )  # fmt: skip
    return names
