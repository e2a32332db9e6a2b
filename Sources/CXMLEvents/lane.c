// The fast lane: finds plain records without the parser.
//
// A record is plain if it has nothing but elements without prefixes, whose paths the parser has
// met before, attributes and texts without anything to be normalised, and the five entities that
// every document has. Such a record is well-formed, and ends as it began, whatever stands around
// it: the parser can go without it, and gives the same answers about the rest. Whatever is out of
// the ordinary is left to guard and parser, so that the lane never says what is wrong.
//
// Why it is here: 394 MB with 1,000,000 records of 11 values take libxml2 alone 1.0 s with handlers
// that do nothing; see docs/xml.md for what was measured.

#include "lane.h"

enum { PLAIN_DEPTH = 8, PLAIN_ATTRIBUTES = 8 };

typedef struct {
    xe_reader *r;
    const uint8_t *record;
    const uint8_t *at;
    const uint8_t *end;
    // Elements that are open within the record; level 0 is the record itself.
    uint32_t names[PLAIN_DEPTH];
    uint32_t paths[PLAIN_DEPTH];
    size_t level;
    // Whether the last start tag has attributes that are values.
    bool has_values;
} lane;

static bool has_name(const xe_node *node, const uint8_t *at, const uint8_t *end) {
    if ((size_t)(end - at) <= node->length) return false;
    if ((size_t)(end - at) >= 8) {
        uint64_t head;
        memcpy(&head, at, 8);
        if ((head ^ node->head) & node->head_mask) return false;
        if (node->length <= 8) return true;
    }
    return memcmp(at, node->name, node->length) == 0;
}

static bool ends_name(uint8_t byte, xe_path_kind kind) {
    switch (kind) {
    case XE_PATH_ELEMENT: return byte == '>' || byte == ' ' || byte == '/';
    case XE_PATH_ATTRIBUTE: return byte == '=';
    default: return byte == '"' || byte == '\'';
    }
}

// The known path of the name at `at`; 0: there is none.
static uint32_t find_path(const lane *l, uint32_t parent, const uint8_t *at, xe_path_kind kind) {
    xe_node *nodes = l->r->nodes;
    uint32_t path = nodes[parent].expected;
    for (int turn = 0; turn < 2; turn++) {
        while (path != 0) {
            const xe_node *node = &nodes[path];
            if (node->kind == kind && has_name(node, at, l->end)
                && ends_name(at[node->length], kind)) {
                nodes[parent].expected = node->next;
                return path;
            }
            path = turn == 0 ? 0 : node->next;
        }
        path = nodes[parent].first_child;
    }
    return 0;
}

static bool add_value(lane *l, xe_value value, const uint8_t *bytes) {
    xe_reader *r = l->r;
    while (value.length > 0 && xe_is_space(bytes[value.length - 1])) value.length--;
    while (value.length > 0 && xe_is_space(bytes[0])) {
        bytes++;
        value.start++;
        value.length--;
    }
    if (value.length > r->limits.field_bytes) return false;
    if (value.length == 0 && l->has_values && !(value.flags & XE_VALUE_ATTRIBUTE)) return true;
    if (r->value_count == r->value_capacity
        && !xe_grow(r, (void **)&r->values, &r->value_capacity, r->value_count, sizeof value)) {
        return false;
    }
    r->values[r->value_count++] = value;
    return true;
}

// Whether the element at hand is the list entry of a custom attribute: `attributes/attribute`.
static bool is_custom(const lane *l) {
    const xe_node *nodes = l->r->nodes;
    return l->level == 2 && nodes[l->names[2]].name == l->r->item_name
        && nodes[l->names[1]].name == l->r->list_name;
}

// Reads the `=` and the value of an attribute, and passes over it.
static xe_lane_end read_attribute_value(lane *l, const uint8_t **value, size_t *length) {
    if (l->end - l->at < 3) return XE_LANE_SHORT;
    uint8_t quote = l->at[1];
    if (quote != '"' && quote != '\'') return XE_LANE_OTHER;
    const uint8_t *next = l->at + 2;
    *value = next;
    while (next < l->end && *next != quote) {
        if (*next < 0x20 || *next == '<' || *next == '&' || *next == 0xEF) return XE_LANE_OTHER;
        next++;
    }
    if (l->end - next < 2) return XE_LANE_SHORT;
    *length = (size_t)(next - *value);
    l->at = next + 1;
    return XE_LANE_PLAIN;
}

