"""The document of the API holds together, whichever services a process answers for."""

from __future__ import annotations

import jsonschema
import pytest

from threedkit.service import Settings, create_app
from threedkit.service.app import SERVICES

TOKEN = "a-token-for-tests-0123456789"


@pytest.mark.parametrize("services", [",".join(SERVICES), "geometry", "scene", "render"])
def test_links_lead_to_what_is_there(tmp_path, services):
    places = {"database": f"sqlite:///{tmp_path}/records.db", "blobs": str(tmp_path / "blobs")}
    document = create_app(Settings(token=TOKEN, services=services, **places)).openapi()
    operations = {one["operationId"]: one for path in document["paths"].values() for one in path.values()}
    links = [
        link
        for one in operations.values()
        for answer in one["responses"].values()
        for link in answer.get("links", {}).values()
    ]
    assert links
    for link in links:
        target = operations[link["operationId"]]
        known = {parameter["name"] for parameter in target["parameters"]}
        assert set(link.get("parameters", ())) <= known
        assert "requestBody" not in link or "requestBody" in target


def test_its_schemas_are_schemas(app):
    schemas = app.http.get("/v1/openapi.json").json()["components"]["schemas"]
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    matrix = schemas["Placement"]["properties"]["matrix"]
    assert (matrix["items"], matrix["minItems"], matrix["maxItems"]) == ({"type": "number"}, 16, 16)
