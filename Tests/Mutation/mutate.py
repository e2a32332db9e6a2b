#!/usr/bin/env python3
"""Breaks the program on purpose, and reports what its tests do not notice.

    Tests/Mutation/mutate.py promises            one break for each promise (promises.toml)
    Tests/Mutation/mutate.py operators [N]       N flipped operators, drawn from the areas below
    --area NAME  only of that area               --seed N    the draw, to repeat it
    --list       shows them and runs nothing     --jobs N    test runs at once

All breaks are built at once, into a copy of the last commit under .build/mutation, each behind a
number; MUSTER_MUTANT switches one of them on. So there is one build, and a run of the tests that are
meant to notice for each break. A break that tests notice is killed; one that they do not survives,
unless accepted.toml says why nobody can notice it. Ends with 1 if anything survived.
"""

import argparse
import concurrent.futures
import fnmatch
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TREE = ROOT / ".build" / "mutation" / "muster"

# Where operators are flipped, and whose tests are to notice it.
AREAS = {
    "readers": (
        ["Sources/FeedFormats/CSV/*.swift", "Sources/FeedFormats/JSONLines/*.swift",
         "Sources/FeedFormats/XML/*.swift"],
        "FeedFormatsTests"),
    "guards": (
        ["Sources/Provisioning/Policy/Guards/*.swift", "Sources/Provisioning/Policy/Health/*.swift"],
        "RunGuardsTests|GuardTests|FileComparisonTests|GuardMessageTests|TruncatedFeedTests"
        "|FileHealthTests"),
    "matching": (
        ["Sources/Provisioning/Policy/UserMatcher.swift",
         "Sources/Provisioning/Policy/ClaimTable.swift",
         "Sources/Provisioning/Pipeline/KeyClaims.swift",
         "Sources/Provisioning/Pipeline/DecideStep+Candidates.swift",
         "Sources/Provisioning/Pipeline/DecideStep+Duplicates.swift",
         "Sources/Provisioning/Policy/Leavers/*.swift"],
        "UserMatcherTests|MatchingTests|ClaimTableTests|KeyClaimsTests|DuplicateTests|Leaver"
        "|KilledReturnTests"),
    "resume": (
        ["Sources/Provisioning/Pipeline/ImportRun*.swift",
         "Sources/Provisioning/Pipeline/Redelivery.swift",
         "Sources/Provisioning/Pipeline/ApplyStep.swift",
         "Sources/SQLiteDirectory/Runs/Run*.swift"],
        "KilledRunTests|KilledRepeatTests|UnchangedRowTests|AtomicRunTests|SequentialEquivalence"
        "|GuardTests|LeaverTests|ResumeTests|RejectLineageTests|KnownRowTests|Undo"
        "|TruncatedFeedTests|SecretsTests|MovedUserTests|DirectoryQueryTests"),
    "outbox": (
        ["Sources/SQLiteDirectory/Outbox/*.swift", "Sources/Muster/Mail/RetryDelays.swift",
         "Sources/Muster/Mail/MailRelay.swift", "Sources/Muster/Mail/RelayPauses.swift",
         "Sources/Muster/Mail/DomainPace.swift"],
        "Outbox|MailedLink|MusterTests.Mail|MailDeliverTests|OnboardingRemindTests|Relay|Retry"
        "|OwedMail"),
}

FLIPS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
    "+": "-", "-": "+",
}
# The number of a break is written in characters that an operator may have.
DIGITS = "†‡•‣․‥…‧"
OPERATOR = re.compile(r"(?<= )(<=|>=|==|!=|&&|\|\||<|>|[+-](?= 1\b))(?= )")


class Break:
    """One way in which the program is wrong while its number is set."""

    def __init__(self, number, file, line, tests, shown, promise=None):
        self.number, self.file, self.line, self.tests = number, file, line, tests
        self.shown, self.promise = shown, promise


def module(file):
    return pathlib.Path(file).parts[1]