// Reads the only attribute of a custom attribute's element, which is its name.
static xe_lane_end read_custom_name(lane *l) {
    if (l->end - l->at < 8) return XE_LANE_SHORT;
    if (memcmp(l->at, " name=", 6) != 0) return XE_LANE_OTHER;
    const uint8_t *value = NULL;
    size_t length = 0;
    l->at += 5;
    xe_lane_end end = read_attribute_value(l, &value, &length);
    if (end != XE_LANE_PLAIN) return end;
    uint32_t path = find_path(l, l->names[2], value, XE_PATH_NAMED);
    if (path == 0 || l->r->nodes[path].length != length) return XE_LANE_OTHER;
    l->paths[2] = path;
    return *l->at == ' ' ? XE_LANE_OTHER : XE_LANE_PLAIN;
}

// Reads the attributes of a start tag up to its `>` or `/`.
static xe_lane_end read_attributes(lane *l) {
    xe_reader *r = l->r;
    if (*l->at != ' ') return XE_LANE_PLAIN;
    if (is_custom(l)) return read_custom_name(l);
    uint32_t seen[PLAIN_ATTRIBUTES];
    for (uint32_t count = 0; *l->at == ' '; count++) {
        if (count == PLAIN_ATTRIBUTES || count == r->limits.attributes) return XE_LANE_OTHER;
        uint32_t path = find_path(l, l->paths[l->level], l->at + 1, XE_PATH_ATTRIBUTE);
        if (path == 0) return XE_LANE_OTHER;
        for (uint32_t index = 0; index < count; index++) {
            if (seen[index] == path) return XE_LANE_OTHER;
        }
        seen[count] = path;
        l->at += 1 + r->nodes[path].length;
        const uint8_t *value = NULL;
        size_t length = 0;
        xe_lane_end end = read_attribute_value(l, &value, &length);
        if (end != XE_LANE_PLAIN) return end;
        uint32_t start = (uint32_t)(value - l->record);
        xe_value found = {
            .path = path,
            .flags = XE_VALUE_ATTRIBUTE | (l->level > 0 ? XE_VALUE_NESTED : 0),
            .raw_start = start, .raw_length = (uint32_t)length,
            .start = start, .length = (uint32_t)length,
        };
        if (!add_value(l, found, value)) return XE_LANE_OTHER;
        l->has_values = true;
    }
    return XE_LANE_PLAIN;
}

// The character that a reference of every document stands for, and its length; 0: it is another.
static size_t read_entity(const uint8_t *at, const uint8_t *end, uint8_t *byte) {
    static const struct { const char *text; size_t length; uint8_t byte; } known[] = {
        { "&amp;", 5, '&' }, { "&lt;", 4, '<' }, { "&gt;", 4, '>' }, { "&apos;", 6, '\'' },
        { "&quot;", 6, '"' },
    };
    for (size_t index = 0; index < sizeof known / sizeof *known; index++) {
        size_t length = known[index].length;
        if ((size_t)(end - at) < length || memcmp(at, known[index].text, length) != 0) continue;
        *byte = known[index].byte;
        return length;
    }
    return 0;
}

// Reads text up to the next `<`. `*is_copied`: it has references, and stands in the text buffer.
static xe_lane_end read_text(lane *l, bool *is_copied) {
    const uint8_t *piece = l->at;
    *is_copied = false;
    for (;;) {
        const uint8_t *next = xe_text_end(l->at, l->end);
        l->at = next;
        if (next == l->end) return XE_LANE_SHORT;
        if (*next == '<') break;
        uint8_t byte = 0;
        size_t length = *next == '&' ? read_entity(next, l->end, &byte) : 0;
        if (length == 0) return l->end - next < 6 ? XE_LANE_SHORT : XE_LANE_OTHER;
        *is_copied = true;
        if (!xe_append_text(l->r, piece, (size_t)(next - piece))) return XE_LANE_OTHER;
        if (!xe_append_text(l->r, &byte, 1)) return XE_LANE_OTHER;
        l->at += length;
        piece = l->at;
    }
    if (*is_copied && !xe_append_text(l->r, piece, (size_t)(l->at - piece))) return XE_LANE_OTHER;
    return l->end - l->at < 3 ? XE_LANE_SHORT : XE_LANE_PLAIN;
}

// Passes over the start of a tag, up to behind the element's name.
static xe_lane_end open_child(lane *l) {
    xe_reader *r = l->r;
    if (l->level + 1 == PLAIN_DEPTH || r->path_count + l->level + 1 > r->limits.depth) {
        return XE_LANE_OTHER;
    }
    uint32_t path = find_path(l, l->paths[l->level], l->at + 1, XE_PATH_ELEMENT);
    if (path == 0) {
        // Unknown, or cut in two.
        const void *close = memchr(l->at, '>', (size_t)(l->end - l->at));
        return close != NULL ? XE_LANE_OTHER : XE_LANE_SHORT;
    }
    l->level++;
    l->names[l->level] = path;
    l->paths[l->level] = path;
    l->at += 1 + r->nodes[path].length;
    return XE_LANE_PLAIN;
}

