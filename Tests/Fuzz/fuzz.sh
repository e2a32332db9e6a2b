#!/bin/bash
# Feeds the targets of Tests/Fuzz with what libFuzzer makes of their seeds, under the address sanitizer.
#
#   Tests/Fuzz/fuzz.sh SECONDS [TARGET...]     each target for so long, all of them without names
#   Tests/Fuzz/fuzz.sh --build                 builds them and does nothing else
#   Tests/Fuzz/fuzz.sh --list                  builds them and prints their names
#
# JOBS=2 targets run at a time. SEED=N begins the random numbers with N; without it each run has its
# own. What is found ends the script with 1 and stands in .build/fuzz-findings; what widened the
# coverage stands in .build/fuzz-corpus, and is gone on with the next time.
# The file that MUSTER_TORTURE_FIGURES names gets a line for each target.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=${1:?usage: Tests/Fuzz/fuzz.sh SECONDS [TARGET...] | --build | --list}
shift
jobs=${JOBS:-2}
scratch=.build/fuzz
corpus=.build/fuzz-corpus
findings=.build/fuzz-findings
export SWIFT_BACKTRACE=enable=no

[ "$seconds" = --list ] || echo 'Building the fuzz targets'
# CONFIGURATION=debug builds in a fraction of the time, and tries a tenth as much.
configuration=${CONFIGURATION:-release}
MUSTER_FUZZ=1 swift build -c $configuration --scratch-path $scratch --product muster-fuzz 2>&1 \
    | sed -e '/Cannot export local symbol/d' | grep -E 'error|Compiling|Build' | tail -1 >&2
[ "$seconds" != --build ] || exit 0
fuzzer=$scratch/$configuration/muster-fuzz
# Asked for one that it does not have, it names all and ends with 64.
known=$(MUSTER_FUZZ_TARGET=list $fuzzer 2>&1 || true)
targets=${*:-$(sed -n 's/^MUSTER_FUZZ_TARGET is one of: //p' <<<"$known")}
[ -n "$targets" ] || { echo 'no target is known' >&2; exit 70; }
if [ "$seconds" = --list ]; then
    printf '%s\n' $targets
    exit
fi
if [ -d ../shared/corpus ]; then
    echo "Public corpora: $(find ../shared/corpus -type f | wc -l) files"
else
    echo 'Public corpora: none, ../shared/corpus is not there'
fi

# Runs one target and prints its line; the log stays if something was found.
run() {
    local target=$1 log=$corpus/$1.log seeds=$corpus/$1.seeds dictionary=Tests/Fuzz/Dictionaries/$1.dict
    local found=$findings/$target status=0
    export MUSTER_FUZZ_TARGET=$target
    mkdir -p "$corpus/$target" "$found"
    rm -rf "$seeds"
    local said longest
    said=$(ASAN_OPTIONS=detect_leaks=0 MUSTER_FUZZ_SEEDS=$seeds $fuzzer)
    longest=${said##*longest }
    # Names of functions are looked up when an input is run again: for so large a program it takes minutes.
    # Memory that Swift keeps for types it has once seen is no leak, and one input has no more of it
    # than another: what grows without end meets the limit of memory.
    ASAN_OPTIONS=detect_leaks=0:symbolize=0:allocator_may_return_null=1:detect_stack_use_after_return=0 \
        $fuzzer -max_total_time="$seconds" -max_len="${longest% bytes}" -timeout=30 -seed="${SEED:-0}" \
        -rss_limit_mb=2048 -malloc_limit_mb=1024 -use_value_profile=0 -print_final_stats=1 \
        -artifact_prefix="$found/" $([ -f "$dictionary" ] && echo "-dict=$dictionary") \
        "$corpus/$target" "$seeds" >"$log" 2>&1 || status=$?
    local executions edges inputs rate
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    edges=$(grep -o 'cov: [0-9]*' "$log" | tail -1 | cut -d' ' -f2)
    inputs=$(grep -o 'corp: [0-9]*' "$log" | tail -1 | cut -d' ' -f2)
    executions=${executions:-$(grep -o '^#[0-9]*' "$log" | tail -1 | tr -d '#')}
    printf '%-14s %9s executions  %6s edges  %5s inputs  %6s a second  %s\n' "$target" \
        "${executions:-0}" "${edges:-?}" "${inputs:-?}" "${rate:-?}" \
        "$([ $status = 0 ] && echo 'nothing found' || echo 'FOUND SOMETHING')"
    if [ -n "${MUSTER_TORTURE_FIGURES:-}" ]; then
        printf 'fuzz %s\texecutions\tsum\t%s\n' "$target" "${executions:-0}" \
            >>"$MUSTER_TORTURE_FIGURES"
    fi
    rm -rf "$seeds"
    [ $status = 0 ] && return
    grep -m1 -E 'broken claim|ERROR|Fatal error|SUMMARY' "$log" | cut -c1-2000 || tail -3 "$log"
    local input
    input=$(find "$found" -type f -newer "$corpus/$target" -printf '%T@ %p\n' | sort -n | tail -1 \
        | cut -d' ' -f2)
    echo "  log:   $log"
    echo "  input: ${input:-none was kept}"
    echo "  again: MUSTER_FUZZ_TARGET=$target $fuzzer ${input:-INPUT}"
    echo "  kept:  as Tests/Fuzz/Findings/$target/NAME, once it is mended"
    return 1
}

# A target that finds something does not keep the others from running.
mkdir -p "$corpus" "$findings"
export seconds corpus findings fuzzer
export -f run
printf '%s\n' $targets | xargs -P "$jobs" -I{} bash -euo pipefail -c 'run {}' || exit 1
