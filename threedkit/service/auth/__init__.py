"""Who may do what: credentials become a `Principal`, and routes ask for one."""

from threedkit.service.auth.authenticator import Authenticator, Verifier
from threedkit.service.auth.building import build_authenticator, signing_keys
from threedkit.service.auth.dependencies import principal, require_scope
from threedkit.service.auth.embedded import EmbeddedToken, check_binding, is_loopback, new_token
from threedkit.service.auth.failures import (
    AuthError,
    ForbiddenError,
    RateLimitedError,
    UnauthenticatedError,
    UnavailableError,
)
from threedkit.service.auth.principal import Principal
from threedkit.service.auth.settings import AuthSettings

__all__ = [
    "AuthError",
    "AuthSettings",
    "Authenticator",
    "EmbeddedToken",
    "ForbiddenError",
    "Principal",
    "RateLimitedError",
    "UnauthenticatedError",
    "UnavailableError",
    "Verifier",
    "build_authenticator",
    "check_binding",
    "is_loopback",
    "new_token",
    "principal",
    "require_scope",
    "signing_keys",
]