def spelled(operator, number):
    digits = ""
    while number:
        number, digit = divmod(number, 8)
        digits = DIGITS[digit] + digits
    return operator + digits


def declaration(operator, flipped, number):
    name = spelled(operator, number)
    if operator in ("&&", "||"):
        kind = "LogicalConjunction" if operator == "&&" else "LogicalDisjunction"
        body = (f"func {name} <E: Error>(a: Bool, b: @autoclosure () throws(E) -> Bool)"
                f" throws(E) -> Bool {{\n    if Mutants.isOn({number}) {{ "
                + ("if a { return true }; return try b()" if operator == "&&"
                   else "if !a { return false }; return try b()")
                + " }\n    "
                + ("if !a { return false }; return try b()" if operator == "&&"
                   else "if a { return true }; return try b()") + "\n}\n")
        return f"infix operator {name}: {kind}Precedence\n{body}"
    choice = f"Mutants.isOn({number}) ? a {flipped} b : a {operator} b"
    if operator in ("+", "-"):
        return (f"infix operator {name}: AdditionPrecedence\n"
                f"func {name} <T: BinaryInteger>(a: T, b: T) -> T {{ {choice} }}\n")
    text = f"infix operator {name}: ComparisonPrecedence\n"
    needs = "Equatable" if operator in ("==", "!=") else "Comparable"
    text += f"func {name} <T: {needs}>(a: T, b: T) -> Bool {{ {choice} }}\n"
    text += (f"@_disfavoredOverload func {name} <A: BinaryInteger, B: BinaryInteger>"
             f"(a: A, b: B) -> Bool {{ {choice} }}\n")
    if operator in ("==", "!="):
        text += (f"func {name} <T>(a: T?, b: _OptionalNilComparisonType) -> Bool"
                 f" {{ {choice} }}\n")
        text += f"func {name} <T: Equatable>(a: T?, b: T?) -> Bool {{ {choice} }}\n"
    return text


def code_of(lines):
    """Each line with strings and comments blanked, so that only code is flipped."""
    in_text = False
    for line in lines:
        if '"""' in line:
            if line.count('"""') % 2:
                in_text = not in_text
            yield ""
            continue
        if in_text or re.match(r"\s*(//|#|\*)", line):
            yield ""
            continue
        line = re.sub(r'#?"(?:[^"\\]|\\.)*"#?', lambda m: " " * len(m.group()), line)
        yield line.split("//")[0]


def sites(area):
    """(file, line index, column, operator) of everything that can be flipped."""
    patterns, _ = AREAS[area]
    found = []
    for file in sorted(p.relative_to(TREE).as_posix() for p in (TREE / "Sources").rglob("*.swift")):
        if not any(fnmatch.fnmatch(file, pattern) for pattern in patterns):
            continue
        for index, code in enumerate(code_of((TREE / file).read_text().splitlines())):
            if re.search(r"\bfunc\b|operator|@available|\bassert|precondition", code):
                continue
            found += [(file, index, m.start(), m.group()) for m in OPERATOR.finditer(code)]
    return found


def run(words, **options):
    return subprocess.run(words, cwd=TREE, text=True, capture_output=True, **options)


def copy_tree():
    """The last commit, as it was committed, with the build of the time before."""
    TREE.parent.mkdir(parents=True, exist_ok=True)
    if not (TREE / ".git").exists():
        subprocess.run(["git", "clone", "-q", str(ROOT), str(TREE)], check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True, check=True,
                          capture_output=True).stdout.strip()
    run(["git", "fetch", "-q", str(ROOT), "HEAD"], check=True)
    run(["git", "checkout", "-q", "-f", "--detach", head], check=True)
    run(["git", "clean", "-fdqx", "-e", ".build"], check=True)
    workplace = TREE / "Tests/EndToEndTests/Support/Workplace.swift"
    text = workplace.read_text()
    known = '"SWIFT_BACKTRACE": "enable=no"]'
    assert known in text, "Workplace.swift has no environment to add to"
    workplace.write_text(text.replace(
        known, '"SWIFT_BACKTRACE": "enable=no",\n        "MUSTER_MUTANT": '
        'ProcessInfo.processInfo.environment["MUSTER_MUTANT"] ?? ""]'))


