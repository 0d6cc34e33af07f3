"""Holds the description of HTTP, and replies, against JSON Schema 2020-12, by python3-jsonschema.

validate.py DESCRIPTION REPLIES

DESCRIPTION is /openapi.json. REPLIES has a line of JSON for each reply: method, path, status, type
and body. Schemas are closed for it: a member that no schema has is a breach, although clients are
to pass over such. Ends with 1 and says what is wrong.
"""

import json
import re
import sys
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
from jsonschema import Draft202012Validator, RefResolver  # noqa: E402

# What OpenAPI 3.1 asks of a document of this kind (its sections 4.8.1 to 4.8.27).
DOCUMENT = {
    "type": "object",
    "required": ["openapi", "info", "paths", "components"],
    "properties": {
        "openapi": {"pattern": r"^3\.1\.\d+$"},
        "info": {"type": "object", "required": ["title", "version"]},
        "servers": {"items": {"type": "object", "required": ["url"]}},
        "paths": {
            "patternProperties": {"^/": {"$ref": "#/$defs/path"}},
            "additionalProperties": False,
        },
        "components": {
            "properties": {
                "schemas": {"type": "object"},
                "responses": {"additionalProperties": {"$ref": "#/$defs/response"}},
                "securitySchemes": {
                    "additionalProperties": {"type": "object", "required": ["type"]}
                },
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
    "$defs": {
        "path": {
            "type": "object",
            "properties": {m: {"$ref": "#/$defs/operation"} for m in ("get", "post")},
            "additionalProperties": False,
        },
        "operation": {
            "type": "object",
            "required": ["operationId", "summary", "responses"],
            "properties": {
                "operationId": {"pattern": "^[A-Za-z]+$"},
                "summary": {"type": "string"},
                "parameters": {"items": {"$ref": "#/$defs/parameter"}},
                "requestBody": {
                    "required": ["content"],
                    "properties": {
                        "required": {"const": True},
                        "content": {"$ref": "#/$defs/content"},
                    },
                    "additionalProperties": False,
                },
                "security": {"type": "array", "items": {"type": "object"}},
                "responses": {
                    "minProperties": 1,
                    "patternProperties": {"^[1-5][0-9][0-9]$": {"$ref": "#/$defs/response"}},
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
        },
        "parameter": {
            "required": ["name", "in", "schema"],
            "properties": {
                "in": {"enum": ["query", "path"]},
                "name": {"type": "string"},
                "description": {"type": "string"},
                "required": {"type": "boolean"},
                "style": {"const": "form"},
                "explode": {"type": "boolean"},
                "schema": {"type": "object"},
            },
            "additionalProperties": False,
            "if": {"properties": {"in": {"const": "path"}}},
            "then": {"required": ["required"], "properties": {"required": {"const": True}}},
        },
        "content": {"additionalProperties": {"type": "object", "required": ["schema"]}},
        "response": {
            "if": {"required": ["$ref"]},
            "then": {"maxProperties": 1},
            "else": {
                "required": ["description"],
                "properties": {
                    "description": {"type": "string"},
                    "headers": {"additionalProperties": {"required": ["schema"]}},
                    "content": {"$ref": "#/$defs/content"},
                },
                "additionalProperties": False,
            },
        },
    },
}

faults = []


def fault(text):
    faults.append(text)


def tell(where, errors):
    for error in errors:
        place = "/".join(str(part) for part in error.absolute_path)
        fault(f"{where}: {place}: {error.message[:300]}")


def walk(node):
    """Every object of a document."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walk(child)


def resolve(document, node):
    while "$ref" in node:
        target = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def check_references(document):
    for node in walk(document):
        if isinstance(node.get("$ref"), str):
            try:
                resolve(document, node)
            except KeyError:
                fault(f"{node['$ref']} leads nowhere")


def check_operations(document):
    names = set()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if operation["operationId"] in names:
                fault(f"{operation['operationId']} is there twice")
            names.add(operation["operationId"])
            asked = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"}
            if asked != set(re.findall(r"{(\w+)}", path)):
                fault(f"{method} {path}: its parts and its parameters differ")
            for parameter in operation.get("parameters", ()):
                Draft202012Validator.check_schema(parameter["schema"])


def close(document):
    for node in walk(document["components"]["schemas"]):
        if node.get("type") == "object" and "properties" in node:
            node.setdefault("additionalProperties", False)


def find_operation(document, method, path):
    for template, item in document["paths"].items():
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path) and method in item:
            return template, item[method]
    return None, None


def check_reply(document, resolver, reply, seen):
    method = "get" if reply["method"] == "HEAD" else reply["method"].lower()
    template, operation = find_operation(document, method, reply["path"].partition("?")[0])
    where = f"{reply['method']} {reply['path'][:60]} {reply['status']}"
    if operation is None:
        response = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    elif str(reply["status"]) in operation["responses"]:
        response = resolve(document, operation["responses"][str(reply["status"])])
        seen.add((method, template, reply["status"]))
    else:
        fault(f"{where}: the status is not described")
        return
    content = response.get("content", {})
    if reply["type"] is None or reply["method"] == "HEAD":
        return
    kind = reply["type"].partition(";")[0]
    if kind not in content:
        fault(f"{where}: the type {kind} is not described")
    elif kind == "application/json":
        validator = Draft202012Validator(content[kind]["schema"], resolver=resolver)
        tell(where, validator.iter_errors(json.loads(reply["body"])))


def main(description, replies):
    with open(description, encoding="utf-8") as file:
        document = json.load(file)
    tell("description", Draft202012Validator(DOCUMENT).iter_errors(document))
    check_references(document)
    check_operations(document)
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    close(document)
    resolver = RefResolver.from_schema(document)
    seen, count = set(), 0
    with open(replies, encoding="utf-8") as file:
        for line in file:
            check_reply(document, resolver, json.loads(line), seen)
            count += 1
    for path, item in document["paths"].items():
        for method in item:
            if (method, path, 200) not in seen:
                fault(f"{method} {path}: no success was among the replies")
    for text in faults:
        print(text)
    print(f"{count} replies, {len(seen)} of operation and status, {len(faults)} faults")
    return 1 if faults or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
