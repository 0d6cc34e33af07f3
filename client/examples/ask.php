<?php
// ask.php ADDRESS QUERY: citations and snippets, from unix:///run/tipsearch.sock, tcp://HOST:PORT
// or tls://HOST:PORT.
// SPDX-License-Identifier: MIT
[, $address, $query] = $argv;
$server = stream_socket_client($address) ?: exit(1);
$request = ['cmd' => 'search', 'query' => $query, 'limit' => 3];
fwrite($server, json_encode($request, JSON_THROW_ON_ERROR) . "\n");
$reply = json_decode(fgets($server), true, 512, JSON_THROW_ON_ERROR);
if (isset($reply['error'])) {
    fwrite(STDERR, $reply['error']['message'] . "\n");
    exit(1);
}
foreach ($reply['hits'] as $hit) {
    echo $hit['citation'], "\n    ", implode(array_column($hit['snippet'], 'text')), "\n";
}
