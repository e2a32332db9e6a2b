/// Calls of each command with hostile words, and on a directory with hostile contents.
struct HostileCalls {
    /// Options and arguments of each call, by command.
    private(set) var all: [String: [[String]]] = [:]

    /// `run` names a run of the history.
    init(_ canary: OutputCanary, run: String = "RUN") {
        let evil = "x" + canary.escapes.filter { $0 != "/" }
        let file = HostileScene.fileName
        let feed = canary.formula
        let nowhere = "no/where\(evil)"
        all = [
            "muster init": [["--config", nowhere], ["--actor", evil]],
            "muster template": [[], ["--feed", evil]],
            "muster check-profile": [
                ["hostile.csv"], ["hostile.csv", "--show-values"], [file], [evil],
                ["hostile.csv", "--feed", evil], ["header.csv", "--show-values"],
                ["hostile.jsonl", "--show-values"], ["hostile.xml", "--show-values"],
            ],
            "muster doctor": [["--offline"], ["--offline", "--config", evil]]
                + ["key", "top", "value", "feed", "sender", "raw"].map {
                    ["--offline", "--config", "\($0).yaml"]
                },
            "muster import": Self.imports(evil, file, nowhere),
            "muster plan make": [
                ["hostile.csv", "--out", "new.plan", "--max-rejects", "none"],
                [file, "--out", evil], ["hostile.csv", "--out", nowhere],
            ],
            "muster plan show": [["hostile.plan"], [evil], ["hostile.csv"]],
            "muster apply": [["hostile.plan", "--reason", evil], [evil]],
            "muster resume": [[evil], [run]],
            "muster undo": [[run, "--reason", evil, "--actor", evil], [evil]],
            "muster explain": [[run, "1"], [run, "2"], [run, "100"], [run, evil], [evil, "1"]]
                + (200..<215).map { [run, "\($0)"] },
            "muster user": Self.actions(evil),
            "muster users list": [[], ["--group", evil], ["--state", evil]],
            "muster users find": [["u"], [evil]],
            "muster users export": [["--output", nowhere]],
        ]
        all.merge(Self.objects(evil, nowhere)) { first, _ in first }
        all.merge(Self.mails(evil, nowhere)) { first, _ in first }
        all.merge(Self.history(evil, run, feed, nowhere)) { first, _ in first }
    }

    private static func imports(_ evil: String, _ file: String, _ nowhere: String) -> [[String]] {
        let hostile = ["hostile.csv", "--max-rejects", "none"]
        return [
            hostile + ["--verbose", "--show-values"], hostile + ["--dry-run", "--verbose"],
            hostile + ["--feed", evil, "--actor", evil, "--reason", evil], ["hostile.csv"],
            [file, "--max-rejects", "none", "--verbose", "--show-values"],
            [file, "--results", "-", "--max-rejects", "none"],
            ["header.csv", "--verbose", "--show-values"],
            ["hostile.jsonl", "--max-rejects", "none", "--verbose", "--show-values"],
            ["hostile.xml", "--max-rejects", "none", "--verbose", "--show-values"],
            ["name.xml"], ["control.xml"], ["encoding.xml"], [evil], [nowhere],
            hostile + ["--quiet", "--results", nowhere], hostile + ["--rejects", nowhere],
            hostile + ["--report", nowhere], hostile + ["--secrets", nowhere],
            hostile + ["--metrics", nowhere], ["hostile.csv", "--map", "\(evil)=email"],
            ["hostile.csv", "--map", "\(evil)=\(evil)"], ["hostile.csv", "--encoding", evil],
            ["hostile.csv", "--delimiter", evil], ["hostile.csv", "--mode", evil],
            ["hostile.csv", "--allow", evil], ["hostile.csv", "--allow", "\(evil)=1"],
            ["hostile.csv", "--max-rejects", evil], ["hostile.csv", "--\(evil)"],
        ]
            + ["key", "top", "value", "feed", "sender", "raw"].map { name in
                ["hostile.csv", "--dry-run", "--config", "\(name).yaml"]
            }
    }

