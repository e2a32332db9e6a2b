import Glibc
import Provisioning
import Testing

@Suite("Properties of the checks")
struct ValidationPropertyTests {
    private let cells = CellChecker()

    @Test func anyBytesGiveAStableValueOrAFault() {
        var cases = CellGenerator(testing: "anyBytesGiveAStableValueOrAFault")
        for _ in 0..<4_000 {
            let cell = cases.cell()
            for column in UserColumn.allCases {
                guard case .value(let value) = cells.check(column, cell) else { continue }
                #expect(
                    cells.check(column, value) == .value(value), "\(column.name): \(cell)")
            }
        }
    }

    @Test func comparedFormIsItsOwnComparedForm() {
        var cases = CellGenerator(testing: "comparedFormIsItsOwnComparedForm")
        for _ in 0..<20_000 {
            let cell = cases.cell()
            if case .value(let name) = cells.check(.username, cell),
                case .value(let key) = cells.usernameKey(name)
            {
                #expect(cells.check(.username, key) == .value(key))
                #expect(cells.usernameKey(key) == .value(key))
            }
            if case .value(let address) = cells.check(.email, cell),
                case .value(let key) = cells.emailKey(address)
            {
                #expect(cells.emailKey(key) == .value(key), "\(cell)")
            }
        }
    }

    /// Blocks with cased, composed, wide or right-to-left letters.
    @Test(
        arguments: [
            0x80...0x3100, 0xA640...0xABFF, 0xF900...0xFFFF, 0x1_0400...0x1_0FFF,
            0x1_E900...0x1_E95F,
        ] as [ClosedRange<UInt32>])
    func everyScalarHasOneComparedForm(values: ClosedRange<UInt32>) {
        for value in values {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let name = "a\(Character(scalar))"
            if case .value = cells.check(.username, name),
                case .value(let key) = cells.usernameKey(name)
            {
                #expect(cells.usernameKey(key) == .value(key), "\(value)")
            }
            let address = name + "@x.de"
            if case .value = cells.check(.email, address),
                case .value(let key) = cells.emailKey(address)
            {
                #expect(cells.emailKey(key) == .value(key), "\(value)")
            }
        }
    }

    /// `é` and `xx` have as many octets, and the former keeps an address off the fast path.
    @Test func fastAndThoroughCheckOfAnAddressAgree() {
        var cases = CellGenerator(testing: "fastAndThoroughCheckOfAnAddressAgree")
        for _ in 0..<20_000 {
            let rest = cases.address()
            #expect(isAccepted("xx" + rest) == isAccepted("\u{E9}" + rest), "\(rest)")
        }
    }

    private func isAccepted(_ address: String) -> Bool {
        if case .value = cells.check(.email, address) { true } else { false }
    }
}

/// Makes cells that come close to what columns allow.
private struct CellGenerator {
    private var state: UInt64

    /// Takes the seed from `TEST_SEED`, else a fresh one, and prints it.
    init(testing name: String) {
        let given = getenv("TEST_SEED").flatMap { UInt64(String(cString: $0)) }
        state = given ?? UInt64.random(in: 1...UInt64(UInt32.max))
        print("\(name): TEST_SEED=\(state)")
    }

    private static let samples: [String] = [
        "ada@corp.example", "J\u{F6}rg@m\u{FC}nchen.de", "Ada.Lovelace", "\u{5D0}\u{5D1}1",
        "+44 (0)20 7946-0018", "0044 20 7946 0018", "2024-05-01", "2024-05-01T10:00:00+02:00",
        "staff;+admins|-guests", "en_US.UTF-8", "zh-Hant-TW", "Europe/Vienna", "default", "yes",
        "Add To Groups", "otp-sms", "007", "id:17", "ext:9", "JBSW Y3DP EHPK 3PXP", "1.23E+11",
        "$2b$12$abcdefghijklmnopqrstuv", "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g5czMy",
        "passe\u{301}word",
        "\u{628}\u{661}", "l\u{B7}l", "\u{FF21}\u{FF22}", "a@xn--mnchen-3ya.de", "GB", "usa",
    ]
    private static let marks = Array(
        "@.-+;|/: ()_aA1\u{E9}\u{301}\u{3A3}\u{130}\u{DF}\u{5D0}\u{661}\u{200D}\u{202E}\u{A0}\u{FF21}\u{2163}\u{7}\""
            .unicodeScalars)

    mutating func next(_ bound: Int) -> Int {
        // SplitMix64 (Steele, Lea and Flood, 2014).
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    /// A cell of at least one byte: random bytes, random scalars, or a sample with changes.
    mutating func cell() -> [UInt8] {
        switch next(4) {
        case 0: return (0...next(24)).map { _ in UInt8(next(256)) }
        case 1: return (0...next(12)).flatMap { _ in Array(String(Character(scalar())).utf8) }
        default: return Array(mutated(Self.samples[next(Self.samples.count)]).utf8)
        }
    }

    /// An ASCII text that resembles the rest of an address.
    mutating func address() -> String {
        var text = Array("ada.lovelace@mail.corp.example".unicodeScalars)
        for _ in 0..<next(4) {
            let place = next(text.count)
            let mark = Array("@.-+_ a1\"(xn--".unicodeScalars)[next(14)]
            switch next(3) {
            case 0: text[place] = mark
            case 1: text.insert(mark, at: place)
            default:
                let run = Array(repeating: Unicode.Scalar(UInt8(ascii: "b")), count: next(70))
                text.insert(contentsOf: run, at: place)
            }
        }
        return String(String.UnicodeScalarView(text))
    }

    private mutating func mutated(_ sample: String) -> String {
        var text = Array(sample.unicodeScalars)
        for _ in 0..<next(4) {
            let place = next(text.count)
            switch next(4) {
            case 0: text[place] = Self.marks[next(Self.marks.count)]
            case 1: text.insert(Self.marks[next(Self.marks.count)], at: place)
            case 2: text.insert(scalar(), at: place)
            default: if text.count > 1 { text.remove(at: place) }
            }
        }
        return String(String.UnicodeScalarView(text))
    }

    private mutating func scalar() -> Unicode.Scalar {
        let bounds = [0x80, 0x800, 0x3100, 0x11_0000]
        return Unicode.Scalar(UInt32(next(bounds[next(4)]))) ?? "\u{FFFD}"
    }
}
