#!/bin/bash
# Runs tests under one of the compiler's sanitizers.
#
#   Tests/Sanitizers/sanitize.sh thread    what several threads share: pipeline, ring, locks, library
#   Tests/Sanitizers/sanitize.sh address   every suite but those that start the binary, and the binary
#                                          itself on the samples and the public corpora
#
# FILTER=REGEX runs other suites. Builds are kept in .build/tsan and .build/asan.
set -euo pipefail
cd "$(dirname "$0")/../.."
export SWIFT_BACKTRACE=enable=no

kind=${1:?usage: Tests/Sanitizers/sanitize.sh thread|address}
here=$PWD/Tests/Sanitizers
case $kind in
thread)
    scratch=.build/tsan
    export TSAN_OPTIONS="suppressions=$here/thread.supp halt_on_error=0 exitcode=99"
    suites='ProvisioningTests|MusterTests|SQLiteDirectoryTests|CredentialsTests'
    ;;
address)
    scratch=.build/asan
    # Swift keeps what it knows of types for good, which is no leak of ours.
    export ASAN_OPTIONS='detect_leaks=0'
    suites='ProvisioningTests|FeedFormatsTests|CredentialsTests|SQLiteDirectoryTests'
    suites+='|MailDeliveryTests|ResultReportingTests|MusterTests|FuzzTests'
    ;;
*)
    echo 'thread or address?' >&2
    exit 64
    ;;
esac

swift build --build-tests --sanitize=$kind --scratch-path $scratch 2>&1 | tail -3
log=$scratch/sanitize.log
status=0
swift test --skip-build --disable-xctest --sanitize=$kind --scratch-path $scratch \
    --filter "${FILTER:-$suites}" >"$log" 2>&1 || status=$?
sed -e '/^◇/d' -e '/^✔ Test run with/b' -e '/^✔/d' "$log" | tail -40

# The binary, built along with the tests, where tests start it.
muster=$scratch/debug/muster
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
count=0
try() { # What it says of a file is an answer; what the sanitizer says is none.
    local answer=0
    "$muster" "$@" >>"$folder/out" 2>>"$folder/err" || answer=$?
    count=$((count + 1))
    case $answer in
    0 | 1 | 2 | 64 | 65 | 66 | 69 | 73 | 74 | 75 | 78) ;;
    *) echo "status $answer: muster $*" >>"$folder/wrong" ;;
    esac
}
(
    cd "$folder"
    muster=$OLDPWD/$muster
    try init
    while read -r file; do
        try import "$file" --dry-run
        try import "$file" --results r.jsonl --rejects rejects --report r.html --max-rejects none \
            --mail --again
        try plan "$file" --out plan
        [ ! -f plan ] || try plan show plan
    done < <(find "$OLDPWD/samples" "$OLDPWD/../shared/corpus" -type f -size -200k \
        \( -name '*.csv' -o -name '*.xml' -o -name '*.json' -o -name '*.jsonl' \) 2>/dev/null | sort)
    try users export
    try mail deliver --transport folder:mails
    try audit verify
    try doctor
    try sweep
    echo "The binary was run $count times"
)
if grep -qE 'ERROR: (Address|Thread)Sanitizer|WARNING: ThreadSanitizer' "$log" "$folder/err"; then
    grep -hE -A12 'ERROR: (Address|Thread)Sanitizer|WARNING: ThreadSanitizer' "$log" "$folder/err" \
        | sed -n 1,60p
    status=1
fi
[ ! -f "$folder/wrong" ] || { cat "$folder/wrong"; status=1; }
exit $status