def planted_promises(numbers):
    breaks = []
    for entry in tomllib.loads((HERE / "promises.toml").read_text())["break"]:
        number = next(numbers)
        path = TREE / entry["file"]
        text = path.read_text()
        if text.count(entry["find"]) != 1:
            sys.exit(f"{entry['promise']}: {entry['file']} has {text.count(entry['find'])} times:\n"
                     f"{entry['find']}")
        line = text[:text.index(entry["find"])].count("\n")
        is_on = f"Mutants.isOn({number})"
        if path.suffix == ".c":
            is_on = f'(getenv("MUSTER_MUTANT") && atoi(getenv("MUSTER_MUTANT")) == {number})'
            text = "#include <stdlib.h>\n" + text
        path.write_text(text.replace(entry["find"], entry["with"].replace("MUTANT", is_on)))
        breaks.append(Break(number, entry["file"], line, entry["tests"], entry["what"],
                            entry["promise"]))
    return breaks


def planted_operators(chosen, numbers):
    """Writes the chosen sites into the copy; from the end of a line, so that columns stay right."""
    breaks = []
    by_file = {}
    for area, site in chosen:
        by_file.setdefault(site[0], []).append((area, site))
    for file, entries in by_file.items():
        path = TREE / file
        lines = path.read_text().split("\n")
        written = list(lines)
        for area, (_, index, column, operator) in sorted(
                entries, key=lambda entry: -entry[1][2]):
            number = next(numbers)
            line = lines[index]
            before = written[index]
            shown = (before[:column] + FLIPS[operator] + before[column + len(operator):]).strip()
            lines[index] = line[:column] + spelled(operator, number) + line[column + len(operator):]
            breaks.append(Break(number, file, index, AREAS[area][1], shown))
            breaks[-1].operator = operator
        path.write_text("\n".join(lines))
    return breaks


def declare(breaks):
    """A file for each module that is broken."""
    for name in {module(b.file) for b in breaks if b.file.endswith(".swift")}:
        text = ("import Glibc\n\nenum Mutants {\n    static let active = getenv(\"MUSTER_MUTANT\")"
                ".flatMap { Int(String(cString: $0)) } ?? 0\n"
                "    static func isOn(_ number: Int) -> Bool { active == number }\n}\n")
        for b in breaks:
            if module(b.file) == name and b.promise is None:
                text += declaration(b.operator, FLIPS[b.operator], b.number)
        (TREE / "Sources" / name / "Mutants.swift").write_text(text)


def build(breaks):
    """Builds all of it; takes out what the compiler cannot do with an operator of its own."""
    while True:
        built = run(["swift", "build", "--build-tests"])
        if built.returncode == 0:
            return breaks
        errors = set()
        for match in re.finditer(r"^/\S*?(Sources/[^:]+):(\d+):\d+: error: (.*)$",
                                 built.stdout + built.stderr, re.M):
            errors.add((match[1], int(match[2]) - 1))
        dropped = [b for b in breaks if b.promise is None and any(
            file == b.file and abs(line - b.line) <= 3 for file, line in errors)]
        if not dropped:
            sys.exit("The broken program does not build:\n" + "\n".join(
                l for l in (built.stdout + built.stderr).splitlines() if "error:" in l)[:4000])
        for b in dropped:
            path = TREE / b.file
            path.write_text(path.read_text().replace(
                f" {spelled(b.operator, b.number)} ", f" {b.operator} "))
        breaks = [b for b in breaks if b not in dropped]
        print(f"{len(dropped)} cannot be built and are left out, {len(breaks)} remain", flush=True)
        declare(breaks)


