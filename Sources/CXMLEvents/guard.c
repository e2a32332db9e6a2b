// The guard: sees every byte before the parser does, and bounds what the parser can be made to do.
//
// It follows tags, comments, CDATA sections and processing instructions just as far as it takes to
// tell them apart. What is not well-formed it leaves to the parser, which ends the document there,
// so that it need not be right about anything behind.
//
// A tag is never fed in part: the guard holds it back until its end has come. Only a tag that is
// longer than the smallest number of bytes that could break a limit is looked at byte by byte; for
// all others the distance to the next `<`, which no tag may contain, is proof enough.

#include "masks.h"
#include "reader.h"

static const char doctype[] = "<!DOCTYPE";
static const char cdata[] = "<![CDATA[";

typedef struct {
    xe_reader *r;
    const uint8_t *bytes;
    size_t count;
    uint64_t at;
    xe_then then;
    // How many bytes may be fed; `count` so far.
    size_t safe;
    bool holds_tag;
    // The byte behind those must not be shown.
    bool is_masked;
    bool is_over;
    // What ended last, and where; a `<` may come too late for what stands before.
    xe_mode ended;
    uint64_t ended_at;
} scan;

static void refuse(scan *s, xe_stop reason, size_t safe, uint64_t offset) {
    if (offset < s->ended_at) s->r->guard.mode = s->ended;
    s->r->guard.reason = reason;
    s->r->guard.offset = offset;
    s->safe = safe;
    s->is_over = true;
}

// Holds back what begins with a `<` and is not whole, unless it never will be.
static void hold_back(scan *s, size_t from) {
    if (s->then == XE_THEN_TAG || s->then == XE_THEN_NOTHING) return;
    s->safe = from;
    s->holds_tag = true;
    s->is_over = true;
}

// Notes a `<`, which ends the text before it.
static bool note_lt(scan *s, size_t index) {
    xe_guard *g = &s->r->guard;
    uint64_t place = s->at + index;
    uint64_t most = s->r->limits.text_bytes;
    if (place - g->last_lt > most) {
        uint64_t offset = g->last_lt + most;
        refuse(s, XE_TEXT_TOO_LONG, offset > s->at ? (size_t)(offset - s->at) : 0, offset);
        return false;
    }
    g->last_lt = place;
    return true;
}

// Looks at the tag at `index` byte by byte up to `limit`; whether it is whole.
static bool measure_tag(scan *s, size_t index, size_t limit) {
    const xe_limits *limits = &s->r->limits;
    uint8_t quote = 0;
    uint32_t attributes = 0;
    for (size_t next = index + 1; next < limit; next++) {
        uint8_t byte = s->bytes[next];
        if (next - index >= limits->tag_bytes) {
            refuse(s, XE_TAG_TOO_LONG, index, s->at + index);
            return false;
        }
        if (quote != 0) {
            if (byte == quote) quote = 0;
        } else if (byte == '>') {
            return true;
        } else if (byte == '"' || byte == '\'') {
            quote = byte;
            if (++attributes > limits->attributes) {
                refuse(s, XE_ATTRIBUTES_TOO_MANY, index, s->at + index);
                return false;
            }
        }
    }
    return false;
}

// Handles a `<!`; gives the index to go on at.
static size_t enter_declaration(scan *s, size_t index) {
    xe_guard *g = &s->r->guard;
    const uint8_t *here = s->bytes + index;
    size_t left = s->count - index;
    if (left >= 4 && memcmp(here, "<!--", 4) == 0) {
        g->mode = XE_COMMENT;
        g->special = s->at + index + 4;
        return index + 4;
    }
    if (left < 9) {
        bool may_be = memcmp(here, doctype, left) == 0 || memcmp(here, cdata, left) == 0
            || (left < 4 && memcmp(here, "<!-", left) == 0);
        if (!may_be) return index + 2;
        hold_back(s, index);
        return s->count;
    }
    if (memcmp(here, doctype, 9) == 0) {
        refuse(s, XE_DOCTYPE, index, s->at + index);
        return s->count;
    }
    if (memcmp(here, cdata, 9) == 0) {
        g->mode = XE_CDATA;
        g->special = s->at + index + 9;
        return index + 9;
    }
    return index + 2;
}

