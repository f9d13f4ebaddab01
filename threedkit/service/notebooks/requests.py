"""What a client asks for when it runs a notebook template, and what of it may not come from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec
from msgspec import Meta

from threedkit.errors import ParameterError, RecordNotFoundError
from threedkit.runs import SAMPLES, notebook_names, templates
from threedkit.service.operations import carried
from threedkit.service.renders.places import place_of
from threedkit.service.shapes import Facts, Name, Words
from threedkit.store.ids import new_id
from threedkit.store.queue import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

    from threedkit.runs import Parameter, Template
    from threedkit.service.auth import Principal
    from threedkit.service.context import Service
    from threedkit.store import Store
    from threedkit.store.records import NotebookRun

__all__ = ["FILES", "TOPIC", "NewRun", "accept", "checked", "named_template", "stored_asset"]

TOPIC: Final = "run"

FILES: Final = {"Asset": ("model", SAMPLES), "Environment": ("environment", ("studio",))}
"""Kinds of parameters that are files: which assets may stand there, and which names. A path may not: it would be one of
the service's own machine."""

_PREFIX: Final = "asset:"


class NewRun(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A notebook template and its parameters."""

    template: Annotated[str, Meta(min_length=1, max_length=100, description="Its name, such as turntable.")]
    parameters: Annotated[
        dict[str, Any],
        Meta(description="By name; `GET /v1/runs/templates` lists them. A model is an asset's id or a sample's name."),
    ] = {}
    name: Name = ""
    metadata: Facts = {}
    tags: Words = ()
    groups: Words = ()


def named_template(name: str) -> Template:
    """Return a template that comes with threedkit.

    Raises:
        RecordNotFoundError: there is none of that name; paths are none.
    """
    found = next((one for one in templates() if one.name == name), None) if name in notebook_names() else None
    if found is None:
        known = ", ".join(one.name for one in templates())
        raise RecordNotFoundError(f"there is no template {name!r:.80}; known are {known}")
    return found


def accept(
    service: Service,
    who: Principal,
    asked: NewRun,
    also: Callable[[Connection, NotebookRun], object] | None = None,
) -> NotebookRun:
    """Write a run down, and the message that brings it to a worker: both, or neither.

    Raises:
        RecordNotFoundError: there is no such template, or no such asset for them.
        ParameterError: a parameter is unknown or out of its range.
    """
    store = service.store_for(who)
    parameters = checked(store, asked)
    run_id, trace = new_id(), carried()

    def with_message(connection: Connection, record: NotebookRun) -> None:
        service.outbox.add(connection, Message(topic=TOPIC, body={"run_id": record.run_id}, headers=trace))
        if also is not None:
            also(connection, record)

    record = store.runs.create(
        asked.template,
        parameters,
        name=asked.name,
        tags=asked.tags,
        metadata=asked.metadata,
        groups=asked.groups,
        output_path=place_of(service, run_id),
        run_id=run_id,
        also=with_message,
    )
    service.outbox.wake()
    return record


def checked(store: Store, asked: NewRun) -> dict[str, Any]:
    """Return the canonical values of the parameters that are given.

    Args:
        store: as who asks sees it.
        asked: with the parameters.

    Raises:
        as `accept`.
    """
    known = {one.name: one for one in named_template(asked.template).parameters}
    unknown = sorted(set(asked.parameters) - set(known))
    if unknown:
        raise ParameterError(f"parameters.{unknown[0]}: there is none; {asked.template} has {', '.join(known)}")
    return {name: _value(store, known[name], value) for name, value in asked.parameters.items()}


def stored_asset(value: Any) -> str | None:
    """Return the id in the canonical value of a parameter that is a file; None: it is a name.

    Example:
        >>> stored_asset("asset:0198"), stored_asset("suzanne")
        ('0198', None)
    """
    text = str(value)
    return text.removeprefix(_PREFIX) if text.startswith(_PREFIX) else None


def _value(store: Store, parameter: Parameter, value: Any) -> Any:
    if parameter.kind not in FILES:
        return parameter.check(value)
    asset_type, names = FILES[parameter.kind]
    if not isinstance(value, str):
        raise ParameterError(f"parameters.{parameter.name}: must be an asset's id or one of {', '.join(names)}")
    if value.lower() in names:
        return value.lower()
    asset = store.assets.get(value.removeprefix(_PREFIX))
    if asset.asset_type != asset_type:
        raise ParameterError(f"parameters.{parameter.name}: asset {asset.asset_id} is no {asset_type}")
    return f"{_PREFIX}{asset.asset_id}"