    private static func actions(_ evil: String) -> [[String]] {
        [
            ["update", "u0", "--first-name", evil, "--show-values"], ["update", evil],
            [evil, "u0"],
            ["update", "u0", "--\(evil)", "1"], ["set-device-limit", "u0", evil, "--show-values"],
            ["view-groups", "u0"], ["view-apps", "u0"], ["view-sessions", "u0"],
            ["remove-device", "u0", evil], ["register-device", "u0", evil, "--show-values"],
            ["add-to-groups", "u0", "=new <b>", "--reason", evil],
            ["disable", "u0", "--reason", evil],
            ["set-second-factor", "u0", evil], ["update", "u0", "--attr", "note=\(evil)"],
            ["update", "u0", "--attr", "\(evil)=1"], ["update", "u0", "--password-file", evil],
            ["impersonate", "u0", "--reason", evil, "--actor", evil],
        ]
    }

    private static func objects(_ evil: String, _ nowhere: String) -> [String: [[String]]] {
        [
            "muster groups list": [[]],
            "muster groups show": [[evil], ["=cmd|' /C calc'!A0 <b>"]],
            "muster groups create": [[evil], ["new", "--second-factor", evil]],
            "muster groups delete": [[evil], ["=cmd|' /C calc'!A0 <b>"]],
            "muster apps list": [[]],
            "muster apps show": [[evil], ["@app <script>"]],
            "muster apps create": [[evil], ["new", "--mfa", evil]],
            "muster apps delete": [[evil], ["@app <script>"]],
            "muster apps grant": [
                [evil, "--user", "u0"], ["@app <script>", "--user", evil],
                ["@app <script>", "--group", evil], ["@app <script>", "--user", "u2"],
            ],
            "muster apps revoke": [[evil, "--user", "u0"], ["@app <script>", "--user", "u0"]],
            "muster onboarding list": [[], ["--band", evil]],
            "muster onboarding remind": [["--dry-run"], ["--older-than", evil]],
            "muster onboarding complete": [["--token-file", evil, "--password-file", nowhere]],
        ]
    }

    private static func mails(_ evil: String, _ nowhere: String) -> [String: [[String]]] {
        [
            "muster mail deliver": [
                ["--transport", "folder:sent"], ["--transport", evil],
                ["--transport", "folder:\(nowhere)"], ["--transport", "sendmail:\(nowhere)"],
                ["--transport", "smtp://\(evil):25"], ["--rate", evil],
            ],
            "muster mail status": [[], ["--list"], ["--user", evil], ["--state", evil]],
            "muster mail retry": [["--user", evil], ["--kind", evil]],
            "muster mail preview": [
                [], ["onboarding", "--user", "u0"], ["reminder", "--user", "u12", "--html"], [evil],
                ["--language", evil],
            ],
            "muster mail templates": [[nowhere], [evil]],
            "muster login check": [
                ["u0"], [evil], ["u0", "--app", evil], ["u0", "--device", evil],
                ["u0", "--second-factor-passed", evil], ["u0", "--password-file", evil],
            ],
        ]
    }

    private static func history(
        _ evil: String, _ run: String, _ feed: String, _ nowhere: String
    ) -> [String: [[String]]] {
        [
            "muster runs list": [[], ["--feed", evil], ["--since", evil], ["--state", evil]],
            "muster runs show": [[run], [evil]],
            "muster runs prune": [["--keep", evil], ["--older-than", evil], ["--keep", "1"]],
            "muster report": [[], ["--feed", feed], ["--feed", evil]],
            "muster audit show": [[], ["--user", evil], ["--actor", evil], ["--run", evil]],
            "muster audit verify": [[]],
            "muster sweep": [["--dry-run"], ["--reason", evil, "--actor", evil], ["--\(evil)"]],
            "muster backup": [[nowhere], [evil]],
        ]
    }
}
