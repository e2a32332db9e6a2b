# What demo.sh and demo-mail.sh have in common; sourced, with the path of muster as $1. Goes to the
# folder of samples, and makes a temporary folder, $folder, which is left for a look.
set -euo pipefail
muster=$(realpath "${1:?usage: $0 PATH-TO-MUSTER}")
cd "$(dirname "$0")"
folder=$(mktemp -d "${TMPDIR:-/tmp}/muster-demo.XXXXXX")
export MUSTER_DIRECTORY="$folder/users.sqlite"

title() { printf '\n── %s\n' "$1"; }

fail() {
    printf 'demo: %s\n' "$1" >&2
    exit 1
}

# Prints a command as one would type it.
announce() { printf '$ %s\n' "${*//$folder/\$folder}"; }

# Prints and runs a command of muster's, and says how it ended; the statuses given as first word are
# those that this step is meant to end with.
run() {
    local expected=$1 status=0
    shift
    announce muster "$@"
    "$muster" "$@" || status=$?
    case " $expected " in
    *" $status "*) [ "$status" = 0 ] || printf '(exit status %s)\n' "$status" ;;
    *) fail "ended with status $status, not $expected" ;;
    esac
}

# Says where everything is.
closing() {
    title 'Where it all is'
    printf '%s\n' "folder=$folder"
    (cd "$folder" && find . -type f | LC_ALL=C sort | sed 's|^\./|  |')
}
