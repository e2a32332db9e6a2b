/// Exit statuses of the `muster` command; numbers from 64 on are those of `sysexits.h`.
package enum ExitStatus: Int32, Sendable {
    case allAccepted = 0
    case someRejected = 1
    case stopped = 2
    case interrupted = 3
    case usage = 64
    case malformedFile = 65
    case missingFile = 66
    case mailServerUnreachable = 69
    case internalFault = 70
    case cannotCreate = 73
    case inputOutput = 74
    case directoryBusy = 75
    case configuration = 78
}