// Passes over the end tag of the innermost element.
static xe_lane_end close_tag(lane *l) {
    const uint8_t *name = l->level > 0 ? NULL : l->r->record_name;
    size_t length = l->level > 0 ? l->r->nodes[l->names[l->level]].length : l->r->record_length;
    if (name == NULL) name = l->r->nodes[l->names[l->level]].name;
    if ((size_t)(l->end - l->at) < length + 3) return XE_LANE_SHORT;
    if (memcmp(l->at + 2, name, length) != 0 || l->at[2 + length] != '>') return XE_LANE_OTHER;
    if (length + 3 > l->r->limits.tag_bytes) return XE_LANE_OTHER;
    l->r->guard.last_lt = l->r->raw_offset + (uint64_t)(l->at - l->r->raw);
    l->at += length + 3;
    return XE_LANE_PLAIN;
}

static bool add_element(
    lane *l, const uint8_t *content, const uint8_t *end, bool is_copied, size_t text_first
) {
    if (l->level == 0) return !is_copied && xe_is_blank(content, (size_t)(end - content));
    uint32_t start = (uint32_t)(content - l->record);
    uint32_t length = (uint32_t)(end - content);
    xe_value value = {
        .path = l->paths[l->level], .flags = l->level > 1 ? XE_VALUE_NESTED : 0,
        .raw_start = start, .raw_length = length, .start = start, .length = length,
    };
    if (is_copied) {
        value.flags |= XE_VALUE_COPIED;
        value.start = (uint32_t)text_first;
        value.length = (uint32_t)(l->r->text_count - text_first);
        content = l->r->text + text_first;
    }
    return add_value(l, value, content);
}

// Reads the rest of a tag and the text behind it. `*is_open`: a child follows.
static xe_lane_end read_element(lane *l, const uint8_t *tag, bool *is_open) {
    xe_reader *r = l->r;
    l->has_values = false;
    xe_lane_end end = read_attributes(l);
    if (end != XE_LANE_PLAIN) return end;
    bool is_empty = *l->at == '/';
    if (l->end - l->at < 2) return XE_LANE_SHORT;
    if (l->at[is_empty ? 1 : 0] != '>') return XE_LANE_OTHER;
    l->at += is_empty ? 2 : 1;
    if ((size_t)(l->at - tag) > r->limits.tag_bytes) return XE_LANE_OTHER;
    *is_open = false;
    if (is_empty) {
        r->guard.last_lt = r->raw_offset + (uint64_t)(tag - r->raw);
        return add_element(l, l->at, l->at, false, 0) ? XE_LANE_PLAIN : XE_LANE_OTHER;
    }
    const uint8_t *content = l->at;
    // Blanks before a child are no text, whatever line ends they have.
    const uint8_t *child = content;
    while (child < l->end && xe_is_space(*child)) child++;
    if (l->end - child >= 3 && *child == '<' && child[1] != '/') {
        l->at = child;
        *is_open = true;
        return XE_LANE_PLAIN;
    }
    size_t text_first = r->text_count;
    bool is_copied = false;
    end = read_text(l, &is_copied);
    if (end != XE_LANE_PLAIN) return end;
    if (l->at[1] != '/') return XE_LANE_OTHER;
    if (!add_element(l, content, l->at, is_copied, text_first)) return XE_LANE_OTHER;
    return close_tag(l);
}

xe_lane_end xe_read_plain(xe_reader *r, const uint8_t *record, const uint8_t *end, size_t *length)
{
    lane l = { .r = r, .record = record, .at = record, .end = end };
    if ((size_t)(end - record) <= r->record_length + 1) return XE_LANE_SHORT;
    l.at += 1 + r->record_length;
    if (memcmp(record + 1, r->record_name, r->record_length) != 0
        || !ends_name(*l.at, XE_PATH_ELEMENT)) {
        return XE_LANE_OTHER;
    }
    const uint8_t *tag = record;
    for (;;) {
        bool is_open = false;
        xe_lane_end state = read_element(&l, tag, &is_open);
        // Behind an element that is closed come a sibling or the end of what it stands in.
        while (state == XE_LANE_PLAIN && !is_open) {
            if (l.level == 0) {
                *length = (size_t)(l.at - record);
                return XE_LANE_PLAIN;
            }
            l.level--;
            while (l.at < end && xe_is_space(*l.at)) l.at++;
            if (end - l.at < 3) return XE_LANE_SHORT;
            if (*l.at != '<') return XE_LANE_OTHER;
            if (l.at[1] == '/') {
                state = close_tag(&l);
            } else {
                is_open = true;
            }
        }
        if (state != XE_LANE_PLAIN) return state;
        tag = l.at;
        state = open_child(&l);
        if (state != XE_LANE_PLAIN) return state;
    }
}
