import FeedFormats
import Provisioning

/// How a feed is read, chosen by one byte.
enum FuzzProfile {
    /// Limits near to what an input has: each bites now and then.
    static var smallLimits: Limits {
        var limits = Limits()
        limits.fieldBytesMax = 48
        limits.recordBytesMax = 160
        limits.columnsMax = 8
        limits.recordsMax = 12
        limits.xmlTextBytesMax = 64
        limits.xmlTagBytesMax = 64
        limits.xmlAttributesMax = 4
        limits.xmlNamesMax = 12
        limits.depthMax = 5
        return limits
    }

    static func limits(_ choice: UInt8) -> Limits {
        choice & 0x01 == 0 ? Limits() : smallLimits
    }

    /// Chunks so small that a file of a few records has several.
    static func inSmallChunks(_ limits: Limits) -> Limits {
        var limits = limits
        limits.chunkBytes = 64
        limits.chunkRecordsMax = 2
        return limits
    }

    static func profile(_ choice: UInt8, _ format: FeedFormat) -> FeedProfile {
        var profile = FeedProfile()
        if choice & 0x02 != 0 {
            profile.quoting = .backslash
            profile.commentPrefix = "#"
        }
        if choice & 0x04 != 0 {
            profile.rowsBeforeHeader = 1
            profile.rowsAfterHeader = 1
        }
        if choice & 0x08 != 0 {
            profile.skippedRows = ["Total"]
            profile.skipsRepeatedHeaders = true
            profile.skipsBlankRows = true
        }
        if choice & 0x10 != 0, format == .csv {
            profile.trailer = TrailerRule(mark: "TRL", includes: [.header, .trailer])
        }
        if choice & 0x20 != 0 {
            profile.unknownColumns = .attributes
            profile.badOptionalValue = .drop
            profile.keepTokens = ["-"]
            profile.trueWords = ["A"]
            profile.dateFormats = ["start_date": "DD.MM.YYYY", "end_date": "epoch-s"]
            profile.callingCodeFromCountry = true
        }
        if choice & 0x40 != 0 {
            profile.derivations = [
                "email": "{username}@corp.example", "username": "{first_name:1}{last_name}",
            ]
            profile.defaultCallingCode = "44"
        }
        if choice & 0x80 != 0 {
            profile.delimiter = 0x3B
            if format != .csv { profile.recordPath = ["feed", "person"] }
        }
        return profile
    }
}
