"""The manifests are what Kubernetes and Dask's operator accept, and their commands start a cluster."""

from __future__ import annotations

import json
import socket
import urllib.request
from importlib import resources

import jsonschema
import kubernetes_validate
import pytest
import yaml
from distributed import Client

FILES = ("cpu.yaml", "gpu.yaml", "namespace.yaml", "network.yaml")
KUBERNETES = "1.33"


def closed(schema):
    """A schema in which fields that it does not name are errors, as `kubectl apply --validate=strict` has them."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and not schema.get("x-kubernetes-preserve-unknown-fields"):
        made.setdefault("additionalProperties", False)
    return made


@pytest.fixture(scope="module")
def operator():
    """Kind -> schema of the operator's resources, as published with dask-kubernetes."""
    folder = (
        resources.files("dask_kubernetes") / "operator" / "deployment" / "helm" / "dask-kubernetes-operator" / "crds"
    )
    found = {}
    for file in folder.iterdir():
        for definition in yaml.load_all(file.read_text("utf-8"), yaml.CSafeLoader):
            schema = definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
            # These two are described for all kinds by Kubernetes itself.
            schema["properties"] |= {"apiVersion": {"type": "string"}, "kind": {"type": "string"}}
            schema["properties"]["metadata"] = {
                "properties": {"name": {"type": "string"}, "namespace": {"type": "string"}}
            }
            found[definition["spec"]["names"]["kind"]] = closed(schema)
    return found


@pytest.fixture
def documents(definitions):
    def read(file):
        return list(yaml.safe_load_all((definitions / "kubernetes" / file).read_text("utf-8")))

    return read


def pods(cluster):
    return {kind: cluster["spec"][kind]["spec"] for kind in ("worker", "scheduler")}


@pytest.mark.parametrize("file", FILES)
def test_manifests_fit_the_published_schemas(file, documents, operator):
    for document in documents(file):
        if document["kind"] in operator:
            jsonschema.validate(document, operator[document["kind"]])
        else:
            kubernetes_validate.validate(document, KUBERNETES, strict=True)
        if document["kind"] == "DaskCluster":
            for name, spec in pods(document).items():
                pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": spec}
                kubernetes_validate.validate(pod, KUBERNETES, strict=True)


def test_the_check_finds_a_slip(documents, operator):
    cluster = documents("gpu.yaml")[0]
    cluster["spec"]["worker"]["replica"] = 3
    with pytest.raises(jsonschema.ValidationError, match="replica"):
        jsonschema.validate(cluster, operator["DaskCluster"])
    cluster = documents("gpu.yaml")[0]
    container = pods(cluster)["worker"]["containers"][0]
    container["volumeMount"] = container.pop("volumeMounts")
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": pods(cluster)["worker"]}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(pod, KUBERNETES, strict=True)


@pytest.mark.parametrize("file", ["cpu.yaml", "gpu.yaml"])
def test_names_fit_each_other(file, documents):
    cluster, scaler = documents(file)
    (namespace,) = documents("namespace.yaml")
    (network,) = documents("network.yaml")
    places = {each["metadata"]["namespace"] for each in (cluster, scaler, network)}
    assert places == {namespace["metadata"]["name"]}
    name = cluster["metadata"]["name"]
    assert scaler["spec"]["cluster"] == name
    service = cluster["spec"]["scheduler"]["service"]
    assert service["selector"]["dask.org/cluster-name"] == name
    ports = {port["name"] for port in pods(cluster)["scheduler"]["containers"][0]["ports"]}
    assert {port["targetPort"] for port in service["ports"]} == ports == {"tcp-comm", "http-dashboard"}
    images = {pod["containers"][0]["image"] for pod in pods(cluster).values()}
    assert len(images) == 1


def test_pods_keep_the_restricted_standard(documents):
    """What the namespace enforces: https://kubernetes.io/docs/concepts/security/pod-security-standards/."""
    for file in ("cpu.yaml", "gpu.yaml"):
        for pod in pods(documents(file)[0]).values():
            assert pod["securityContext"]["runAsNonRoot"] is True
            assert pod["securityContext"]["seccompProfile"]["type"] == "RuntimeDefault"
            for container in pod["containers"]:
                context = container["securityContext"]
                assert context["allowPrivilegeEscalation"] is False
                assert context["capabilities"]["drop"] == ["ALL"]


def test_a_gpu_is_asked_for_where_it_is_offered(documents):
    container = pods(documents("gpu.yaml")[0])["worker"]["containers"][0]
    assert container["resources"]["limits"]["nvidia.com/gpu"] == "1"
    assert "--resources=ENGINE=1 GPU=1" in container["args"]
    container = pods(documents("cpu.yaml")[0])["worker"]["containers"][0]
    assert "nvidia.com/gpu" not in container["resources"]["limits"]
    assert "--resources=ENGINE=1" in container["args"]


def variables(container):
    return {each["name"]: each["value"] for each in container.get("env", ())}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.mark.cluster
def test_the_commands_of_the_pods_start_a_cluster(documents, program, line_with, tmp_path):
    """The containers' own arguments and variables, on loopback ports; the operator's part of the variables added."""
    parts = {kind: pod["containers"][0] for kind, pod in pods(documents("gpu.yaml")[0]).items()}
    http = free_port()
    scheduler = program(
        *parts["scheduler"]["args"], "--host=127.0.0.1", "--port=0", f"--dashboard-address=127.0.0.1:{http}",
        **variables(parts["scheduler"]),
    )  # fmt: skip
    address = line_with(scheduler, "Scheduler at:").rpartition(" ")[2]
    told = {"DASK_WORKER_NAME": "render-gpu-worker-1", "DASK_SCHEDULER_ADDRESS": address}
    arguments = [
        text.replace("$(DASK_WORKER_NAME)", told["DASK_WORKER_NAME"]).replace("=/scratch", f"={tmp_path}")
        for text in parts["worker"]["args"]
    ]
    variable = variables(parts["worker"]) | {"THREEDKIT_WARM": "null"}
    program(*arguments, "--host=127.0.0.1", **told, **variable)
    with Client(address, timeout="30s") as client:
        client.wait_for_workers(1, timeout=60)
        (worker,) = client.scheduler_info(n_workers=-1)["workers"].values()
        assert worker["name"] == told["DASK_WORKER_NAME"]
        assert worker["nthreads"] == 1
        assert worker["resources"] == {"ENGINE": 1.0, "GPU": 1.0}
    probe = parts["scheduler"]["livenessProbe"]["httpGet"]["path"]
    with urllib.request.urlopen(f"http://127.0.0.1:{http}{probe}", timeout=10) as answer:
        assert answer.status == 200
    with urllib.request.urlopen(f"http://127.0.0.1:{http}/api/v1/adaptive_target", timeout=10) as answer:
        assert json.load(answer)["workers"] >= 0
