from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DownloadRequest(_message.Message):
    __slots__ = ("asset_id", "scene_id", "scene_version", "offset", "length")
    ASSET_ID_FIELD_NUMBER: _ClassVar[int]
    SCENE_ID_FIELD_NUMBER: _ClassVar[int]
    SCENE_VERSION_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    LENGTH_FIELD_NUMBER: _ClassVar[int]
    asset_id: str
    scene_id: str
    scene_version: int
    offset: int
    length: int
    def __init__(self, asset_id: _Optional[str] = ..., scene_id: _Optional[str] = ..., scene_version: _Optional[int] = ..., offset: _Optional[int] = ..., length: _Optional[int] = ...) -> None: ...

class Chunk(_message.Message):
    __slots__ = ("data", "size", "sha256", "name")
    DATA_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    data: bytes
    size: int
    sha256: str
    name: str
    def __init__(self, data: _Optional[bytes] = ..., size: _Optional[int] = ..., sha256: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class UploadRequest(_message.Message):
    __slots__ = ("about", "data")
    ABOUT_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    about: UploadAbout
    data: bytes
    def __init__(self, about: _Optional[_Union[UploadAbout, _Mapping]] = ..., data: _Optional[bytes] = ...) -> None: ...

class UploadAbout(_message.Message):
    __slots__ = ("file_name", "name", "tags", "groups", "metadata", "idempotency_key")
    FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    file_name: str
    name: str
    tags: _containers.RepeatedScalarFieldContainer[str]
    groups: _containers.RepeatedScalarFieldContainer[str]
    metadata: _struct_pb2.Struct
    idempotency_key: str
    def __init__(self, file_name: _Optional[str] = ..., name: _Optional[str] = ..., tags: _Optional[_Iterable[str]] = ..., groups: _Optional[_Iterable[str]] = ..., metadata: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., idempotency_key: _Optional[str] = ...) -> None: ...

class Asset(_message.Message):
    __slots__ = ("asset_id", "name", "asset_type", "file_format", "sha256", "size", "state")
    ASSET_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ASSET_TYPE_FIELD_NUMBER: _ClassVar[int]
    FILE_FORMAT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    asset_id: str
    name: str
    asset_type: str
    file_format: str
    sha256: str
    size: int
    state: str
    def __init__(self, asset_id: _Optional[str] = ..., name: _Optional[str] = ..., asset_type: _Optional[str] = ..., file_format: _Optional[str] = ..., sha256: _Optional[str] = ..., size: _Optional[int] = ..., state: _Optional[str] = ...) -> None: ...

class ArraysRequest(_message.Message):
    __slots__ = ("asset_id", "scene_id", "scene_version", "names")
    ASSET_ID_FIELD_NUMBER: _ClassVar[int]
    SCENE_ID_FIELD_NUMBER: _ClassVar[int]
    SCENE_VERSION_FIELD_NUMBER: _ClassVar[int]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    asset_id: str
    scene_id: str
    scene_version: int
    names: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, asset_id: _Optional[str] = ..., scene_id: _Optional[str] = ..., scene_version: _Optional[int] = ..., names: _Optional[_Iterable[str]] = ...) -> None: ...

