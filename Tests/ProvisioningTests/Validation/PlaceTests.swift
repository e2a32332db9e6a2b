import Provisioning
import Testing

@Suite("Languages, time zones, countries")
struct PlaceTests {
    private let cells = CellChecker()

    @Test(arguments: [
        ("en", "en"), ("EN", "en"), ("en-US", "en-US"), ("en_US", "en-US"), ("en-us", "en-US"),
        ("en_US.UTF-8", "en-US"), ("de_DE@euro", "de-DE"), ("zh-hant-tw", "zh-Hant-TW"),
        ("sr-LATN", "sr-Latn"), ("es-419", "es-419"), ("de-CH-1996", "de-CH-1996"),
        ("sl-rozaj-biske", "sl-rozaj-biske"), ("zh-cmn-Hans-CN", "zh-cmn-Hans-CN"),
        ("en-a-bbb-x-y", "en-a-bbb-x-y"), ("x-private", "x-private"), ("gsw", "gsw"),
        ("de-u-co-phonebk", "de-u-co-phonebk"),
    ])
    func languageTagIsWrittenInItsUsualCase(cell: String, expected: String) {
        #expect(cells.check(.language, cell) == .value(expected))
    }

    @Test(arguments: [
        "English (US)", "e", "en-", "-en", "en--US", "en-US-DE", "en-Latn-Latn", "engl", "C",
        "en-toolongsubtag", "en-x", "x", "en-a-b-ccc", "1en", "\u{E9}n", ".UTF-8", " ",
        "en-US-Latn",
    ])
    func otherTextIsNoLanguageTag(cell: String) {
        #expect(cells.check(.language, cell) == .fault(.fieldLanguageMalformed))
    }

    @Test func languageTagBitesAboveItsLimit() {
        let parts = String(repeating: "-variant1", count: 6)
        let longest = "en" + parts + "-varian1"
        #expect(cells.check(.language, longest) == .value(longest))
        #expect(
            cells.check(.language, "en\(parts)-variant1") == .fault(.fieldLanguageMalformed))
    }

    @Test(arguments: [
        ("Europe/Vienna", "Europe/Vienna"), ("UTC", "UTC"), ("Etc/GMT+5", "Etc/GMT+5"),
    ])
    func timeZoneIsAccepted(cell: String, expected: String) {
        #expect(cells.check(.timezone, cell) == .value(expected))
    }

    @Test(arguments: ["/etc/passwd", "../UTC", "Europe//Vienna", "Europe/Vien na", "+01:00", " "])
    func otherTextIsNoTimeZone(cell: String) {
        #expect(cells.check(.timezone, cell) == .fault(.fieldTimezoneUnknown))
    }

    @Test(arguments: [
        ("DE", "DE"), ("de", "DE"), ("UK", "GB"), ("uk", "GB"), ("GB", "GB"), ("DEU", "DE"),
        ("gbr", "GB"), ("USA", "US"), ("AD", "AD"), ("ZW", "ZW"), ("XK", "XK"), ("AND", "AD"),
        ("ZWE", "ZW"),
    ])
    func countryIsKeptAsItsTwoLetters(cell: String, expected: String) {
        #expect(cells.check(.country, cell) == .value(expected))
    }

    @Test(arguments: ["XX", "ZZ", "A", "Germany", "D1", "DEX", "EU", "\u{C4}T", "D", "AAA", " "])
    func otherTextIsNoCountry(cell: String) {
        #expect(cells.check(.country, cell) == .fault(.fieldCountryUnknown))
    }

    @Test func everyCountryHasAnAssignedCallingCode() {
        var countries = 0
        for first in UInt8(ascii: "A")...UInt8(ascii: "Z") {
            for second in UInt8(ascii: "A")...UInt8(ascii: "Z") {
                let code = [first, second]
                guard let calling = code.withUnsafeBytes({ RecordRules.callingCode(ofCountry: $0) })
                else { continue }
                countries += 1
                let number = "+\(calling)5555555"
                #expect(cells.check(.phone, number) == .value(number))
            }
        }
        // ISO 3166-1 has 249, and XK is beside them.
        #expect(countries == 250)
    }
}
