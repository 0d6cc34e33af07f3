# Completion of tipsearch, tipindex and tipsearchd for fish: install as
# vendor_completions.d/tipsearch.fish. What a word can become, tipsearch itself says.
#
# SPDX-License-Identifier: MIT

function __tipsearch_complete
    set -l word (commandline -ct)
    set -l before (commandline -opc)[-1]
    switch $before
        case -i --index
            __fish_complete_directories $word
        case --token-file --ca-file -o --output --watch --batch --memo dossier
            __fish_complete_path $word
        case -s --server -n --limit --offset --timeout --open --get --similar --column
            return
        case --sort --color --cite --collapse --format --facets --counts
            tipsearch --complete "$before=$word" 2>/dev/null | string replace -- "$before=" ''
        case '*'
            tipsearch --complete "$word" 2>/dev/null
    end
end

function __tipsearch_options
    $argv --help 2>/dev/null | string match -ra -- '--[a-z][a-z-]+' | sort -u
end

function __tipsearch_commands
    tipindex --help 2>/dev/null | string replace -rf '^  ([a-z]+)  .*' '$1'
end

complete -c tipsearch -f -a '(__tipsearch_complete)'
complete -c tipindex -n 'test (count (commandline -opc)) -eq 1' -f -a '(__tipsearch_commands)'
complete -c tipindex -n 'string match -q -- "-*" (commandline -ct)' \
    -a '(__tipsearch_options tipindex (commandline -opc)[2])'
complete -c tipsearchd -n 'string match -q -- "-*" (commandline -ct)' \
    -a '(__tipsearch_options tipsearchd)'
