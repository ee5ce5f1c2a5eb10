#!/usr/bin/env python3
"""Records from a real API server what the sandbox has to know of the built-in kinds.

Usage: record.py KUBECONFIG    (run from the folder `sandbox`, with kubectl on the path)

Written to src/main/resources/io/keelstream/sandbox/recorded/:
  catalog.json      groups, versions, resources and subresources, from aggregated discovery
  definitions.json  the schemas of these kinds, from OpenAPI v3, without descriptions
  columns.json      the columns of each resource's table, without descriptions
Only facts are kept (names, types, list keys), no prose. Run it again to follow another Kubernetes version.
"""

import json
import re
import subprocess
import sys

GROUPS = ["", "apps", "events.k8s.io", "autoscaling", "batch", "networking.k8s.io", "policy",
          "rbac.authorization.k8s.io", "storage.k8s.io", "admissionregistration.k8s.io", "apiextensions.k8s.io",
          "scheduling.k8s.io", "coordination.k8s.io", "node.k8s.io", "discovery.k8s.io", "apiregistration.k8s.io"]
NOT_SERVED = {"bindings", "componentstatuses", "volumeattributesclasses", "ipaddresses", "servicecidrs",
              "mutatingadmissionpolicies", "mutatingadmissionpolicybindings"}
SUBRESOURCES = {"status", "scale", "log", "eviction", "finalize"}
TARGET = "src/main/resources/io/keelstream/sandbox/recorded/"


def read(path, accept="application/json"):
    server = subprocess.run(["kubectl", "config", "view", "--raw", "-o", "json"], capture_output=True, check=True)
    config = json.loads(server.stdout)
    url = config["clusters"][0]["cluster"]["server"] + path
    token = config["users"][0]["user"]["token"]
    answer = subprocess.run(["curl", "-skf", "-H", "Authorization: Bearer " + token, "-H", "Accept: " + accept, url],
                            capture_output=True, check=True)
    return json.loads(answer.stdout)


def without_descriptions(value, names=False):
    if isinstance(value, dict):
        return {key: without_descriptions(child, key == "properties" and not names)
                for key, child in value.items() if names or key != "description"}
    if isinstance(value, list):
        return [without_descriptions(child) for child in value]
    return value


def catalog():
    form = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
    found = {item["metadata"].get("name", ""): item
             for path in ("/api", "/apis") for item in read(path, form)["items"]}
    result = []
    for group in GROUPS:
        versions = []
        for version in found[group]["versions"]:
            resources = []
            for r in version["resources"]:
                if r["resource"] in NOT_SERVED:
                    continue
                entry = {"plural": r["resource"], "singular": r["singularResource"], "kind": r["responseKind"]["kind"],
                         "namespaced": r["scope"] == "Namespaced", "verbs": r["verbs"],
                         "shortNames": r.get("shortNames", []), "categories": r.get("categories", []),
                         "subresources": [{"name": s["subresource"], "group": s["responseKind"]["group"],
                                           "version": s["responseKind"]["version"], "kind": s["responseKind"]["kind"],
                                           "verbs": s["verbs"]}
                                          for s in r.get("subresources", []) if s["subresource"] in SUBRESOURCES]}
                resources.append({key: value for key, value in entry.items() if value != []})
            versions.append({"version": version["version"], "resources": resources})
        result.append({"group": group, "versions": versions})
    return result


def definitions(groups):
    every = {}
    roots = ["io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions", "io.k8s.apimachinery.pkg.apis.meta.v1.Status",
             "io.k8s.apimachinery.pkg.apis.meta.v1.Patch", "io.k8s.api.autoscaling.v1.Scale"]
    for entry in groups:
        for version in entry["versions"]:
            path = "api/v1" if entry["group"] == "" else "apis/" + entry["group"] + "/" + version["version"]
            schemas = read("/openapi/v3/" + path)["components"]["schemas"]
            every.update(schemas)
            kinds = {r["kind"] for r in version["resources"]}
            for name, schema in schemas.items():
                for kind in schema.get("x-kubernetes-group-version-kind", []):
                    if kind["group"] == entry["group"] and kind["version"] == version["version"] and (
                            kind["kind"] in kinds or kind["kind"].removesuffix("List") in kinds):
                        roots.append(name)
    kept = {}
    while roots:
        name = roots.pop()
        if name not in kept:
            kept[name] = without_descriptions(every[name])
            roots += re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(kept[name]))
    return {name: kept[name] for name in sorted(kept)}


def columns(groups):
    result = {}
    for entry in groups:
        version = entry["versions"][0]["version"]
        path = "/api/v1/" if entry["group"] == "" else "/apis/" + entry["group"] + "/" + version + "/"
        for r in entry["versions"][0]["resources"]:
            table = read(path + r["plural"], "application/json;as=Table;v=v1;g=meta.k8s.io")
            key = r["plural"] + ("." + entry["group"] if entry["group"] else "")
            result[key] = [[c["name"], c["type"], c["format"], c["priority"]] for c in table["columnDefinitions"]]
    return result


def write(name, value):
    with open(TARGET + name, "w", encoding="utf-8") as file:
        if isinstance(value, dict):
            lines = [json.dumps(k) + ":" + json.dumps(v, separators=(",", ":")) for k, v in value.items()]
            file.write("{\n" + ",\n".join(lines) + "\n}\n")
        else:
            file.write("[\n" + ",\n".join(json.dumps(v, separators=(",", ":")) for v in value) + "\n]\n")


if __name__ == "__main__":
    import os
    os.environ["KUBECONFIG"] = sys.argv[1]
    os.makedirs(TARGET, exist_ok=True)
    recorded = catalog()
    write("catalog.json", recorded)
    write("definitions.json", definitions(recorded))
    write("columns.json", columns(recorded))
