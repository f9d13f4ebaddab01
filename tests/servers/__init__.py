"""Real servers for the tests, on loopback: databases, brokers, S3, Envoy, Prometheus, a proxy that can break down."""

from __future__ import annotations

from .loopback import free_port, listens, wait_for
from .observers import Envoy, Prometheus
from .postgres import Postgres
from .proxy import Proxy
from .rabbitmq import RabbitMQ
from .s3 import S3

__all__ = ["S3", "Envoy", "Postgres", "Prometheus", "Proxy", "RabbitMQ", "free_port", "listens", "wait_for"]
