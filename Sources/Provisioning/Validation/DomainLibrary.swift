import CIDN2

/// The library that turns international domain names into their ASCII form.
package enum DomainLibrary {
    /// Version of libidn2 as it runs here; nil: it does not say.
    package static var version: String? { idn2_check_version(nil).map { String(cString: $0) } }
}
