"""Signed URLs of S3: AWS Signature Version 4 in the query, for requests that obstore does not sign (parts, answers).

Source: AWS, "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)", Amazon S3 API reference.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Keys", "presign"]

_ALGORITHM: Final = "AWS4-HMAC-SHA256"
_BODY: Final = "UNSIGNED-PAYLOAD"


class Keys(NamedTuple):
    """Who signs.

    Attributes:
        access: public half of the key.
        secret: the other one.
        token: of a session; "" for none.
        region: of the bucket.
    """

    access: str
    secret: str
    token: str
    region: str


def presign(
    method: str,
    url: str,
    keys: Keys,
    seconds: int,
    *,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    now: dt.datetime | None = None,
) -> str:
    """Return a URL with which anybody may make one kind of request for a while.

    Args:
        method: GET, PUT, POST, DELETE.
        url: of the object, without a query.
        keys: who signs.
        seconds: how long it holds.
        query: what else the request says, e.g. ``{"partNumber": "3", "uploadId": "..."}``.
        headers: which the request must then send, lower case.
        now: UTC; None: the clock's.

    Example:
        >>> keys = Keys("key", "secret", "", "us-east-1")
        >>> presign("GET", "http://host/bucket/a b", keys, 60).startswith("http://host/bucket/a%20b?X-Amz-Algorithm=")
        True
    """
    moment = (dt.datetime.now(dt.UTC) if now is None else now).strftime("%Y%m%dT%H%M%SZ")
    parts = urlsplit(url)
    signed = {"host": parts.netloc, **(headers or {})}
    scope = f"{moment[:8]}/{keys.region}/s3/aws4_request"
    asked = {
        **(query or {}),
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Credential": f"{keys.access}/{scope}",
        "X-Amz-Date": moment,
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": ";".join(sorted(signed)),
        **({"X-Amz-Security-Token": keys.token} if keys.token else {}),
    }
    pairs = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in asked.items())
    text = "&".join(f"{name}={value}" for name, value in pairs)
    path = quote(parts.path, safe="/-_.~%")
    lines = [method, path, text, *(f"{name}:{signed[name].strip()}" for name in sorted(signed)), ""]
    canonical = "\n".join([*lines, asked["X-Amz-SignedHeaders"], _BODY])
    to_sign = "\n".join([_ALGORITHM, moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{keys.secret}".encode()
    for step in (moment[:8], keys.region, "s3", "aws4_request"):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{parts.scheme}://{parts.netloc}{path}?{text}&X-Amz-Signature={signature}"