def end_all(number):
    """Ends whatever runs with this break, in whatever group of processes it is."""
    wanted = f"MUSTER_MUTANT={number}".encode()
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                os.kill(int(folder.name), signal.SIGKILL)
        except OSError:
            pass


def tests(filters, number, limit):
    environment = dict(os.environ, MUSTER_MUTANT=str(number), SWIFT_BACKTRACE="enable=no")
    environment.pop("MUSTER_OPTIMISED", None)
    process = subprocess.Popen(
        ["swift", "test", "--skip-build", "--disable-xctest", "--filter", filters], cwd=TREE,
        env=environment, text=True, errors="replace", stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, start_new_session=True)
    try:
        text, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        process.kill()
        end_all(number)
        process.communicate()
        return "killed (no end)", ""
    if process.returncode == 0:
        if not re.search(r"Test run with [1-9]\d* test", text):
            return "no test", text
        return "survived", text
    # Whole ends of runs only: a test that was cut short has noticed it, too.
    named = re.findall(r"✘ Test (\w+)", text)
    return "killed", named[0] if named else "the run ended early"


def accepted():
    path = HERE / "accepted.toml"
    entries = tomllib.loads(path.read_text()).get("break", []) if path.exists() else []
    return {(entry["file"], entry["line"].strip()): entry["why"] for entry in entries}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=["promises", "operators"])
    parser.add_argument("count", nargs="?", type=int, default=50)
    parser.add_argument("--area", choices=list(AREAS))
    parser.add_argument("--seed", type=int)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()

    copy_tree()
    numbers = iter(range(1, 1 << 20))
    if options.what == "promises":
        breaks = planted_promises(numbers)
    else:
        seed = options.seed if options.seed is not None else random.randrange(1 << 32)
        print(f"seed {seed}")
        areas = [options.area] if options.area else list(AREAS)
        draw = random.Random(seed)
        chosen = []
        for position, area in enumerate(areas):
            found = sites(area)
            share = options.count // len(areas) + (position < options.count % len(areas))
            picked = draw.sample(found, min(share, len(found)))
            print(f"{area}: {len(picked)} of {len(found)} places")
            chosen += [(area, site) for site in picked]
        breaks = planted_operators(chosen, numbers)
    if options.list:
        for b in breaks:
            print(f"{b.promise or ''} {b.file}:{b.line + 1}: {b.shown}")
        return 0
    declare(breaks)
    breaks = build(breaks)

    # Without a break the tests pass: what fails afterwards has noticed one. Twice the time that they
    # take, and a minute, is a hang.
    limits = {}
    for filters in sorted({b.tests for b in breaks}):
        start = time.monotonic()
        fate, text = tests(filters, 0, 1800)
        limits[filters] = 60 + 2 * options.jobs * (time.monotonic() - start)
        if fate != "survived":
            sys.exit(f"The tests {filters} fail without a break: {fate} {text[-3000:]}")
        print(f"{filters}: {time.monotonic() - start:.0f} s", flush=True)

    known = accepted()
    counts = {"killed": 0, "survived": 0, "accepted": 0}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        fates = pool.map(lambda b: (b, tests(b.tests, b.number, limits[b.tests])), breaks)
        for b, (fate, text) in fates:
            why = known.get((b.file, b.shown)) if fate == "survived" else None
            fate = "accepted" if why else fate
            kind = "killed" if fate.startswith("killed") else fate
            counts[kind] = counts.get(kind, 0) + 1
            detail = f" by {text}" if fate == "killed" else f": {why}" if why else ""
            print(f"{fate}{detail}  {b.promise or ''} {b.file}:{b.line + 1}: {b.shown}", flush=True)
    print(", ".join(f"{count} {kind}" for kind, count in counts.items()))
    return 0 if counts["killed"] + counts["accepted"] == len(breaks) else 1


if __name__ == "__main__":
    sys.exit(main())
