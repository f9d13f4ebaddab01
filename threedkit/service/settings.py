"""What may be set about the service: each field is also an environment variable, ``THREEDKIT_`` and its name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from threedkit.errors import ParameterError
from threedkit.service.auth.settings import AuthSettings

__all__ = ["SERVICE_NAMES", "ServiceName", "Settings"]

ServiceName = Literal["geometry", "scene", "material", "animation", "render"]

SERVICE_NAMES: Final[tuple[ServiceName, ...]] = ("geometry", "scene", "material", "animation", "render")
"""The five services: assets, scenes, materials, animations, and renders with notebook runs."""

_GIB: Final = 1 << 30
_Bytes = Annotated[int, Field(ge=1, le=1 << 50)]
_Seconds = Annotated[float, Field(gt=0, le=1e7)]


class Settings(BaseSettings):
    """Settings of one process of the service.

    Attributes:
        database: URL of the records; None: SQLite in threedkit's home.
        blobs: folder or ``s3://bucket/prefix`` of the bytes; None: a folder in threedkit's home.
        services: those that this process answers for.
        host: address to listen on; loopback unless said otherwise.
        port: to listen on; 0 takes a free one.
        unix_socket: path of a socket to listen on, for its owner only (0600), instead of host and port.
        root_path: the path below which a proxy offers the service, such as ``/user/ann/threedkit``.
        token: bearer token of the embedded mode; None: made, and printed.
        auth: who is let in, and how much one may use: variables ``THREEDKIT_AUTH_NAME``.
        upload_bytes: most bytes of one asset.
        upload_idle: seconds without a byte after which a body is given up; and for the headers of a request.
        upload_rate: bytes a second that a body has to keep up, after its first `upload_idle` seconds.
        part_bytes: bytes of each part of a resumable upload.
        upload_days: days after which a resumable upload that was not completed is forgotten.
        json_bytes: most bytes of a JSON body.
        sign_seconds: seconds for which a signed URL of the object store is good.
        redirect: whether ``/content`` answers with a redirect to the object store where that signs URLs.
        pipeline: whether this process works on uploads: report, metadata, thumbnail, levels of detail, compression.
        step_seconds: time that one step of the pipeline may take.
        step_memory: bytes of address space that one step may take.
        log_format: of the lines on standard error: ``json``, or ``text`` for people.
        log_level: the lowest that is written.
        thumbnail: width and height of a thumbnail in pixels.
        grpc_port: port to answer gRPC on, at the same host; 0 takes a free one; None: it is not answered.
        queue: ``amqp://`` URL of a RabbitMQ broker; None: messages stay in the database.
        work: whether this process consumes messages and draws jobs.
        consumers: messages that it works on at once.
        notebooks_at_once: notebook runs that it executes at once.
        jobs_at_once: render jobs that it draws at once.
        scheduler: address of a Dask scheduler to draw on; "": this machine.
        workers: processes that draw, where this machine draws; None: one for each core or GPU.
        prestart: whether they, and their engines (``THREEDKIT_WARM``), are started before the first job comes.
        renders: folder or ``s3://bucket/prefix`` of the results of render jobs; None: in threedkit's home, or beside
            the blobs where those are in a bucket.
        engine: that draws thumbnails; ``auto`` takes the best one that runs here.

    Example:
        >>> Settings(port=0).services[0]
        'geometry'
    """

    model_config = SettingsConfigDict(env_prefix="THREEDKIT_", extra="forbid", frozen=True, env_ignore_empty=True)

    # Where things are kept
    database: str | None = None
    blobs: str | None = None

    # Where it listens
    services: Annotated[tuple[ServiceName, ...], NoDecode] = SERVICE_NAMES
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8733
    unix_socket: Path | None = None
    root_path: str = ""
    token: SecretStr | None = None
    auth: AuthSettings = Field(default_factory=AuthSettings)

    # Uploads and downloads
    upload_bytes: _Bytes = 16 * _GIB
    upload_idle: _Seconds = 30.0
    upload_rate: Annotated[int, Field(ge=0)] = 4096
    part_bytes: Annotated[int, Field(ge=5 << 20, le=5 * _GIB)] = 64 << 20
    upload_days: _Seconds = 7.0
    json_bytes: _Bytes = 8 << 20
    sign_seconds: _Seconds = 900.0
    redirect: bool = True

    # What happens to an upload
    pipeline: bool = True
    step_seconds: _Seconds = 600.0
    step_memory: _Bytes = 8 * _GIB
    thumbnail: Annotated[int, Field(ge=16, le=2048)] = 256
    engine: str = "auto"

    # How it is watched
    log_format: Literal["json", "text"] = "json"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    # Renders and the queue
    grpc_port: Annotated[int, Field(ge=0, le=65535)] | None = None
    queue: SecretStr | None = None
    work: bool = True
    consumers: Annotated[int, Field(ge=1, le=256)] = 2
    notebooks_at_once: Annotated[int, Field(ge=1, le=64)] = 1
    jobs_at_once: Annotated[int, Field(ge=1, le=1000)] = 4
    scheduler: str = ""
    workers: Annotated[int, Field(ge=1, le=256)] | None = None
    prestart: bool = False
    renders: str | None = None

    @field_validator("services", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        """Words divided by commas or spaces, as in an environment variable."""
        if isinstance(value, str):
            return tuple(dict.fromkeys(value.replace(",", " ").split()))
        return value

    @classmethod
    def read(cls, **given: Any) -> Self:
        """Return the settings of the environment, and of what is given and not None.

        Raises:
            ParameterError: a value is out of its range; the message names the setting.

        Example:
            >>> Settings.read(services="scene,render").services
            ('scene', 'render')
        """
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            name = ".".join(str(part) for part in first["loc"])
            part = "AUTH_" if error.title == AuthSettings.__name__ else ""
            raise ParameterError(
                f"setting {name} (THREEDKIT_{part}{name.split('.')[0].upper()}): {first['msg']}"
            ) from error