class ArrayChunk(_message.Message):
    __slots__ = ("mesh", "primitive", "mesh_name", "name", "dtype", "shape", "size", "offset", "data")
    MESH_FIELD_NUMBER: _ClassVar[int]
    PRIMITIVE_FIELD_NUMBER: _ClassVar[int]
    MESH_NAME_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DTYPE_FIELD_NUMBER: _ClassVar[int]
    SHAPE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    mesh: int
    primitive: int
    mesh_name: str
    name: str
    dtype: str
    shape: _containers.RepeatedScalarFieldContainer[int]
    size: int
    offset: int
    data: bytes
    def __init__(self, mesh: _Optional[int] = ..., primitive: _Optional[int] = ..., mesh_name: _Optional[str] = ..., name: _Optional[str] = ..., dtype: _Optional[str] = ..., shape: _Optional[_Iterable[int]] = ..., size: _Optional[int] = ..., offset: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...

class SubmitRequest(_message.Message):
    __slots__ = ("scene_id", "scene_version", "name", "width", "height", "output_format", "camera_config", "frame_count", "frame_selection", "settings", "idempotency_key")
    SCENE_ID_FIELD_NUMBER: _ClassVar[int]
    SCENE_VERSION_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_FORMAT_FIELD_NUMBER: _ClassVar[int]
    CAMERA_CONFIG_FIELD_NUMBER: _ClassVar[int]
    FRAME_COUNT_FIELD_NUMBER: _ClassVar[int]
    FRAME_SELECTION_FIELD_NUMBER: _ClassVar[int]
    SETTINGS_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    scene_id: str
    scene_version: int
    name: str
    width: int
    height: int
    output_format: str
    camera_config: _struct_pb2.Struct
    frame_count: int
    frame_selection: str
    settings: _struct_pb2.Struct
    idempotency_key: str
    def __init__(self, scene_id: _Optional[str] = ..., scene_version: _Optional[int] = ..., name: _Optional[str] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., output_format: _Optional[str] = ..., camera_config: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., frame_count: _Optional[int] = ..., frame_selection: _Optional[str] = ..., settings: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., idempotency_key: _Optional[str] = ...) -> None: ...

class JobRequest(_message.Message):
    __slots__ = ("job_id",)
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    job_id: str
    def __init__(self, job_id: _Optional[str] = ...) -> None: ...

class RenderJob(_message.Message):
    __slots__ = ("job_id", "scene_id", "scene_version", "name", "status", "message", "total", "done", "failed", "progress", "output_format", "width", "height", "created_at", "started_at", "completed_at", "output_path")
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    SCENE_ID_FIELD_NUMBER: _ClassVar[int]
    SCENE_VERSION_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_FORMAT_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_AT_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_PATH_FIELD_NUMBER: _ClassVar[int]
    job_id: str
    scene_id: str
    scene_version: int
    name: str
    status: str
    message: str
    total: int
    done: int
    failed: int
    progress: float
    output_format: str
    width: int
    height: int
    created_at: str
    started_at: str
    completed_at: str
    output_path: str
    def __init__(self, job_id: _Optional[str] = ..., scene_id: _Optional[str] = ..., scene_version: _Optional[int] = ..., name: _Optional[str] = ..., status: _Optional[str] = ..., message: _Optional[str] = ..., total: _Optional[int] = ..., done: _Optional[int] = ..., failed: _Optional[int] = ..., progress: _Optional[float] = ..., output_format: _Optional[str] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., created_at: _Optional[str] = ..., started_at: _Optional[str] = ..., completed_at: _Optional[str] = ..., output_path: _Optional[str] = ...) -> None: ...

class FollowRequest(_message.Message):
    __slots__ = ("job_id", "after")
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    job_id: str
    after: int
    def __init__(self, job_id: _Optional[str] = ..., after: _Optional[int] = ...) -> None: ...

class Event(_message.Message):
    __slots__ = ("number", "kind", "data")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    number: int
    kind: str
    data: _struct_pb2.Struct
    def __init__(self, number: _Optional[int] = ..., kind: _Optional[str] = ..., data: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...

class FramesRequest(_message.Message):
    __slots__ = ("job_id", "start")
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    job_id: str
    start: int
    def __init__(self, job_id: _Optional[str] = ..., start: _Optional[int] = ...) -> None: ...

class FrameChunk(_message.Message):
    __slots__ = ("index", "media_type", "sha256", "size", "offset", "data")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    index: int
    media_type: str
    sha256: str
    size: int
    offset: int
    data: bytes
    def __init__(self, index: _Optional[int] = ..., media_type: _Optional[str] = ..., sha256: _Optional[str] = ..., size: _Optional[int] = ..., offset: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...
