// Feeding: windows of bytes go through the fast lane, or through the guard to the parser.

#define _GNU_SOURCE
#include "lane.h"

// Bytes of a record that the fast lane may hold back until they are all there.
static const uint64_t held_max = 32 << 10;
// The fast lane rests after so many misses in a row, for so many bytes.
enum { MISSES_MAX = 16 };
static const uint64_t rest_bytes = 64 << 10;

// Whether a byte neither goes on with a character or line end, nor may be a part of `]]>` and the like.
static bool begins_alone(uint8_t byte) {
    return (byte & 0xC0) != 0x80 && memchr("]-?>\r\n", byte, 6) == NULL;
}

// How many of the bytes may be given to the parser at once: well below the length that it takes for
// an attack, and cut where no tag is, and nothing that only counts as a whole.
static size_t piece_length(const uint8_t *bytes, size_t count) {
    const size_t most = 1 << 20;
    if (count <= most) return count;
    const uint8_t *tag = memrchr(bytes + 1, '<', most - 1);
    if (tag != NULL) return (size_t)(tag - bytes);
    size_t piece = most;
    while (piece > 1 && !begins_alone(bytes[piece])) piece--;
    return piece > 1 ? piece : most;
}

// Gives bytes to the parser.
static void push(xe_reader *r, const uint8_t *bytes, size_t count) {
    while (count > 0 && r->found.reason == XE_GOING) {
        size_t piece = piece_length(bytes, count);
        r->fed += piece;
        xmlParseChunk(r->parser, (const char *)bytes, (int)piece, 0);
        if (!r->parser->wellFormed) xe_stop_reading(r, XE_MALFORMED, r->fed);
        bytes += piece;
        count -= piece;
    }
}

// Has the parser look at all that it holds back, as nothing more will come: how much that is depends
// on how the feed was cut. What a section holds that is not closed, and the last byte of a text, it
// looks at with something behind them only.
static void end_parsing(xe_reader *r, const char *next) {
    char end[8] = "";
    if (r->guard.mode == XE_CDATA) strcat(end, "]]>");
    if (r->depth > 0) strcat(end, next);
    xmlParseChunk(r->parser, end, (int)strlen(end), 1);
}

// Stops for what no parser is shown. What is wrong in what stands before comes first.
static void stop_before_parser(xe_reader *r, xe_stop reason, uint64_t offset) {
    r->is_cut_short = true;
    if (r->found.reason == XE_GOING) end_parsing(r, "<");
    xe_stop_reading(r, reason, offset);
}

enum { REPLACED_MAX = 4096 };

// Copies bytes of text, with a question mark in the place of each that is not UTF-8, up to a `<` or
// to a character that may go on behind the end. Says how many.
static size_t replace_invalid(
    const uint8_t *bytes, size_t count, bool is_final, uint8_t copy[REPLACED_MAX]
) {
    if (count > REPLACED_MAX) {
        count = REPLACED_MAX;
        is_final = false;
    }
    const uint8_t *tag = memchr(bytes, '<', count);
    if (tag != NULL) count = (size_t)(tag - bytes);
    size_t done = 0;
    while (done < count) {
        size_t tail = 0;
        size_t left = count - done;
        size_t valid = xe_utf8_valid(bytes + done, left, is_final || tag != NULL, &tail);
        memcpy(copy + done, bytes + done, valid - tail);
        done += valid - tail;
        if (valid == left) break;
        copy[done++] = '?';
    }
    return done;
}

// Feeds text with bytes in it that are not UTF-8, the first one first: each costs its record, and
// the parser sees a question mark.
static void push_invalid(xe_reader *r, const uint8_t *bytes, size_t count, bool is_final) {
    uint8_t copy[REPLACED_MAX];
    if (!r->in_record) {
        r->found.byte = bytes[0];
        stop_before_parser(r, XE_INVALID_UTF8, r->fed);
        return;
    }
    bool is_first = r->current.fault != XE_RECORD_INVALID_UTF8;
    if (is_first && r->fed - r->current.offset < r->limits.record_bytes) {
        r->current.fault = XE_RECORD_INVALID_UTF8;
        r->current.fault_at = r->fed - r->current.offset;
        r->current.fault_byte = bytes[0];
    }
    // In comments, sections and instructions the bytes behind may end them.
    size_t most = r->guard.mode == XE_CONTENT ? count : 1;
    size_t length = replace_invalid(bytes, most, is_final || most < count, copy);
    uint64_t end = r->guard.last_lt + r->limits.text_bytes;
    size_t room = end > r->fed ? (size_t)(end - r->fed) : 0;
    push(r, copy, length < room ? length : room);
    if (length > room) stop_before_parser(r, XE_TEXT_TOO_LONG, end);
}

static void finish(xe_reader *r) {
    if (r->found.reason != XE_GOING) return;
    r->is_ending = true;
    end_parsing(r, " ");
    if (r->found.reason == XE_GOING && (!r->parser->wellFormed || r->depth > 0)) {
        xe_stop_reading(r, XE_MALFORMED, xe_here(r));
    }
}

static bool may_use_lane(const xe_reader *r) {
    return r->limits.has_lane && r->has_frame && r->fed >= r->lane_from
        && xe_is_between_records(r) && (r->depth == 0 || !r->open[r->depth - 1].keeps_space);
}

// Notes a plain record, which the parser will not see.
static void take_plain(xe_reader *r, uint64_t place, size_t length, size_t first_value) {
    xe_begin_record(r, place);
    r->current.first_value = (uint32_t)first_value;
    uint64_t end = place + length;
    xe_end_record(r, end);
    r->start += end - r->fed;
    r->fed = end;
}

