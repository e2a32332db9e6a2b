#!/bin/bash
# Adds up the figures of a run of make torture: lines of row, figure, sum or max, and count.
set -euo pipefail
awk -F '\t' '
    function grouped(number,  text) {
        text = sprintf("%d", number)
        while (match(text, /^[0-9]+[0-9][0-9][0-9]($|,)/)) {
            sub(/[0-9][0-9][0-9]($|,)/, ",&", text)
            if (text ~ /^,/) text = substr(text, 2)
        }
        return text
    }
    {
        key = $1 "\t" $2
        if (!(key in value)) order[++count] = key
        if ($3 == "max") { if ($4 > value[key]) value[key] = $4 } else value[key] += $4
    }
    END {
        print "| Tried | What | Count |"
        print "| --- | --- | ---: |"
        for (i = 1; i <= count; i++) {
            split(order[i], part, "\t")
            printf "| %s | %s | %s |\n", part[1], part[2], grouped(value[order[i]])
        }
    }' <(sort -s -t $'\t' -k1,1 "$1")
