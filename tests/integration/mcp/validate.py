"""Holds replies of tipsearch --mcp against the shapes of the Model Context Protocol, and results of
tools against the schemas that tools/list gave, by python3-jsonschema.

validate.py REPLIES

REPLIES has a line of JSON for each reply: revision, method, params and reply. Shapes are closed: a
member that the revision does not have is a breach. Ends with 1 and says what is wrong.
"""

import json
import sys

from jsonschema import Draft202012Validator

REVISIONS = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"]
TOOLS = ["get_passage", "search_reports", "similar_passages"]
STATELESS = "2026-07-28"
TEXT, FLAG, OBJECT = {"type": "string"}, {"type": "boolean"}, {"type": "object"}


def shape(needed, optional=None):
    properties = {**needed, **(optional or {})}
    return {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }


def array(items, **more):
    return {"type": "array", "items": items, **more}


def since(revision, first, members):
    return members if revision >= first else {}


def implementation(revision):
    return shape({"name": TEXT, "version": TEXT}, since(revision, "2025-06-18", {"title": TEXT}))


CAPABILITIES = shape({"tools": shape({}), "resources": shape({})})


def tool(revision):
    annotations = {
        "readOnlyHint": {"const": True},
        "openWorldHint": {"const": False},
        "idempotentHint": {"const": True},
        "destructiveHint": {"const": False},
    }
    schema = {"type": "object", "required": ["type"], "properties": {"type": {"const": "object"}}}
    return shape(
        {
            "name": {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,128}$"},
            "description": TEXT,
            "inputSchema": schema,
            **since(revision, "2025-03-26", {"annotations": shape(annotations, {"title": TEXT})}),
            **since(revision, "2025-06-18", {"title": TEXT, "outputSchema": schema}),
        }
    )


def content(revision):
    text = shape({"type": {"const": "text"}, "text": TEXT})
    link = shape(
        {
            "type": {"const": "resource_link"},
            "uri": {"type": "string", "pattern": "^tipsearch://passage/[0-9a-f]{16}$"},
            "name": TEXT,
        },
        {
            "title": TEXT,
            "mimeType": TEXT,
            "annotations": shape({"audience": array({"enum": ["user", "assistant"]})}),
        },
    )
    return {"oneOf": [text, link] if revision >= "2025-06-18" else [text]}


def result_shapes(revision):
    meta = shape({"io.modelcontextprotocol/serverInfo": implementation(revision)})
    every = since(revision, STATELESS, {"resultType": {"const": "complete"}, "_meta": meta})
    cached = since(
        revision,
        STATELESS,
        {"ttlMs": {"type": "integer", "minimum": 0}, "cacheScope": {"enum": ["public", "private"]}},
    )
    template = shape(
        {"uriTemplate": TEXT, "name": TEXT, "description": TEXT, "mimeType": TEXT},
        since(revision, "2025-06-18", {"title": TEXT}),
    )
    read = array(shape({"uri": TEXT, "mimeType": TEXT, "text": TEXT}), minItems=1)
    shapes = {
        "tools/list": shape({**every, **cached, "tools": array(tool(revision))}),
        "tools/call": shape(
            {**every, "content": array(content(revision), minItems=1), "isError": FLAG},
            since(revision, "2025-06-18", {"structuredContent": OBJECT}),
        ),
        "resources/list": shape({**every, **cached, "resources": array(OBJECT)}),
        "resources/templates/list": shape({**every, **cached, "resourceTemplates": array(template)}),
        "resources/read": shape({**every, **cached, "contents": read}),
    }
    if revision == STATELESS:
        shapes["server/discover"] = shape(
            {
                **every,
                **cached,
                "supportedVersions": array(TEXT, contains={"const": STATELESS}),
                "capabilities": CAPABILITIES,
                "instructions": TEXT,
            }
        )
    else:
        shapes["ping"] = shape({})
        shapes["initialize"] = shape(
            {
                "protocolVersion": {"const": revision},
                "capabilities": CAPABILITIES,
                "serverInfo": implementation(revision),
                "instructions": TEXT,
            }
        )
    return shapes


ENVELOPES = [
    shape({"jsonrpc": {"const": "2.0"}, "id": {"type": ["string", "integer"]}, "result": OBJECT}),
    shape(
        {
            "jsonrpc": {"const": "2.0"},
            "id": {"type": ["string", "integer"]},
            "error": shape({"code": {"type": "integer"}, "message": TEXT}, {"data": OBJECT}),
        }
    ),
]

faults = []


def tell(where, schema, value):
    for error in Draft202012Validator(schema).iter_errors(value):
        place = "/".join(str(part) for part in error.absolute_path)
        faults.append(f"{where}: {place}: {error.message[:300]}")


def walk(node):
    """Every object of a document."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walk(child)


def check_tools(where, revision, tools, known):
    if sorted(entry["name"] for entry in tools) != TOOLS:
        faults.append(f"{where}: the tools are {[entry['name'] for entry in tools]}")
    for entry in tools:
        for key in ("inputSchema", "outputSchema"):
            if key in entry:
                Draft202012Validator.check_schema(entry[key])
                if entry[key].get("additionalProperties") is not False:
                    faults.append(f"{where}: {entry['name']}: {key} is open")
        lists = [node for node in walk(entry["inputSchema"]) if isinstance(node.get("type"), list)]
        if lists or set(entry["inputSchema"]) & {"oneOf", "anyOf", "allOf"}:
            faults.append(f"{where}: {entry['name']}: makers of models refuse this schema")
        known[revision, entry["name"]] = entry


def check_call(where, revision, params, result, known):
    entry = known[revision, params["name"]]
    errors = list(Draft202012Validator(entry["inputSchema"]).iter_errors(params.get("arguments", {})))
    if errors and not result["isError"]:
        faults.append(f"{where}: arguments that breach their schema were taken: {errors[0].message}")
    if result["isError"] or revision < "2025-06-18":
        return
    if "structuredContent" not in result:
        faults.append(f"{where}: structuredContent is missing")
        return
    tell(f"{where} structured", entry["outputSchema"], result["structuredContent"])
    found = result["structuredContent"]
    for passage in found.get("passages", []) + ([found["passage"]] if "passage" in found else []):
        for text in (passage["id"], passage["citation"], passage["text"].splitlines()[0]):
            if text not in result["content"][0]["text"]:
                faults.append(f"{where}: the text lacks {text[:60]}")


def check_reply(kept, known, answered):
    revision, method, params, reply = (kept[k] for k in ("revision", "method", "params", "reply"))
    where = f"{revision} {method} {json.dumps(params)[:120]}"
    tell(where, {"oneOf": ENVELOPES}, reply)
    shapes = result_shapes(revision)
    if "result" not in reply:
        return
    if method not in shapes:
        faults.append(f"{where}: the revision has no such method")
        return
    before = len(faults)
    tell(where, shapes[method], reply["result"])
    if len(faults) > before:
        return
    if method == "tools/list":
        check_tools(where, revision, reply["result"]["tools"], known)
    if method == "tools/call":
        check_call(where, revision, params, reply["result"], known)
        if not reply["result"]["isError"]:
            answered.add((revision, params["name"]))
    answered.add((revision, method))


def main(replies):
    known, answered, count = {}, set(), 0
    with open(replies, encoding="utf-8") as file:
        for line in file:
            check_reply(json.loads(line), known, answered)
            count += 1
    for revision in REVISIONS:
        for name in [*result_shapes(revision), *TOOLS]:
            if (revision, name) not in answered:
                faults.append(f"{revision} {name}: no success was among the replies")
    for text in faults:
        print(text)
    print(f"{count} replies, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
