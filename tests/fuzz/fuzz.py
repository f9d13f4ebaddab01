"""Coverage-guided fuzzing of everything that reads a file from outside.

    python tests/fuzz/fuzz.py gltf --seconds 600 [--corpus FOLDER] [--seed N]
    python tests/fuzz/fuzz.py meshes --seconds 60

Whatever the bytes say: AssetError or a scene, within TIMEOUT seconds and MEMORY megabytes. What is loaded can be
measured, written, and read again to the same bytes; what `validate` passes is loaded. At the end libFuzzer prints the
number of executions; a failure is left in the current folder as `crash-*`, `timeout-*` or `oom-*`, to be run again by
giving the file's name in place of a corpus.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import atheris

sys.path.insert(0, str(Path(__file__).parent))

with atheris.instrument_imports(include=["threedkit.io", "threedkit.scene", "trimesh.exchange"]):
    import threedkit as tk
    from threedkit.io import meshes

import seeds
from mutations import mutate_gltf

if TYPE_CHECKING:
    from collections.abc import Callable

TIMEOUT = 10
"""Seconds that one input of at most 64 KB may take, on a slow and busy machine."""
MEMORY = 1536
"""Megabytes of the whole process, its codecs and the fuzzer's own corpus included."""
_LONGEST = 1 << 16
_SUFFIXES = tuple(meshes.READ_SUFFIXES)


def _or_refusal(work: Callable[[], Any]) -> Any:
    """What `work` gives, or the AssetError that it raises, whose text must be one line."""
    try:
        return work()
    except tk.AssetError as error:
        refusal = error
    assert "\n" not in str(refusal)
    return refusal


def read_gltf(data: bytes) -> None:
    """One document."""
    report = tk.validate(data)
    scene = _or_refusal(lambda: tk.load(data))
    if isinstance(scene, tk.AssetError):
        told = {problem.code for problem in report.problems}  # as a warning, where only bytes without files are refused
        refused = {problem.code for problem in scene.problems if problem.severity == "error"}
        assert not report.ok or refused <= told, f"validate passes what load refuses: {scene}"
        return
    scene.bounds()
    written = scene.to_glb()
    assert tk.load(written).to_glb() == written, "written twice is not the same"
    for image in scene.images[:2]:
        _or_refusal(lambda image=image: image.pixels)


def read_mesh(data: bytes) -> None:
    """One file of another format; its first byte chooses which."""
    if len(data) < 2:
        return
    suffix = _SUFFIXES[data[0] % len(_SUFFIXES)]
    scene = _or_refusal(lambda: meshes.load_meshes(memoryview(data)[1:], suffix, None, f"fuzz{suffix}"))
    if not isinstance(scene, tk.AssetError):
        scene.to_glb()


def change_gltf(data: bytes, limit: int, seed: int) -> bytes:
    """libFuzzer's custom mutator."""
    return mutate_gltf(data, limit, seed, atheris.Mutate)


def main() -> None:
    """Parse the command line and fuzz; libFuzzer ends the process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=("gltf", "meshes"))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="folder that is read and added to; or one file to run again")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary)
        (seeds.gltf_seeds if given.target == "gltf" else seeds.mesh_seeds)(made)
        limits = [f"-max_total_time={given.seconds}", f"-timeout={TIMEOUT}", f"-rss_limit_mb={MEMORY}"]
        flags = [*limits, f"-max_len={_LONGEST}", f"-seed={given.seed}", "-print_final_stats=1", "-verbosity=1"]
        places = [str(given.corpus)] if given.corpus else []
        if given.corpus is None or given.corpus.is_dir():
            places.append(str(made))
        if given.target == "gltf":
            atheris.Setup([sys.argv[0], *flags, *places], read_gltf, custom_mutator=change_gltf)
        else:
            atheris.Setup([sys.argv[0], *flags, *places], read_mesh)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
