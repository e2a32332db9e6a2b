import Provisioning

/// Gives the text of another stage as UTF-8.
final class TranscodingStage: ByteStage {
    private let input: StageBuffer
    private let transcoder: any Transcoder

    init(_ source: any ByteStage, _ transcoder: any Transcoder) {
        input = StageBuffer(source)
        self.transcoder = transcoder
    }

    var consumedCount: UInt64 { input.suppliedCount }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        var filled = 0
        while buffer.count - filled >= ByteStageRoom.min {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let done = transcoder.transcode(input.bytes, into: room, isFinal: input.isEnded)
            input.use(done.consumed)
            filled += done.produced
            if done.consumed > 0 || done.produced > 0 { continue }
            if input.isEnded { break }
            try input.refill()
        }
        return filled
    }
}
