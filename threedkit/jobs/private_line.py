"""A key of their own for the processes of an embedded cluster: nobody else on the machine can speak to it.

A Dask scheduler runs what it is told by whoever connects, and the loopback address is open to every user of a machine.
So all of its lines are TLS, and both ends must show the certificate whose key only these processes have: it is made
anew with each cluster, and goes to the workers over a pipe. It is kept in memory; distributed hands it to OpenSSL in a
file of a private folder, which is gone at once.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

__all__ = ["make_keys", "security_of"]

_NAME: Final = "threedkit-embedded"
_LIFE: Final = dt.timedelta(days=3650)
_CLOCK: Final = dt.timedelta(days=2)
"""A clock that is set back must not end a cluster that runs."""


def make_keys() -> dict[str, str]:
    """Return a new self-signed certificate and its key, in PEM.

    Example:
        >>> sorted(make_keys())
        ['certificate', 'key']
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, _NAME)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK)
        .not_valid_after(now + _LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return {"certificate": certificate.public_bytes(serialization.Encoding.PEM).decode(), "key": private.decode()}


def security_of(keys: dict[str, str]) -> Any:
    """Return what `distributed` takes: encryption is required, and the certificate, of both ends.

    Args:
        keys: of `make_keys`.
    """
    from distributed.security import Security

    roles = ("client", "scheduler", "worker")
    certificates = {f"tls_{role}_cert": keys["certificate"] for role in roles}
    private = {f"tls_{role}_key": keys["key"] for role in roles}
    return Security(require_encryption=True, tls_ca_file=keys["certificate"], **certificates, **private)
