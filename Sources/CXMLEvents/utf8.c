// Checks that bytes are UTF-8 (RFC 3629, 4), 64 at a time where they are ASCII.

#include "masks.h"
#include "reader.h"

// Length of the sequence at `bytes`; 0: it is not valid; -1: it is cut off and valid so far.
static int sequence(const uint8_t *bytes, size_t count) {
    uint8_t lead = bytes[0];
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    for (int index = 1; index < length; index++) {
        if ((size_t)index == count) return -1;
        if (bytes[index] < low || bytes[index] > high) return 0;
        low = 0x80;
        high = 0xBF;
    }
    return length;
}

size_t xe_utf8_valid(const uint8_t *bytes, size_t count, bool is_final, size_t *tail) {
    size_t index = 0;
    *tail = 0;
    while (index < count) {
        if (bytes[index] < 0x80) {
            while (index + 64 <= count && xe_high64(bytes + index) == 0) index += 64;
            while (index < count && bytes[index] < 0x80) index++;
            continue;
        }
        int length = sequence(bytes + index, count - index);
        if (length > 0) {
            index += (size_t)length;
            continue;
        }
        if (length == 0 || is_final) return index;
        *tail = count - index;
        return count;
    }
    return count;
}
