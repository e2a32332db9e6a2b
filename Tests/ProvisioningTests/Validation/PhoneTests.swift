import Provisioning
import Testing

@Suite("Phones")
struct PhoneTests {
    private let cells = CellChecker()

    @Test(arguments: [
        ("+442079460018", "+442079460018"), ("+44 20 7946 0018", "+442079460018"),
        ("+44 (0)20 7946-0018", "+442079460018"), ("0044 20.7946.0018", "+442079460018"),
        ("0044 (0)20/7946 0018", "+442079460018"), ("tel:+44-20-7946-0018", "+442079460018"),
        ("+1 (202) 555-0143", "+12025550143"), ("+44\u{A0}20\u{A0}79460018", "+442079460018"),
        ("+39 06 698 12345", "+3906698" + "12345"), (" +442079460018 ", "+442079460018"),
        ("+1234567", "+1234567"), ("+123456789012345", "+123456789012345"),
        ("+383 44 123 456", "+38344123456"),
    ])
    func numberIsKeptAsE164(number: String, expected: String) {
        #expect(cells.check(.phone, number) == .value(expected))
    }

    @Test(arguments: [
        ("020 7946 0018", IssueCode.fieldPhoneCountryMissing),
        ("2025550143", .fieldPhoneCountryMissing),
        ("+123456", .fieldPhoneMalformed), ("+1234567890123456", .fieldPhoneTooLong),
        ("+999 1234567", .fieldPhoneMalformed), ("+0 1234567", .fieldPhoneMalformed),
        ("+671 1234567", .fieldPhoneMalformed), ("+210 1234567", .fieldPhoneMalformed),
        ("+44 20 7946 0018 ext. 5", .fieldPhoneMalformed),
        ("+44 20 7946 0018 x5", .fieldPhoneMalformed),
        ("+44 20 7946 0018;ext=5", .fieldPhoneMalformed), ("+44 20 +7946", .fieldPhoneMalformed),
        ("++442079460018", .fieldPhoneMalformed), ("n/a", .fieldPhoneMalformed),
        ("-", .fieldPhoneMalformed), ("0", .fieldPhoneCountryMissing),
        ("00", .fieldPhoneCountryMissing),
        ("1.23E+11", .fieldNumberMangled), ("4,42079E+11", .fieldNumberMangled),
        ("+44 20 7946 001\u{661}", .fieldPhoneMalformed), (" ", .fieldPhoneMalformed),
    ])
    func numberThatCannotBeDialledIsRefused(number: String, code: IssueCode) {
        #expect(cells.check(.phone, number) == .fault(code))
        #expect(cells.fault(.phone, number)?.severity == .error)
    }

    @Test(arguments: [
        ("44", "020 7946 0018", "+442079460018"), ("44", "20 7946 0018", "+442079460018"),
        ("+44", "020 7946 0018", "+442079460018"), ("44", "+1 202 555 0143", "+12025550143"),
        ("39", "06 698 12345", "+390669812345"), ("378", "0549 882345", "+3780549882345"),
        ("7", "8 (912) 345-67-89", "+79123456789"), ("1", "1 202 555 0143", "+12025550143"),
        ("1", "202 555 0143", "+12025550143"), ("36", "06 1 234 5678", "+3612345678"),
        ("225", "01 23 45 67 89", "+2250123456789"),
        ("241", "01 44 12 34", "+24101441234"), ("241", "074 12 34 56", "+24174123456"),
        ("375", "8 0152 45-09-11", "+375152450911"), ("993", "8 66 123456", "+99366123456"),
    ])
    func defaultCallingCodeStepsIn(code: String, number: String, expected: String) {
        var profile = FeedProfile()
        profile.defaultCallingCode = code
        #expect(CellChecker(profile: profile).check(.phone, number) == .value(expected))
    }

    @Test func countryGivesTheCallingCode() {
        #expect(cells.phone("020 7946 0018", country: "GB") == .value("+442079460018"))
        #expect(cells.phone("(202) 555-0143", country: "US") == .value("+12025550143"))
        #expect(cells.phone("06 698 12345", country: "VA") == .value("+390669812345"))
        #expect(cells.phone("1", country: "ZZ") == .fault(.fieldPhoneCountryMissing))
        #expect(cells.phone("+43 1 234567", country: "GB") == .value("+431234567"))
    }

    @Test(arguments: [
        ("1", true), ("7", true), ("44", true), ("383", true), ("4", false), ("440", false),
        ("999", false), ("", false), ("+44", false), ("38", false),
    ])
    func callingCodeIsAssignedOrNot(code: String, isAssigned: Bool) {
        #expect(CallingCode.isAssigned(code) == isAssigned)
    }

    @Test func canonicalNumberIsNotCopied() {
        #expect(cells.answer(.phone, "+442079460018") == .asWritten)
    }

    @Test func extensionIsToldFromOtherCharacters() {
        #expect(cells.finding(.phone, "+44 20 7946 0018 x5")?.contains("extension") == true)
        #expect(cells.finding(.phone, "+44 20 7946 0018 *")?.contains("U+002A") == true)
    }
}
