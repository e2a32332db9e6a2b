// What the files of this target share.

#ifndef XE_READER_H
#define XE_READER_H

#include "include/CXMLEvents.h"

#include <libxml/parser.h>
#include <string.h>

enum { XE_ROOT_CHILDREN = 5, XE_TEXT_MAX = 256, XE_NAME_MAX = 96 };
// Paths within the records: far more than there can be columns.
enum { XE_PATHS_MAX = 1 << 16 };

static const uint64_t XE_NOWHERE = UINT64_MAX;

typedef enum { XE_PATH_ELEMENT, XE_PATH_ATTRIBUTE, XE_PATH_NAMED } xe_path_kind;

// A path within the record, in a tree: number 0 is the record itself.
typedef struct {
    const xmlChar *name;
    size_t length;
    // The first eight bytes of the name, and which of them it has.
    uint64_t head, head_mask;
    uint32_t parent;
    uint32_t first_child;
    uint32_t last_child;
    uint32_t next;
    // Child that is likely to come next, as records are alike; 0: no guess.
    uint32_t expected;
    xe_path_kind kind;
} xe_node;

// How the text of an element stands so far.
typedef enum { XE_TEXT_NONE, XE_TEXT_RAW, XE_TEXT_COPIED } xe_text_state;

// An open element.
typedef struct {
    const xmlChar *name;
    // First byte behind its start tag.
    uint64_t content;
    // Place of its text while it stands in one piece of the feed.
    uint64_t piece;
    uint32_t piece_length;
    // Its text in the buffer, from here on.
    uint32_t text_first;
    uint32_t path;
    xe_text_state text;
    bool has_child;
    // Whether it has attributes that are values.
    bool has_values;
    bool is_nil;
    bool keeps_space;
} xe_open;

typedef enum { XE_CONTENT, XE_COMMENT, XE_CDATA, XE_PI } xe_mode;

// What the guard remembers between two windows.
typedef struct {
    xe_mode mode;
    // Place of the last `<`.
    uint64_t last_lt;
    // Where the contents of a comment, CDATA section or instruction begin.
    uint64_t special;
    // What the guard has found, if it has.
    xe_stop reason;
    uint64_t offset;
} xe_guard;

struct xe_reader {
    xe_limits limits;
    xmlParserCtxtPtr parser;
    const xmlChar **path;
    size_t path_count;
    // The last name of the path.
    const xmlChar *record_name;
    size_t record_length;
    const xmlChar *nil_uri, *nil_name, *xml_prefix, *space_name, *list_name, *item_name, *key_name;

    // The bytes at hand, and how far they are fed.
    const uint8_t *raw;
    uint64_t raw_offset;
    uint64_t raw_end;
    uint64_t start;
    uint64_t fed;
    xe_guard guard;
    // The fast lane is not tried again before this place, as it has been in vain for a while.
    uint64_t lane_from;
    uint32_t lane_misses;

    // Line ends are counted up to `counted`.
    uint64_t counted;
    uint64_t line;
    uint64_t line_start;
    bool ends_with_cr;
    // All bytes are fed, and the parser is asked what is missing.
    bool is_ending;
    // The parser is made to look at all it has, as it is shown no more.
    bool is_cut_short;

    // Open elements, and how many of the first ones are on the way to a record.
    xe_open *open;
    size_t depth;
    size_t matched;

    xe_node *nodes;
    size_t node_count, node_capacity;
    // Names seen, as addresses in libxml2's dictionary, in a table of open addressing.
    const xmlChar **names;
    size_t name_count, name_mask;

    xe_record *records;
    size_t record_count, record_capacity;
    xe_value *values;
    size_t value_count, value_capacity;
    uint8_t *text;
    size_t text_count, text_capacity;

    // The record that is open; in_record: there is one.
    xe_record current;
    bool in_record;
    bool is_abandoned;