// Takes plain records from the place that is fed next on, up to `end`.
static xe_lane_end run_lane(xe_reader *r, const uint8_t *end) {
    xe_lane_end state = XE_LANE_PLAIN;
    uint64_t first = r->fed;
    while (state == XE_LANE_PLAIN && r->found.reason == XE_GOING) {
        const uint8_t *at = xe_at(r, r->fed);
        while (at < end && xe_is_space(*at)) at++;
        if (end - at < 2) {
            state = XE_LANE_SHORT;
            break;
        }
        uint64_t place = r->raw_offset + (uint64_t)(at - r->raw);
        size_t values = r->value_count, text = r->text_count, length = 0;
        uint64_t last_lt = r->guard.last_lt;
        state = *at == '<' ? xe_read_plain(r, at, end, &length) : XE_LANE_OTHER;
        bool is_short = length <= r->limits.record_bytes
            && place + length - last_lt <= r->limits.text_bytes;
        if (state == XE_LANE_PLAIN && is_short) {
            take_plain(r, place, length, values);
        } else {
            if (state == XE_LANE_PLAIN) state = XE_LANE_OTHER;
            r->guard.last_lt = last_lt;
            r->value_count = values;
            r->text_count = text;
        }
    }
    if (r->fed > first) {
        r->lane_misses = 0;
        if (r->stray_line == 0) {
            xe_count_lines(r, r->fed);
            r->gap_line = r->line;
        }
    } else if (state == XE_LANE_OTHER && ++r->lane_misses >= MISSES_MAX) {
        r->lane_misses = 0;
        r->lane_from = r->fed + rest_bytes;
    }
    return state;
}

// Where the parser may stop for the fast lane: behind the tag before the next record that begins
// behind `at`; `end`: there is no such place.
static const uint8_t *next_stop(const xe_reader *r, const uint8_t *at, const uint8_t *end) {
    const uint8_t *first = at;
    while (at < end && xe_is_space(*at)) at++;
    while (end - at > 2) {
        const uint8_t *next = memchr(at + 1, '<', (size_t)(end - at - 1));
        if (next == NULL) return end;
        at = next;
        if ((size_t)(end - at) < r->record_length + 2) return end;
        if (memcmp(at + 1, r->record_name, r->record_length) != 0) continue;
        while (next > first && xe_is_space(next[-1])) next--;
        return next > first ? next : end;
    }
    return end;
}

// Feeds bytes through the guard up to `stop`; whether there is a reason to go on.
static bool feed_parser(
    xe_reader *r, const uint8_t *next, const uint8_t *stop, xe_then then, bool *holds_tag
) {
    size_t count = (size_t)(stop - next);
    xe_scanned scanned = xe_guard_scan(r, next, count, then);
    *holds_tag = scanned.holds_tag;
    push(r, next, scanned.safe);
    if (scanned.is_masked) push(r, (const uint8_t *)"?", 1);
    if (r->found.reason == XE_GOING && r->guard.reason != XE_GOING) {
        stop_before_parser(r, r->guard.reason, r->guard.offset);
    }
    return r->found.reason == XE_GOING
        && (scanned.safe == count || scanned.is_masked || then == XE_THEN_INVALID);
}

// Feeds what is UTF-8 up to `end`; whether all of it is fed but for what `holds_tag` says.
static bool feed_clean(xe_reader *r, const uint8_t *end, xe_then then, bool *holds_tag) {
    while (xe_at(r, r->fed) < end) {
        const uint8_t *stop = end;
        if (r->limits.has_lane && r->has_frame && r->fed >= r->lane_from) {
            if (may_use_lane(r)) {
                xe_lane_end state = run_lane(r, end);
                uint64_t left = (uint64_t)(end - xe_at(r, r->fed));
                if (r->found.reason != XE_GOING) return false;
                bool holds = state == XE_LANE_SHORT && then == XE_THEN_MORE
                    && left <= held_max && left <= r->limits.record_bytes;
                if (holds) return false;
            }
            if (xe_at(r, r->fed) == end) break;
            stop = next_stop(r, xe_at(r, r->fed), end);
        }
        xe_then after = stop == end ? then : XE_THEN_TAG;
        if (!feed_parser(r, xe_at(r, r->fed), stop, after, holds_tag)) return false;
        if (*holds_tag) return true;
    }
    return true;
}

bool xe_feed(
    xe_reader *r, const uint8_t *bytes, uint64_t offset, size_t count, bool is_final
) {
    r->raw = bytes;
    r->raw_offset = offset;
    r->raw_end = offset + count;
    while (r->fed < r->raw_end && r->found.reason == XE_GOING) {
        const uint8_t *next = xe_at(r, r->fed);
        size_t left = (size_t)(r->raw_end - r->fed);
        size_t tail = 0;
        size_t valid = xe_utf8_valid(next, left, is_final, &tail);
        bool is_cut = valid < left;
        bool holds_tag = false;
        xe_then then = is_cut ? XE_THEN_INVALID
            : is_final        ? XE_THEN_NOTHING
                              : XE_THEN_MORE;
        if (!feed_clean(r, next + valid - tail, then, &holds_tag) || !is_cut) break;
        if (holds_tag) {
            r->found.byte = next[valid];
            stop_before_parser(r, XE_INVALID_UTF8, r->raw_end - left + valid);
        } else {
            push_invalid(r, next + valid, left - valid, is_final);
        }
    }
    if (is_final) finish(r);
    if (r->found.reason != XE_GOING) return false;
    if (!r->in_record || r->is_abandoned) xe_count_lines(r, xe_here(r));
    return true;
}
