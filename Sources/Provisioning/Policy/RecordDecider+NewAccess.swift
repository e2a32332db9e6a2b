/// What a record that creates a user says about their access.
extension RecordDecider {
    /// Decides what a record says about a new user's access, where its layout may say something.
    @inline(never)
    func decideAccess(
        _ record: Int, of batch: RecordBatch, _ decision: inout RecordDecision,
        into chunk: DecidedChunk
    ) {
        let method = decision.secondFactor ?? defaultMethod(decision, chunk)
        guard let access = newAccess(record, of: batch, method: method) else { return }
        decision.accessIndex = Int32(chunk.newAccess.count)
        chunk.newAccess.append(access)
    }

    /// Whether a new user gets a password from the record.
    func setsPassword(_ decision: RecordDecision, _ chunk: DecidedChunk) -> Bool {
        decision.accessIndex >= 0 && chunk.newAccess[Int(decision.accessIndex)].password != nil
    }

    /// Owes the onboarding mail of a new user on a later day instead of at once.
    @inline(never)
    func postponeMail(
        until due: Instant, _ decision: inout RecordDecision, into chunk: DecidedChunk
    ) {
        decision.owesOnboardingMail = false
        if decision.accessIndex < 0 {
            decision.accessIndex = Int32(chunk.newAccess.count)
            chunk.newAccess.append(AccessChanges())
        }
        chunk.newAccess[Int(decision.accessIndex)].mails.append(OwedMail(.onboarding, dueAt: due))
    }

    /// Password, TOTP secret, password expiry and applications of a new user; nil: nothing.
    ///
    /// `method` is the second factor that the user will have.
    private func newAccess(
        _ record: Int, of batch: RecordBatch, method: SecondFactorMethod
    ) -> AccessChanges? {
        var access = AccessChanges()
        let password = batch.value(record, .password)
        if password.isValue {
            access.password = .cell
            checkPassword(password, of: batch, isOnlyFactor: method == .none)
        } else if let hash = batch.bytes(record, .passwordHash) {
            access.password = .importedHash
            if !context.canVerify(hash) {
                findings.append(
                    DecisionFinding(.fieldPasswordHashUnsupported, column: .passwordHash))
            }
        }
        if batch.value(record, .totpSecret).isValue {
            access.takesTOTPSecret = true
            access.enrols = .totp
        }
        let expiry = batch.value(record, .passwordExpires)
        if expiry.isValue {
            let day = ByteString(batch.chunk.bytes(expiry.range))
            if access.password == nil {
                findings.append(DecisionFinding(.fieldValueDropped, column: .passwordExpires))
            } else {
                access.passwordExpires = .some(day)
                if day > context.today, let due = Instant(day: day) {
                    access.mails.append(OwedMail(.passwordExpiring, dueAt: due, occasion: day))
                }
            }
        }
        let apps = batch.value(record, .apps)
        if apps.isValue {
            access.appsJoined = self.apps(batch.chunk.bytes(apps.range)).joins.sorted()
        }
        return access.isEmpty ? nil : access
    }

    /// What an `apps` cell asks for; one that nobody knows is refused.
    func apps(_ cell: UnsafeRawBufferPointer) -> AppRequest {
        var request = AppRequest()
        for item in GroupList(cell, separators: ASCIISet(context.profile.listSeparators)) {
            let name = ByteString(UnsafeRawBufferPointer(rebasing: cell[item.range]))
            guard let index = context.apps.index(of: name) else {
                request.isKnown = false
                continue
            }
            if item.operation == .bare { request.hasBareNames = true }
            if item.operation == .remove {
                request.leaves.insert(index)
            } else {
                request.joins.insert(index)
            }
        }
        if !request.isKnown { findings.append(DecisionFinding(.policyAppUnknown, column: .apps)) }
        return request
    }

    /// Compares an `apps` cell with what the user is assigned directly.
    func compareApps(
        _ record: Int, of batch: RecordBatch, user: UserState, into changes: inout UserChanges
    ) {
        let cell = batch.value(record, .apps)
        if cell.isClear {
            changes.access.appsLeft = withoutKept(apps: user.access.apps, of: user)
        }
        guard cell.isValue else { return }
        let request = apps(batch.chunk.bytes(cell.range))
        let assigned = Set(user.access.apps)
        changes.access.appsJoined = withoutKept(
            apps: request.joins.subtracting(assigned).sorted(), of: user)
        let replaces = context.profile.groupsMode == .replace && request.hasBareNames
        let leaves = user.access.apps.filter {
            replaces ? !request.joins.contains($0) : request.leaves.contains($0)
        }
        changes.access.appsLeft = withoutKept(apps: leaves, of: user)
    }

    private func checkPassword(
        _ cell: CellValue, of batch: RecordBatch, isOnlyFactor: Bool
    ) {
        let bytes = batch.chunk.bytes(cell.range)
        if isOnlyFactor, bytes.count < context.limits.passwordAloneBytesMin {
            findings.append(
                DecisionFinding(
                    .fieldPasswordTooShort, column: .password, related: UInt32(bytes.count),
                    other: UInt32(context.limits.passwordAloneBytesMin)))
        }
        guard !context.policy.passwordWords.isEmpty else { return }
        let lowered = NewPassword.lowered(ContiguousArray(bytes))
        if context.policy.passwordWords.contains(where: lowered.contains) {
            findings.append(DecisionFinding(.fieldPasswordForbiddenWord, column: .password))
        }
    }
}

/// What an `apps` cell asks for.
struct AppRequest {
    /// Named with `+`, or bare.
    var joins: Set<AppIndex> = []
    /// Named with `-`.
    var leaves: Set<AppIndex> = []
    /// Whether a bare name was among them, which `replace` takes as the whole list.
    var hasBareNames = false
    /// Whether the directory has all of them.
    var isKnown = true
}

extension ByteString {
    /// Whether these bytes have `part` among them; an empty one never.
    func contains(_ part: ByteString) -> Bool {
        let length = part.bytes.count
        guard length > 0, length <= bytes.count else { return false }
        return (0...bytes.count - length).contains { start in
            bytes[start..<start + length].elementsEqual(part.bytes)
        }
    }
}
