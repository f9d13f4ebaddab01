"""Dask Gateway for threedkit: users make clusters of their own and reach them through one address.

Started as ``dask-gateway-server --config dask_cluster/dask-gateway/dask_gateway_config.py``. Read from the environment:

    GATEWAY_ADDRESS      what to listen on [127.0.0.1:8000]; users reach API, schedulers and dashboards there
    GATEWAY_BACKEND      class that starts processes [dask_gateway_server.backends.local.UnsafeLocalBackend]; on
                         Kubernetes the chart of Dask Gateway sets its own, and takes `options` and `commands` from here
    GATEWAY_AUTH         class that knows users; none: JupyterHub's where JUPYTERHUB_API_TOKEN is set. Without either
                         the gateway refuses to listen anywhere but on the loopback address
    GATEWAY_MAX_WORKERS  most workers of one cluster [32]
"""

import ipaddress
import os
from typing import Any

from dask_gateway_server.options import Integer, Options, Select

c = get_config()  # noqa: F821 - given by traitlets, which executes this file


def is_loopback(host: str) -> bool:
    """Whether an address leads nowhere but to this machine; names other than localhost may lead anywhere."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


address = os.environ.get("GATEWAY_ADDRESS", "127.0.0.1:8000")
authenticator = os.environ.get("GATEWAY_AUTH", "")
if not authenticator and os.environ.get("JUPYTERHUB_API_TOKEN"):
    authenticator = "dask_gateway_server.auth.JupyterHubAuthenticator"
if not authenticator:
    if not is_loopback(address.rpartition(":")[0]):
        raise SystemExit(f"GATEWAY_ADDRESS={address}: set GATEWAY_AUTH, since anybody could run code on the workers")
    authenticator = "dask_gateway_server.auth.SimpleAuthenticator"

c.DaskGateway.backend_class = os.environ.get("GATEWAY_BACKEND", "dask_gateway_server.backends.local.UnsafeLocalBackend")
c.DaskGateway.authenticator_class = authenticator
c.Proxy.address = address

# One engine a worker, one thread a worker; pixels and scenes live in the engine process, outside Dask's accounting.
commands = {
    "scheduler": ["dask", "scheduler"],
    "worker": ["dask", "worker", "--nthreads=1", "--memory-limit=0", "--preload=threedkit.jobs.preload"],
}


def options_handler(options: Any, _user: Any) -> dict[str, Any]:
    """Turn what a user chose into settings of the cluster."""
    resources = {"ENGINE": 1} if options.device == "cpu" else {"ENGINE": 1, "GPU": 1}
    offered = " ".join(f"{name}={amount}" for name, amount in resources.items())
    return {
        "worker_cores": options.worker_cores,
        "worker_memory": f"{options.worker_memory}G",
        "worker_cmd": [*commands["worker"], f"--resources={offered}"],
        "environment": {"THREEDKIT_WARM": options.engine, "THREEDKIT_THREADS": str(options.worker_cores)},
    }


options = Options(
    Select("engine", ["filament", "mitsuba"], default="filament", label="Engine that is warm at once"),
    Select("device", ["cpu", "gpu"], default="cpu", label="Device"),
    Integer("worker_cores", default=1, min=1, max=64, label="Cores of a worker"),
    Integer("worker_memory", default=4, min=1, max=256, label="Memory of a worker (GB)"),
    handler=options_handler,
)

c.Backend.cluster_options = options
c.ClusterConfig.scheduler_cmd = commands["scheduler"]
c.ClusterConfig.worker_cmd = commands["worker"]
c.ClusterConfig.cluster_max_workers = int(os.environ.get("GATEWAY_MAX_WORKERS", "32"))
c.ClusterConfig.idle_timeout = 3600
