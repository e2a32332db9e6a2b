// Finds the end of plain text.

#include "lane.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Ends plain text, or is a reason to look closer: U+FFFE and U+FFFF, which are no characters,
// begin with 0xEF.
static inline bool is_special(uint8_t byte) {
    return byte < 0x20 || byte == '<' || byte == '&' || byte == '>' || byte == 0xEF;
}

const uint8_t *xe_text_end(const uint8_t *at, const uint8_t *end) {
    for (;;) {
#if defined(__SSE2__)
        const __m128i controls = _mm_set1_epi8(0x1F);
        const __m128i open = _mm_set1_epi8('<'), close = _mm_set1_epi8('>');
        const __m128i ampersand = _mm_set1_epi8('&'), doubtful = _mm_set1_epi8((char)0xEF);
        while (end - at >= 16) {
            __m128i block = _mm_loadu_si128((const __m128i *)at);
            __m128i hits = _mm_cmpeq_epi8(_mm_min_epu8(block, controls), block);
            hits = _mm_or_si128(hits, _mm_cmpeq_epi8(block, open));
            hits = _mm_or_si128(hits, _mm_cmpeq_epi8(block, close));
            hits = _mm_or_si128(hits, _mm_cmpeq_epi8(block, ampersand));
            hits = _mm_or_si128(hits, _mm_cmpeq_epi8(block, doubtful));
            int mask = _mm_movemask_epi8(hits);
            if (mask != 0) {
                at += __builtin_ctz((unsigned)mask);
                break;
            }
            at += 16;
        }
#endif
        while (at < end && !is_special(*at)) at++;
        if (at == end || (*at != 0x0A && *at != 0x09)) return at;
        at++;
    }
}
