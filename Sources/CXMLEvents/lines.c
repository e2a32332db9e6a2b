// Counts line ends: LF, CR, and CR with LF as one.
//
// libxml2 counts LF alone, and editors do not.

#include "masks.h"
#include "reader.h"

void xe_count_lines(xe_reader *r, uint64_t offset) {
    uint8_t room[64];
    while (r->counted < offset) {
        uint64_t left = offset - r->counted;
        size_t count = left < 64 ? (size_t)left : 64;
        const uint8_t *block = xe_at(r, r->counted);
        if (count < 64) block = xe_block64(block, count, room);
        uint64_t feeds = xe_equal64(block, 0x0A);
        uint64_t returns = xe_equal64(block, 0x0D);
        uint64_t seconds = feeds & (returns << 1 | (r->ends_with_cr ? 1 : 0));
        uint64_t ends = feeds | returns;
        if (ends != 0) {
            r->line += (uint64_t)__builtin_popcountll(ends)
                - (uint64_t)__builtin_popcountll(seconds);
            r->line_start = r->counted + 64 - (uint64_t)__builtin_clzll(ends);
        }
        r->ends_with_cr = returns >> (count - 1) & 1;
        r->counted += count;
    }
}
