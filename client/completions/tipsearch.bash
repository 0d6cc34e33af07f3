# Completion of tipsearch, tipindex and tipsearchd for bash: install as completions/tipsearch with
# links from tipindex and tipsearchd, or source it. What a word can become, tipsearch itself says.
#
# SPDX-License-Identifier: MIT

# Sets `word`, what is typed up to the cursor since the last blank, and `kept`, the part of it that
# readline takes for words of their own as colons and equal signs part them.
_tipsearch_word() {
    local line=${COMP_LINE:0:COMP_POINT}
    word=${line##*[[:blank:]]}
    kept=
    case $word in
    *[:=]*) [[ $COMP_WORDBREAKS == *:* ]] && kept=${word%"${word##*[:=]}"} ;;
    esac
}

# Fills COMPREPLY with the lines of standard input.
_tipsearch_offer() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        printf -v line %q "${line#"$kept"}"
        COMPREPLY+=("${line//'\,'/,}")
    done
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[:=] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

_tipsearch_folders() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -d -- "$word")
}

_tipsearch_files() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
}

_tipsearch() {
    local word kept line=${COMP_LINE:0:COMP_POINT} before target=() words i
    _tipsearch_word
    read -ra words <<<"${line%"$word"}"
    before=${words[-1]}
    case $before in
    -i | --index) _tipsearch_folders; return ;;
    --token-file | --ca-file | -o | --output | --watch | --batch | --memo | dossier) _tipsearch_files; return ;;
    -s | --server | -n | --limit | --offset | --timeout | --open | --get | --similar | --column) COMPREPLY=(); return ;;
    --sort | --color | --cite | --collapse | --format | --facets | --counts)
        kept="$before=$kept"
        _tipsearch_offer < <("$1" --complete "$before=$word" 2>/dev/null)
        return ;;
    esac
    for ((i = 1; i + 1 < ${#words[@]}; i++)); do # whose server is asked, where one runs
        case ${words[i]} in
        -i | --index | -s | --server | --token-file | --ca-file) target+=("${words[i]}" "${words[i + 1]}") ;;
        esac
    done
    _tipsearch_offer < <("$1" "${target[@]}" --complete "$word" 2>/dev/null)
}

# The options that a program's help names, with those of its command where it has one.
_tipsearch_options() {
    COMPREPLY=()
    mapfile -t COMPREPLY < <(compgen -W "$("$@" --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]+' |
        sort -u)" -- "$word")
}

_tipindex() {
    local word kept
    _tipsearch_word
    if [[ $COMP_CWORD -eq 1 ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$("$1" --help 2>/dev/null |
            sed -n 's/^  \([a-z]*\)  .*/\1/p') --help --version" -- "$word")
    elif [[ $word == -* ]]; then
        _tipsearch_options "$1" "${COMP_WORDS[1]}"
    elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == -i || ${COMP_WORDS[COMP_CWORD - 1]} == --index ]]; then
        _tipsearch_folders
    else
        _tipsearch_files
    fi
}

_tipsearchd() {
    local word kept
    _tipsearch_word
    case ${COMP_WORDS[COMP_CWORD - 1]} in
    -i | --index | -k | --knowledge) _tipsearch_folders; return ;;
    -c | --config) _tipsearch_files; return ;;
    esac
    _tipsearch_options "$1"
}

complete -F _tipsearch tipsearch
complete -F _tipindex tipindex
complete -F _tipsearchd tipsearchd