// Passes over text and tags from `first` on, to the end or to where something else begins.
static size_t scan_content(scan *s, size_t first) {
    const xe_limits *limits = &s->r->limits;
    // An attribute takes five bytes at least: ` a=""`.
    size_t harmless = 5 * (size_t)limits->attributes;
    if (harmless > limits->tag_bytes) harmless = limits->tag_bytes;
    const size_t none = SIZE_MAX;
    size_t tag = none;
    uint8_t room[64];
    for (size_t base = first; base < s->count; base += 64) {
        const uint8_t *block = xe_block64(s->bytes + base, s->count - base, room);
        for (uint64_t hits = xe_equal64(block, '<'); hits != 0; hits &= hits - 1) {
            size_t index = base + (size_t)__builtin_ctzll(hits);
            if (tag != none && index - tag > harmless) {
                measure_tag(s, tag, index);
                if (s->is_over) return s->count;
            }
            tag = none;
            if (!note_lt(s, index)) return s->count;
            if (index + 1 == s->count) {
                tag = index;
                break;
            }
            uint8_t next = s->bytes[index + 1];
            if (next == '!') {
                size_t behind = enter_declaration(s, index);
                if (s->is_over || s->r->guard.mode != XE_CONTENT) return behind;
            } else if (next == '?') {
                s->r->guard.mode = XE_PI;
                s->r->guard.special = s->at + index + 2;
                return index + 2;
            } else {
                tag = index;
            }
        }
    }
    size_t next = s->count;
    while (s->then == XE_THEN_TAG && xe_is_space(s->bytes[next])) next++;
    if (tag != none && !measure_tag(s, tag, next) && !s->is_over) hold_back(s, tag);
    return s->count;
}

// Whether the `>` at `index` ends what is open.
static bool ends_special(const scan *s, size_t index) {
    const xe_guard *g = &s->r->guard;
    size_t length = g->mode == XE_PI ? 2 : 3;
    if (index + 1 < length || s->at + index + 1 - length < g->special) return false;
    const uint8_t *end = s->bytes + index + 1 - length;
    switch (g->mode) {
    case XE_COMMENT: return memcmp(end, "-->", 3) == 0;
    case XE_CDATA: return memcmp(end, "]]>", 3) == 0;
    default: return memcmp(end, "?>", 2) == 0;
    }
}

// Whether the `>` of a comment's first bytes, `<!-->` or `<!--->`, stands at `index`. It does not end
// the comment, but the parser takes it for the end if it is shown no other one.
static bool is_false_end(const scan *s, size_t index) {
    uint64_t place = s->at + index, first = s->r->guard.special;
    if (s->r->guard.mode != XE_COMMENT) return false;
    return place == first || (place == first + 1 && s->bytes[index - 1] == '-');
}

// Passes over a comment, CDATA section or instruction from `first` on, to its end or the last byte.
static size_t scan_special(scan *s, size_t first) {
    uint8_t room[64];
    for (size_t base = first; base < s->count; base += 64) {
        const uint8_t *block = xe_block64(s->bytes + base, s->count - base, room);
        uint64_t hits = xe_equal64(block, '<') | xe_equal64(block, '>');
        for (; hits != 0; hits &= hits - 1) {
            size_t index = base + (size_t)__builtin_ctzll(hits);
            if (s->bytes[index] == '>') {
                if (is_false_end(s, index)) {
                    s->safe = index;
                    s->is_masked = s->is_over = true;
                    return s->count;
                }
                if (!ends_special(s, index)) continue;
                s->ended = s->r->guard.mode;
                s->ended_at = s->at + index + 1;
                s->r->guard.mode = XE_CONTENT;
                return index + 1;
            }
            if (!note_lt(s, index)) return s->count;
            size_t left = s->count - index;
            if (memcmp(s->bytes + index, doctype, left < 9 ? left : 9) != 0) continue;
            if (left >= 9) {
                refuse(s, XE_DOCTYPE, index, s->at + index);
            } else if (s->then == XE_THEN_MORE) {
                hold_back(s, index);
            }
            if (s->is_over) return s->count;
        }
    }
    // Two bytes of an end that is cut in two must be there with the third one, and a character must
    // not be cut by that.
    if (s->then == XE_THEN_MORE) {
        s->safe = s->count < 2 ? 0 : s->count - 2;
        while (s->safe > 0 && (s->bytes[s->safe] & 0xC0) == 0x80) s->safe--;
    }
    return s->count;
}

xe_scanned xe_guard_scan(xe_reader *r, const uint8_t *bytes, size_t count, xe_then then) {
    scan s = { r, bytes, count, r->fed, then, count, false, false, false, XE_CONTENT, 0 };
    size_t index = 0;
    while (index < count && !s.is_over) {
        index = r->guard.mode == XE_CONTENT ? scan_content(&s, index) : scan_special(&s, index);
    }
    if (!s.is_over) {
        uint64_t most = r->limits.text_bytes;
        uint64_t end = s.at + count;
        if (end - r->guard.last_lt > most) {
            uint64_t offset = r->guard.last_lt + most;
            refuse(&s, XE_TEXT_TOO_LONG, offset > s.at ? (size_t)(offset - s.at) : 0, offset);
        }
    }
    if (s.safe > count) s.safe = count;
    // Each byte of `]]>` must be there with the other two.
    bool may_go_on = then == XE_THEN_MORE && r->guard.mode == XE_CONTENT
        && r->guard.reason == XE_GOING;
    for (int held = 0; may_go_on && held < 2; held++) {
        if (s.safe == 0 || bytes[s.safe - 1] != ']') break;
        s.safe--;
    }
    return (xe_scanned) { s.safe, s.holds_tag, s.is_masked };
}
