// The fast lane and what it is made of.

#ifndef XE_LANE_H
#define XE_LANE_H

#include "reader.h"

// How a look at a record has ended.
typedef enum {
    XE_LANE_PLAIN,
    // The parser must see it.
    XE_LANE_OTHER,
    // Plain so far, and not there to its end.
    XE_LANE_SHORT
} xe_lane_end;

// Reads the record at `record`, and notes its values, if it is plain.
xe_lane_end xe_read_plain(
    xe_reader *r, const uint8_t *record, const uint8_t *end, size_t *length);

// The first byte that is not plain text, line feeds and tabs included in it; `end`: there is none.
const uint8_t *xe_text_end(const uint8_t *at, const uint8_t *end);

#endif
