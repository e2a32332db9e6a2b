// Looks at 64 bytes at once: one bit a byte, the first byte the lowest.

#ifndef XE_MASKS_H
#define XE_MASKS_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>

static inline uint64_t xe_equal64(const uint8_t *bytes, uint8_t byte) {
    __m128i wanted = _mm_set1_epi8((char)byte);
    uint64_t mask = 0;
    for (int part = 0; part < 4; part++) {
        __m128i block = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        uint64_t hits = (uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, wanted));
        mask |= hits << (16 * part);
    }
    return mask;
}

static inline uint64_t xe_high64(const uint8_t *bytes) {
    uint64_t mask = 0;
    for (int part = 0; part < 4; part++) {
        __m128i block = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        mask |= (uint64_t)(uint16_t)_mm_movemask_epi8(block) << (16 * part);
    }
    return mask;
}

#else

static inline uint64_t xe_equal64(const uint8_t *bytes, uint8_t byte) {
    uint64_t mask = 0;
    for (int index = 0; index < 64; index++) mask |= (uint64_t)(bytes[index] == byte) << index;
    return mask;
}

static inline uint64_t xe_high64(const uint8_t *bytes) {
    uint64_t mask = 0;
    for (int index = 0; index < 64; index++) mask |= (uint64_t)(bytes[index] >> 7) << index;
    return mask;
}

#endif

// The 64 bytes at `bytes`, of which `count` are there; the others are 0. `room` is for a copy.
static inline const uint8_t *xe_block64(const uint8_t *bytes, size_t count, uint8_t *room) {
    if (count >= 64) return bytes;
    memset(room, 0, 64);
    memcpy(room, bytes, count);
    return room;
}

#endif
