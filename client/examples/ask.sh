#!/bin/bash
# ask.sh HOST PORT QUERY: citations and snippets, over bash's own /dev/tcp; no other program is run
# but sed and grep.
# SPDX-License-Identifier: MIT
query=${3//[[:cntrl:]]/ } query=${query//\\/\\\\} query=${query//\"/\\\"}
exec 3<>"/dev/tcp/$1/$2" || exit 1
printf 'SEARCH "%s" LIMIT 3\n' "$query" >&3
IFS= read -r reply <&3 || { echo "no reply" >&2; exit 1; }

texts() { # the values of the member $1 in the JSON of standard input
    grep -oE "\"$1\":\"([^\"\\]|\\\\.)*\"" | while IFS= read -r member; do
        member=${member#*:\"} member=${member%\"}
        # %b knows the other escapes of JSON
        member=${member//\\\"/\"} member=${member//\\\//\/}
        printf %b "$member"
    done
}

if [[ $reply == '{"error":'* ]]; then
    echo "$(texts message <<<"$reply")" >&2
    exit 1
fi
sed 's/{"rank":/\n&/g' <<<"$reply" | sed 1d | while IFS= read -r hit; do
    snippet=${hit#*\"snippet\":[}
    printf '%s\n    %s\n' "$(texts citation <<<"$hit")" "$(texts text <<<"${snippet%%],\"*}")"
done
