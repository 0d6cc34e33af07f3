#!/usr/bin/env node
// ask.js SOCKET QUERY: citations and snippets, over the server's Unix socket.
// SPDX-License-Identifier: MIT
const [, , path, query] = process.argv;
const server = require('net').connect(path);

server.write(JSON.stringify({ cmd: 'search', query, limit: 3 }) + '\n');
require('readline').createInterface({ input: server }).once('line', (line) => {
    const reply = JSON.parse(line);
    server.end();
    if (reply.error) {
        console.error(reply.error.message);
        process.exitCode = 1;
        return;
    }
    for (const { citation, snippet } of reply.hits)
        console.log(`${citation}\n    ${snippet.map((piece) => piece.text).join('')}`);
});
