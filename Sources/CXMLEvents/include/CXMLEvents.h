// Reads the records of an XML document with libxml2's SAX2 push parser, behind a guard of bytes.
//
// libxml2's own headers pull in ICU's, which no Swift target may see; this header names none of
// them. Everything is flat: the reader notes records and values in arrays, and whoever feeds it
// looks at them when a call of `xe_feed` is over.
//
// Offsets are bytes of the feed, counted from its first one. What a record is made of is counted
// from the `<` of its start tag, so that it stays true when the bytes move in memory.

#ifndef CXMLEVENTS_H
#define CXMLEVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xe_reader xe_reader;

// Bounds; each bites at n + 1.
typedef struct {
    // Bytes from one `<` to the next.
    size_t text_bytes;
    // Bytes of a tag, `<` and `>` included.
    size_t tag_bytes;
    // Bytes of a record, from the `<` of its start tag to the `>` of its end tag.
    size_t record_bytes;
    // Bytes of a value.
    size_t field_bytes;
    // Attributes of a start tag, declarations of namespaces included.
    uint32_t attributes;
    // Elements within each other.
    uint32_t depth;
    // Different names in the whole document.
    uint32_t names;
    // Whether plain records take the fast lane; without it all is parsed, to the same effect.
    bool has_lane;
} xe_limits;

// Why reading has stopped for good.
typedef enum {
    XE_GOING = 0,
    XE_MALFORMED,
    XE_DOCTYPE,
    XE_VERSION,
    XE_TAG_TOO_LONG,
    XE_TEXT_TOO_LONG,
    XE_ATTRIBUTES_TOO_MANY,
    XE_NAMES_TOO_MANY,
    XE_DEPTH_TOO_DEEP,
    XE_INVALID_UTF8,
    XE_MEMORY
} xe_stop;

// What reading has stopped at.
typedef struct {
    xe_stop reason;
    uint64_t offset;
    uint64_t line;
    // Byte of the line, from 1.
    uint64_t column;
    // The byte at fault, of XE_INVALID_UTF8.
    uint8_t byte;
    // libxml2's number, of XE_MALFORMED.
    int32_t code;
    // libxml2's words and the names in them, NUL-terminated, cut; empty where there are none.
    const char *text;
    const char *name;
    const char *other_name;
} xe_finding;

typedef enum {
    XE_RECORD_SOUND = 0,
    XE_RECORD_TOO_LONG,
    XE_RECORD_INVALID_UTF8,
    XE_RECORD_TEXT_MISPLACED,
    XE_RECORD_FIELD_TOO_LONG
} xe_fault;

typedef struct {
    uint64_t offset;
    uint64_t length;
    uint64_t line;
    uint32_t first_value;
    uint32_t value_count;
    xe_fault fault;
    // Byte at which the fault is, or the content of the element at fault begins, counted from the
    // record's first one.
    uint64_t fault_at;
    // Path at fault, of XE_RECORD_FIELD_TOO_LONG and XE_RECORD_TEXT_MISPLACED; 0: the record.
    uint32_t fault_path;
    // The byte at fault, of XE_RECORD_INVALID_UTF8.
    uint8_t fault_byte;
} xe_record;

enum {
    // The value stands in `xe_text`; without it, in the record as it is written.
    XE_VALUE_COPIED = 1,
    // The element says that it is nil.
    XE_VALUE_NIL = 2,
    // The element does not stand directly in the record.
    XE_VALUE_NESTED = 4,
    // The value is that of an attribute.
    XE_VALUE_ATTRIBUTE = 8
};

typedef struct {
    uint32_t path;
    uint32_t flags;
    // Where it is written, from the record's first byte.
    uint32_t raw_start;
    uint32_t raw_length;
    // Where its text is: in the record, or in `xe_text`.
    uint32_t start;
    uint32_t length;
} xe_value;

// An element beside the records.
typedef struct {
    const char *name;
    uint64_t count;
    uint64_t first_line;
} xe_skipped;

// Makes a reader of the records at `path`, names from the root on; NULL if there is no memory.
xe_reader *xe_create(const xe_limits *limits, const char *const *path, size_t path_count);
void xe_destroy(xe_reader *reader);

// Says at which offset the document begins: behind a byte order mark. Before anything is fed.
void xe_begin(xe_reader *reader, uint64_t offset, uint64_t line);

// Parses what is new of the bytes at `offset`, which must begin no later than `xe_keep` said, and
// go as far as the last ones fed at least. `is_final`: the document ends with them.
// Says whether reading may go on; if not, see `xe_found`.
bool xe_feed(
    xe_reader *reader, const uint8_t *bytes, uint64_t offset, size_t count, bool is_final);

// Place of the first byte that the next call of `xe_feed` needs: that of the open record, or of
// whatever else is not complete.
uint64_t xe_keep(const xe_reader *reader);

// The records that are complete, their values and their copied text. Valid until the next feed.
const xe_record *xe_records(const xe_reader *reader);
size_t xe_record_count(const xe_reader *reader);
const xe_value *xe_values(const xe_reader *reader);
const uint8_t *xe_text(const xe_reader *reader);
// Forgets the records that are complete.
void xe_forget(xe_reader *reader);

// Whether a record is begun and not complete, and where it begins.
bool xe_is_open(const xe_reader *reader);
uint64_t xe_open_offset(const xe_reader *reader);
// Bytes of the open record that are parsed.
uint64_t xe_open_length(const xe_reader *reader);
// Makes the open record one that is too long; what is parsed of it from here on is not kept. The
// bytes that were fed last must still be where they were.
void xe_abandon_open(xe_reader *reader);
// Completes the open record as one that is too long.
void xe_finish_open(xe_reader *reader);
// Whether nothing is half read, and as many elements are open as lead to a record.
bool xe_is_between_records(const xe_reader *reader);

// Writes the name of a path within the record, such as `name.first` or `@id`, to the end of
// `room`, and says how long it is; longer than `size`: it is not written whole.
size_t xe_path(const xe_reader *reader, uint32_t path, char *room, size_t size);
size_t xe_path_count(const xe_reader *reader);

xe_finding xe_found(const xe_reader *reader);

// Start tags of the elements that lead to the first record, outermost first: NULL where there is
// none (yet).
const char *xe_frame_tag(const xe_reader *reader, size_t level, size_t *length);
// Whether a record has begun so far.
bool xe_has_frame(const xe_reader *reader);

const xe_skipped *xe_skipped_elements(const xe_reader *reader);
size_t xe_skipped_count(const xe_reader *reader);
// Line of the tag behind which the first text beside the records stands; 0: there is none.
uint64_t xe_stray_line(const xe_reader *reader);
// Name of the root, and of its first children; NULL: there is none.
const char *xe_root_name(const xe_reader *reader);
// Line on which the root begins; 0: there is none.
uint64_t xe_root_line(const xe_reader *reader);
const char *xe_root_child(const xe_reader *reader, size_t index);
// Name of the innermost element that is open; NULL: there is none.
const char *xe_open_name(const xe_reader *reader);

// Version of the libxml2 in use, such as `20914`; what may follow the digits tells of its build.
const char *xe_library_version(void);

#ifdef __cplusplus
}
#endif

#endif
