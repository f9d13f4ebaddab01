"""What may be set about who may do what: each field is an environment variable, ``THREEDKIT_AUTH_`` and its name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from limits import parse_many
from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from threedkit.service.auth.signing import ISSUER

__all__ = ["AuthSettings"]

_Words = Annotated[tuple[str, ...], NoDecode]


class AuthSettings(BaseSettings):
    """Who is let in, and how much of everything one may use.

    Attributes:
        embedded: whether the process's own token is accepted; None: where no `jwks` and no `hub_url` is set.
        same_origin: whether pages of other sites are refused: for where a proxy adds the credential.
        jwks: file or https URL of the keys that sign tokens (a JSON Web Key Set); None: tokens of others are unknown.
        issuer: that the tokens must name; needed with `jwks`.
        audience: that the tokens must name.
        leeway: seconds by which clocks may differ.
        groups_claim: the claim that lists a user's groups.
        admin_groups: groups whose members see and change everything.
        hub_url: JupyterHub's API, such as ``https://hub.example/hub/api``: its tokens are exchanged for ours.
        hub_scopes: scopes of which a Hub's token must have one: a token made for something else opens nothing.
        token_seconds: life of a token that was exchanged.
        signing_keys: file of the keys that sign those; None: in threedkit's home.
        rate_limit: requests of one user, such as ``100/second; 3000/minute``; ``none``: no limit.
        quota_bytes: most bytes of assets that one user may own; None: no limit. So for the others.
        quota_assets: most assets.
        quota_jobs: most render jobs that are not finished.

    Example:
        >>> AuthSettings(rate_limit="10/second").audience
        'threedkit'
    """

    model_config = SettingsConfigDict(env_prefix="THREEDKIT_AUTH_", extra="forbid", frozen=True, env_ignore_empty=True)

    embedded: bool | None = None
    same_origin: bool = False
    jwks: str | None = None
    issuer: str | None = None
    audience: str = "threedkit"
    leeway: Annotated[int, Field(ge=0, le=600)] = 30
    groups_claim: str = "groups"
    admin_groups: _Words = ()
    hub_url: str | None = None
    hub_scopes: _Words = ("access:services", "access:services!service=threedkit")
    token_seconds: Annotated[int, Field(ge=30, le=86400)] = 600
    signing_keys: Path | None = None
    rate_limit: str = "6000/minute"
    quota_bytes: Annotated[int, Field(ge=0)] | None = None
    quota_assets: Annotated[int, Field(ge=0)] | None = None
    quota_jobs: Annotated[int, Field(ge=0)] | None = None

    @field_validator("admin_groups", "hub_scopes", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(dict.fromkeys(value.replace(",", " ").split())) if isinstance(value, str) else value

    @field_validator("rate_limit")
    @classmethod
    def _is_a_rate(cls, value: str) -> str:
        if value.strip().lower() in {"", "none"}:
            return ""
        parse_many(value)
        return value

    @model_validator(mode="after")
    def _names_its_issuer(self) -> AuthSettings:
        if self.jwks and not self.issuer:
            raise ValueError("jwks needs issuer: a key alone does not say whose tokens are meant")
        if self.issuer == ISSUER:
            raise ValueError(f"issuer {ISSUER} is the service's own; another one's tokens must name another")
        return self
