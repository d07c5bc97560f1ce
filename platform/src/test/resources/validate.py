"""Validates YAML files against JSON schemas: validate.py kubernetes|compose SCHEMA FILE...

Prints a line for each complaint, and for kubernetes each data of a ConfigMap behind a line "--- NAME". The exit status is 1 if there is a complaint."""
import json
import sys

import jsonschema
import yaml

GROUPS = {
    "v1": "io.k8s.api.core.v1.",
    "apps/v1": "io.k8s.api.apps.v1.",
    "policy/v1": "io.k8s.api.policy.v1.",
    "networking.k8s.io/v1": "io.k8s.api.networking.v1.",
    "rbac.authorization.k8s.io/v1": "io.k8s.api.rbac.v1.",
}


def complaints(schema, document):
    for error in jsonschema.Draft7Validator(schema).iter_errors(document):
        yield "/".join(map(str, error.absolute_path)) + ": " + error.message[:300]


def schema_of(kind, schema, document):
    if kind == "compose":
        return schema
    name = GROUPS.get(document.get("apiVersion"), "unknown.") + str(document.get("kind"))
    if name not in schema["definitions"]:
        raise SystemExit("no schema for " + name)
    return {"$ref": "#/definitions/" + name, "definitions": schema["definitions"]}


def main(kind, schema_file, *files):
    with open(schema_file, encoding="utf-8") as stream:
        schema = json.load(stream)
    found = False
    for file in files:
        with open(file, encoding="utf-8") as stream:
            for document in yaml.safe_load_all(stream):
                for complaint in complaints(schema_of(kind, schema, document), document):
                    print(file.rsplit("/", 1)[-1] + ": " + complaint)
                    found = True
                if kind == "kubernetes" and document["kind"] == "ConfigMap":
                    for name, text in document["data"].items():
                        print("--- " + name + "\n" + text)
    return found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
