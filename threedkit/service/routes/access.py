"""Who one is here; and JupyterHub's tokens for short ones of ours."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from threedkit.service.answers import answer, problems_shown, shown
from threedkit.service.auth import Authenticator, AuthError, Principal, principal
from threedkit.service.auth.credentials import bearer
from threedkit.service.context import Context
from threedkit.service.problems import ProblemError
from threedkit.store.quotas import Quota, Usage

__all__ = ["router"]

router = APIRouter(tags=["access"])


class Me(msgspec.Struct):
    """Who asks, and what they may and do own."""

    subject: str
    groups: list[str]
    scopes: list[str]
    admin: bool
    quota: Quota
    usage: Usage


class Token(msgspec.Struct):
    """A token of the service (RFC 6749, section 5.1)."""

    access_token: str
    expires_in: int
    token_type: str = "Bearer"  # noqa: S105 - the name of a scheme


@router.get(
    "/me",
    summary="Who you are here",
    response_model=None,
    responses={200: shown(Me), **problems_shown(p401="no credential, or one that is not good")},
)
async def me(who: Annotated[Principal, Depends(principal)], service: Context) -> Response:
    """Return your name, groups and scopes, your quota and what you own."""
    quota = await run_in_threadpool(service.quotas.get, who.subject)
    usage = await run_in_threadpool(service.quotas.usage, who.subject)
    return answer(Me(who.subject, sorted(who.groups), sorted(who.scopes), who.admin, quota, usage))


@router.post(
    "/token",
    summary="A JupyterHub token for one of ours",
    response_model=None,
    responses={
        200: shown(Token),
        **problems_shown(
            p401="JupyterHub does not know the token",
            p403="the token was made for something else",
            p404="this service knows no JupyterHub",
            p429="too many exchanges",
            p503="JupyterHub is out of reach",
        ),
    },
)
async def exchange_token(request: Request) -> Response:
    """Send the Hub's token as ``Authorization: Bearer``; ours is good for ten minutes."""
    authenticator: Authenticator = request.app.state.authenticator
    if authenticator.exchange is None:
        raise ProblemError(404, "not-found", "this service knows no JupyterHub (THREEDKIT_AUTH_HUB_URL)")
    try:
        address = request.client.host if request.client else ""
        made = await authenticator.exchange.exchange(bearer(request.headers.items()), address)
    except AuthError as error:
        raise error.as_http() from error
    return answer(Token(made, authenticator.exchange.seconds), headers={"Cache-Control": "no-store"})


@router.get(
    "/jwks.json",
    summary="The keys that verify our tokens",
    response_model=None,
    responses=problems_shown(p404="this service signs no tokens"),
)
async def jwks(request: Request) -> Response:
    """Return a JSON Web Key Set, for a gateway."""
    authenticator: Authenticator = request.app.state.authenticator
    if authenticator.exchange is None:
        raise ProblemError(404, "not-found", "this service signs no tokens (THREEDKIT_AUTH_HUB_URL)")
    try:
        keys = await run_in_threadpool(authenticator.exchange.public_keys)
    except AuthError as error:
        raise error.as_http() from error
    return answer(keys, headers={"Cache-Control": "public, max-age=60"})
