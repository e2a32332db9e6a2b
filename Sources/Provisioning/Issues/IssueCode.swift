/// Stable codes of everything that Muster reports, spelled `stage.subject.condition`.
///
/// A code is never reused or renamed. `docs/issue-codes.md` has a heading for each.
package enum IssueCode: String, CaseIterable, Sendable {
    // The feed as a whole.
    case feedFileMissing = "feed.file.missing"
    case feedFileUnreadable = "feed.file.unreadable"
    case feedFileEmpty = "feed.file.empty"
    case feedFileTooLarge = "feed.file.too-large"
    case feedFileChanged = "feed.file.changed"
    case feedFormatUnknown = "feed.format.unknown"
    case feedFormatMismatch = "feed.format.mismatch"
    case feedFormatUnavailable = "feed.format.unavailable"
    case feedEncodingUnsupported = "feed.encoding.unsupported"
    case feedEncodingMismatch = "feed.encoding.mismatch"
    case feedEncodingDoubtful = "feed.encoding.doubtful"
    case feedCompressionMalformed = "feed.compression.malformed"
    case feedCompressionTooHigh = "feed.compression.too-high"
    case feedRecordsTooMany = "feed.records.too-many"
    case feedRecordsMissing = "feed.records.missing"
    case feedTrailerMissing = "feed.trailer.missing"
    case feedTrailerMalformed = "feed.trailer.malformed"
    case feedTrailerMismatch = "feed.trailer.mismatch"
    case feedHeaderMissing = "feed.header.missing"
    case feedHeaderMalformed = "feed.header.malformed"
    case feedHeaderTooManyColumns = "feed.header.too-many-columns"
    case feedColumnColliding = "feed.column.colliding"
    case feedColumnUnknown = "feed.column.unknown"
    case feedColumnUnused = "feed.column.unused"
    case feedColumnMisspelled = "feed.column.misspelled"
    case feedColumnNotMapped = "feed.column.not-mapped"
    case feedColumnMapInvalid = "feed.column.map-invalid"
    case feedKeysMissing = "feed.keys.missing"

    // One CSV record.
    case csvQuoteUnclosed = "csv.quote.unclosed"
    case csvQuoteMisplaced = "csv.quote.misplaced"
    case csvFieldsTooFew = "csv.fields.too-few"
    case csvFieldsTooMany = "csv.fields.too-many"
    case csvByteNUL = "csv.byte.nul"
    case csvTextInvalidUTF8 = "csv.text.invalid-utf8"
    case csvFieldTooLong = "csv.field.too-long"
    case csvRecordTooLong = "csv.record.too-long"

    // An XML file as a whole.
    case xmlDocumentMalformed = "xml.document.malformed"
    case xmlDoctypeForbidden = "xml.doctype.forbidden"
    case xmlVersionUnsupported = "xml.version.unsupported"
    case xmlTagTooLong = "xml.tag.too-long"
    case xmlTextTooLong = "xml.text.too-long"
    case xmlAttributesTooMany = "xml.attributes.too-many"
    case xmlNamesTooMany = "xml.names.too-many"
    case xmlDepthTooDeep = "xml.depth.too-deep"
    case xmlElementSkipped = "xml.element.skipped"

    // One XML record.
    case xmlTextMisplaced = "xml.text.misplaced"
    case xmlTextInvalidUTF8 = "xml.text.invalid-utf8"
    case xmlFieldTooLong = "xml.field.too-long"
    case xmlRecordTooLong = "xml.record.too-long"

    // A JSON file as a whole.
    case jsonArrayMalformed = "json.array.malformed"
    case jsonDocumentWrapped = "json.document.wrapped"

    // One JSON record.
    case jsonRecordMalformed = "json.record.malformed"
    case jsonRecordNotObject = "json.record.not-object"
    case jsonRecordTooLong = "json.record.too-long"
    case jsonKeyRepeated = "json.key.repeated"
    case jsonKeysTooMany = "json.keys.too-many"
    case jsonDepthTooDeep = "json.depth.too-deep"
    case jsonFieldTooLong = "json.field.too-long"
    case jsonTextInvalidUTF8 = "json.text.invalid-utf8"

    // One field.
    case fieldColumnRepeated = "field.column.repeated"
    case fieldValueSeveral = "field.value.several"
    case fieldListSeparator = "field.list.separator"
    case fieldActionUnknown = "field.action.unknown"
    case fieldActionUnavailable = "field.action.unavailable"
    case fieldUserMissing = "field.user.missing"
    case fieldUserMalformed = "field.user.malformed"
    case fieldUsernameMissing = "field.username.missing"
    case fieldUsernameMalformed = "field.username.malformed"
    case fieldUsernameTooLong = "field.username.too-long"
    case fieldUsernameForbiddenCharacter = "field.username.forbidden-character"
    case fieldEmailMissing = "field.email.missing"
    case fieldEmailMalformed = "field.email.malformed"
    case fieldEmailTooLong = "field.email.too-long"
    case fieldAlternateEmailMalformed = "field.alternate-email.malformed"
    case fieldAlternateEmailTooLong = "field.alternate-email.too-long"
    case fieldExternalIDTooLong = "field.external-id.too-long"
    case fieldPhoneMalformed = "field.phone.malformed"
    case fieldPhoneCountryMissing = "field.phone.country-missing"
    case fieldPhoneTooLong = "field.phone.too-long"
    case fieldNumberMangled = "field.number.mangled"
    case fieldDateMalformed = "field.date.malformed"
    case fieldDateOutOfRange = "field.date.out-of-range"
    case fieldDateOrder = "field.date.order"
    case fieldBooleanMalformed = "field.boolean.malformed"
    case fieldDeviceLimitMalformed = "field.device-limit.malformed"
    case fieldDeviceLimitMissing = "field.device-limit.missing"
    case fieldSecondFactorUnknown = "field.second-factor.unknown"
    case fieldSecondFactorMissing = "field.second-factor.missing"
    case fieldGroupsMalformed = "field.groups.malformed"
    case fieldGroupsMissing = "field.groups.missing"
    case fieldAppsMalformed = "field.apps.malformed"
    case fieldLanguageMalformed = "field.language.malformed"
    case fieldTimezoneUnknown = "field.timezone.unknown"
    case fieldCountryUnknown = "field.country.unknown"
    case fieldTextForbiddenCharacter = "field.text.forbidden-character"
    case fieldTextTooLong = "field.text.too-long"
    case fieldPasswordTooShort = "field.password.too-short"
    case fieldPasswordTooLong = "field.password.too-long"
    case fieldPasswordContainsUser = "field.password.contains-user"
    case fieldPasswordHashUnsupported = "field.password-hash.unsupported"
    case fieldTOTPSecretMalformed = "field.totp-secret.malformed"
    case fieldCountMalformed = "field.count.malformed"
    case fieldClearNotAllowed = "field.clear.not-allowed"
    case fieldValueDropped = "field.value.dropped"
    case fieldColumnUnavailable = "field.column.unavailable"
    case fieldDerivedFailed = "field.derived.failed"

    // Several records of one file.
    case duplicateUsernameInFile = "duplicate.username.in-file"
    case duplicateEmailInFile = "duplicate.email.in-file"
    case duplicateExternalIDInFile = "duplicate.external-id.in-file"
    case duplicateUserInFile = "duplicate.user.in-file"

    // Finding the user.
    case matchUserNotFound = "match.user.not-found"
    case matchUserAmbiguous = "match.user.ambiguous"
    case matchUserExists = "match.user.exists"
    case matchUsernameDiffers = "match.username.differs"
    case matchEmailDiffers = "match.email.differs"
    case matchExternalIDDiffers = "match.external-id.differs"
    case matchKeysMissing = "match.keys.missing"

    // What the policies say.
    case policyDeviceLimitBelowMinimum = "policy.device-limit.below-minimum"
    case policyDeviceLimitAboveMaximum = "policy.device-limit.above-maximum"
    case policySecondFactorNoGateway = "policy.second-factor.no-gateway"
    case policySecondFactorNoPhone = "policy.second-factor.no-phone"
    case policySecondFactorNoEmail = "policy.second-factor.no-email"
    case policySecondFactorEnrolmentPending = "policy.second-factor.enrolment-pending"
    case policyGroupUnknown = "policy.group.unknown"
    case policyGroupCreated = "policy.group.created"
    case policyUserProtected = "policy.user.protected"
    case policyPasswordKept = "policy.password.kept"
    case policyAppUnknown = "policy.app.unknown"

    // What the directory says.
    case directoryUsernameTaken = "directory.username.taken"
    case directoryEmailTaken = "directory.email.taken"
    case directoryExternalIDTaken = "directory.external-id.taken"
    case directoryUserMoved = "directory.user.moved"
    case directoryFileUnusable = "directory.file.unusable"
    case directoryFileMode = "directory.file.mode"
    case directoryFileForeign = "directory.file.foreign"
    case directoryFileNewer = "directory.file.newer"
    case directoryFileMissing = "directory.file.missing"
    case directoryKeyMissing = "directory.key.missing"
    case directoryStorageFailed = "directory.storage.failed"
    case directoryGroupExists = "directory.group.exists"
    case directoryGroupNotFound = "directory.group.not-found"
    case directoryGroupHasMembers = "directory.group.has-members"

    // The run.
    case runDirectoryBusy = "run.directory.busy"
    case runGuardRejects = "run.guard.rejects"
    case runInterrupted = "run.interrupted"
    case runStale = "run.input.stale"
    case runNotFound = "run.history.not-found"
    case runRecordAlreadyApplied = "run.record.already-applied"
    case runAtomicAborted = "run.atomic.aborted"
    case runOutputUncreatable = "run.output.uncreatable"
    case runOutputFailed = "run.output.failed"
    case runInternalFault = "run.internal.fault"
    case usageCommandUnavailable = "usage.command.unavailable"
    case usageOptionInvalid = "usage.option.invalid"

    // The configuration.
    case configFileUnreadable = "config.file.unreadable"
    case configSyntaxInvalid = "config.syntax.invalid"
    case configKeyUnknown = "config.key.unknown"
    case configValueInvalid = "config.value.invalid"
    case configProfileUnknown = "config.profile.unknown"

    /// Whether a record with this finding can still be accepted.
    package var severity: IssueSeverity {
        switch self {
        case .feedEncodingDoubtful, .feedColumnUnknown, .feedColumnUnused, .feedColumnMisspelled,
            .xmlElementSkipped, .fieldValueDropped,
            .fieldNumberMangled, .policySecondFactorEnrolmentPending, .policyGroupCreated,
            .policyPasswordKept, .runRecordAlreadyApplied:
            .warning
        default: .error
        }
    }
}
