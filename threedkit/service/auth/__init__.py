"""Who may do what: credentials become a `Principal`, and routes ask for one."""

from threedkit.service.auth.authenticator import Authenticator, Verifier
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

__all__ = [
    "AuthError",
    "Authenticator",
    "EmbeddedToken",
    "ForbiddenError",
    "Principal",
    "RateLimitedError",
    "UnauthenticatedError",
    "UnavailableError",
    "Verifier",
    "check_binding",
    "is_loopback",
    "new_token",
    "principal",
    "require_scope",
]
