#!/usr/bin/env python3
# ask.py SOCKET QUERY: citations and snippets, over the server's Unix socket.
# SPDX-License-Identifier: MIT
import json, socket, sys

with socket.socket(socket.AF_UNIX) as server:
    server.connect(sys.argv[1])
    request = {"cmd": "search", "query": sys.argv[2], "limit": 3}
    server.sendall(json.dumps(request).encode() + b"\n")
    reply = json.loads(server.makefile("rb").readline())
if "error" in reply:
    sys.exit(reply["error"]["message"])
for hit in reply["hits"]:
    print(hit["citation"], "    " + "".join(piece["text"] for piece in hit["snippet"]), sep="\n")
