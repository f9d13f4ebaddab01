"""What a worker hands back: a receipt for a drawn frame, a failure for one that could not be drawn."""

from __future__ import annotations

import msgspec

__all__ = ["Delivery", "Failure", "Receipt"]


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Proof of one finished frame. It is also the sidecar that lets a repeated job skip the frame.

    Attributes:
        index: number of the frame, from 0.
        file: its file name in the job's ``frames`` folder.
        key: content key of the frame: `RenderSpec.frame_key`.
        size: bytes in the file.
        sha256: hex digest of the file.
        draw_seconds: time in the engine.
        encode_seconds: time for encoding and writing.
        worker: name of the worker process that drew it.
        attempt: at which attempt it was drawn, from 1.
        scene: SHA-256 of the scene's GLB.
        spec: SHA-256 of the spec.
        samples: samples a pixel.
        seed: of the sampler, for this frame.
        engine: name of the engine.
        device: what the engine drew on.
        driver: version of its driver, where the engine tells.
        versions: package -> version of what drew it.
        reused: True when the frame had been finished before and was not drawn again.
    """

    index: int
    file: str
    key: str
    size: int
    sha256: str
    draw_seconds: float
    encode_seconds: float
    worker: str
    attempt: int = 1
    scene: str = ""
    spec: str = ""
    samples: int = 0
    seed: int = 0
    engine: str
    device: str = ""
    driver: str = ""
    versions: dict[str, str] = {}
    reused: bool = False


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Why one frame could not be drawn.

    Attributes:
        index: number of the frame, from 0.
        error: class name of the exception.
        message: its first line.
        worker: name of the worker process, empty when it died.
        attempts: how often the frame was tried so far.
        hopeless: True when another attempt must end the same way, e.g. the engine lacks what was asked for.
        outage: True when it is not the frame's fault: the disk is full, or the place of the frames is out of reach.
    """

    index: int
    error: str
    message: str
    worker: str = ""
    attempts: int = 1
    hopeless: bool = False
    outage: bool = False

    @property
    def told(self) -> str:
        """All of it in one line.

        Example:
            >>> Failure(index=3, error="RenderError", message="no light", worker="1", attempts=2).told
            'RenderError: no light (attempt 2, worker 1)'
        """
        place = f", worker {self.worker}" if self.worker else ""
        return f"{self.error}: {self.message} (attempt {self.attempts}{place})"


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What one task returns.

    Attributes:
        receipts: frames that are done.
        failures: frames that could not be drawn.
        skipped: frames that were not drawn, since the job was paused or cancelled meanwhile.
        payloads: frame -> file bytes, for a worker that cannot write into the job's folder itself.
        loads: how many scenes the worker's engine had to load for this task.
        warnings: what the engine warned of, each once.
        worker: name of the worker process.
        seconds: time that the whole task took.
    """

    receipts: tuple[Receipt, ...] = ()
    failures: tuple[Failure, ...] = ()
    skipped: tuple[int, ...] = ()
    payloads: dict[int, bytes] = {}
    loads: int = 0
    warnings: tuple[str, ...] = ()
    worker: str = ""
    seconds: float = 0.0
