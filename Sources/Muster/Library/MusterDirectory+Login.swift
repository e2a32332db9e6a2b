import Provisioning

extension MusterDirectory {
    /// Says whether a user may sign in now, and records it where that is wanted.
    ///
    /// Call it at every sign-in, from any number of threads and processes: a code is good once and
    /// the device limit holds, however many come at the same time. Hashing a password takes some
    /// tens of milliseconds of one processor.
    /// - Parameters:
    ///   - user: a username, an e-mail address, `id:` with a number or `ext:` with an external id.
    ///   - evidence: what they have shown.
    /// - Returns: the answer; what is to be recorded is committed.
    /// - Throws: `MusterError` when nothing could be decided or written: status 1 for an application
    ///   that there is none of or a value that cannot be, 66 without a directory, 75 while the
    ///   directory is busy. Nothing was changed.
    public func checkLogin(
        of user: String, _ evidence: LoginEvidence
    ) throws(MusterError) -> LoginAnswer {
        do throws(RunHalt) {
            let check = LoginCheck(place, actor: actor)
            return LoginAnswer(try check.run(evidence.request(for: user)))
        } catch {
            throw MusterError(error)
        }
    }

    /// Says whether a user may sign in now, on another thread; see the synchronous method.
    public func checkLogin(
        of user: String, _ evidence: LoginEvidence
    ) async throws(MusterError) -> LoginAnswer {
        try await BlockingWork.run(.short) { (_) throws(MusterError) in
            try checkLogin(of: user, evidence)
        }
    }
}
