/// The files that a report has within it, and what a browser is told to expect of them.
enum ReportAsset {
    case style, script

    /// The file as it stands in `Resources`.
    var bytes: [UInt8] {
        switch self {
        case .style: PackageResources.report_css
        case .script: PackageResources.report_js
        }
    }

    /// SHA-256 of the file in base64: a browser runs nothing else (Content Security Policy 3,
    /// section 2.3.1). A test holds it against the file.
    var hash: String {
        switch self {
        case .style: "gmztR/Aazi9S8O9k+YToWRnxMsHWlMCbBMo7v3YOic8="
        case .script: "jLqMrYviXmkOmnxt5j/L8Wqhfbenag7VBz/XgDveCC4="
        }
    }

    /// What a page may load and run: its own style and script, and nothing from anywhere.
    static var policy: String {
        "default-src 'none'; img-src data:; style-src 'sha256-\(style.hash)'; "
            + "script-src 'sha256-\(script.hash)'; base-uri 'none'; form-action 'none'"
    }
}