    // Start tags that lead to the first record.
    char **frame;
    size_t *frame_lengths;
    bool has_frame;
    xe_skipped *skipped;
    size_t skipped_count;
    // Line on which the gap begins that the parser is in, and that of the first gap with text.
    uint64_t gap_line, stray_line;
    const xmlChar *root_name;
    uint64_t root_line;
    const xmlChar *root_children[XE_ROOT_CHILDREN];

    xe_finding found;
    char found_text[XE_TEXT_MAX], found_name[XE_NAME_MAX], found_other[XE_NAME_MAX];
};

// Place in the feed of what the parser looks at.
static inline uint64_t xe_here(const xe_reader *r) {
    const xmlParserInput *in = r->parser->input;
    return r->start + in->consumed + (uint64_t)(in->cur - in->base);
}

// The byte at a place that is at hand.
static inline const uint8_t *xe_at(const xe_reader *r, uint64_t offset) {
    return r->raw + (offset - r->raw_offset);
}

static inline bool xe_is_space(uint8_t byte) {
    return byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D;
}

// Whether the record is already longer than it may be, so that nothing of it need be kept.
static inline bool xe_is_beyond(const xe_reader *r, uint64_t place) {
    return r->is_abandoned || place - r->current.offset > r->limits.record_bytes;
}

bool xe_is_blank(const uint8_t *bytes, size_t count);

// What follows the bytes that the guard is shown.
typedef enum {
    // Nobody knows yet.
    XE_THEN_MORE,
    // Bytes that are not UTF-8.
    XE_THEN_INVALID,
    // A `<`, blanks before it or not.
    XE_THEN_TAG,
    XE_THEN_NOTHING
} xe_then;

// What the guard says of the bytes that it is shown.
typedef struct {
    // How many of them may be fed.
    size_t safe;
    // What is held back begins with a `<`.
    bool holds_tag;
    // The byte behind those is fed, but the parser must see another one in its place.
    bool is_masked;
} xe_scanned;

// guard.c: looks at `count` bytes, which stand at the place that is fed next.
xe_scanned xe_guard_scan(xe_reader *r, const uint8_t *bytes, size_t count, xe_then then);

// utf8.c: index of the first byte that is not UTF-8, or `count`; `tail`: bytes at the end that may
// be the beginning of a character.
size_t xe_utf8_valid(const uint8_t *bytes, size_t count, bool is_final, size_t *tail);

// lines.c
void xe_count_lines(xe_reader *r, uint64_t offset);

// names.c: whether the name may be there; stops the reader if not.
bool xe_note_name(xe_reader *r, const xmlChar *name);
// paths.c: number of a child's path; 0: reading has stopped.
uint32_t xe_child_path(xe_reader *r, uint32_t parent, const xmlChar *name, xe_path_kind kind);

// values.c
void xe_begin_record(xe_reader *r, uint64_t offset);
void xe_end_record(xe_reader *r, uint64_t end);
void xe_add_value(xe_reader *r, const xe_open *element, uint64_t end);
void xe_append_value(
    xe_reader *r, xe_value value, const uint8_t *bytes, const xe_open *element);
void xe_add_text(xe_reader *r, const uint8_t *bytes, size_t count, uint64_t offset);
bool xe_append_text(xe_reader *r, const uint8_t *bytes, size_t count);
void xe_end_text_before_child(xe_reader *r, xe_open *element);

// attributes.c
void xe_add_attributes(
    xe_reader *r, xe_open *element, const uint8_t *tag, int count, const xmlChar **attributes);

// handlers.c
void xe_set_handlers(xmlSAXHandler *handler);

// Stops reading for good; the first reason stays.
void xe_stop_reading(xe_reader *r, xe_stop reason, uint64_t offset);

// Makes room for one more of `count` things; stops reading if there is no memory.
bool xe_grow(xe_reader *r, void **things, size_t *capacity, size_t count, size_t size);

#endif
