// Makes the values of a record out of what the parser reports.
//
// Text that stands in the feed in one piece is not copied: its value is a place in the record. A
// copy is made of what references, CDATA sections, comments or line ends change.

#include "reader.h"

#include <stdlib.h>

bool xe_is_blank(const uint8_t *bytes, size_t count) {
    for (size_t index = 0; index < count; index++) {
        if (!xe_is_space(bytes[index])) return false;
    }
    return true;
}

// Notes what is wrong with an element; of several faults the graver one, then the first.
static void note_fault(xe_reader *r, xe_fault fault, const xe_open *element, uint32_t path) {
    if (r->current.fault != XE_RECORD_SOUND && r->current.fault <= fault) return;
    r->current.fault = fault;
    r->current.fault_at = element->content - r->current.offset;
    r->current.fault_path = path;
}

void xe_begin_record(xe_reader *r, uint64_t offset) {
    xe_count_lines(r, offset);
    r->current = (xe_record){
        .offset = offset, .line = r->line, .first_value = (uint32_t)r->value_count,
    };
    r->in_record = true;
    r->is_abandoned = false;
    r->has_frame = true;
}

void xe_end_record(xe_reader *r, uint64_t end) {
    r->in_record = false;
    xe_record *record = &r->current;
    record->length = end - record->offset;
    record->value_count = (uint32_t)(r->value_count - record->first_value);
    if (r->is_abandoned || record->length > r->limits.record_bytes) {
        record->fault = XE_RECORD_TOO_LONG;
        record->fault_at = 0;
        record->fault_path = 0;
    }
    r->is_abandoned = false;
    if (!xe_grow(
            r, (void **)&r->records, &r->record_capacity, r->record_count, sizeof(xe_record))) {
        return;
    }
    r->records[r->record_count++] = *record;
}

bool xe_append_text(xe_reader *r, const uint8_t *bytes, size_t count) {
    if (count == 0) return true;
    size_t needed = r->text_count + count;
    if (needed > r->text_capacity) {
        size_t capacity = r->text_capacity * 2 > needed ? r->text_capacity * 2 : needed + 1024;
        uint8_t *grown = realloc(r->text, capacity);
        if (grown == NULL) {
            xe_stop_reading(r, XE_MEMORY, xe_here(r));
            return false;
        }
        r->text = grown;
        r->text_capacity = capacity;
    }
    memcpy(r->text + r->text_count, bytes, count);
    r->text_count = needed;
    return true;
}

// Adds a value, blanks at its ends left out unless the element keeps them. Nothing is none where
// attributes say what there is to say.
void xe_append_value(
    xe_reader *r, xe_value value, const uint8_t *bytes, const xe_open *element
) {
    if ((value.flags & XE_VALUE_ATTRIBUTE) || !element->keeps_space) {
        while (value.length > 0 && xe_is_space(bytes[value.length - 1])) value.length--;
        while (value.length > 0 && xe_is_space(bytes[0])) {
            bytes++;
            value.start++;
            value.length--;
        }
    }
    bool is_told = value.length > 0 || (value.flags & (XE_VALUE_ATTRIBUTE | XE_VALUE_NIL)) != 0;
    if (!is_told && element->has_values) return;
    if (value.length > r->limits.field_bytes) {
        note_fault(r, XE_RECORD_FIELD_TOO_LONG, element, value.path);
        return;
    }
    if (!xe_grow(r, (void **)&r->values, &r->value_capacity, r->value_count, sizeof(xe_value))) {
        return;
    }
    r->values[r->value_count++] = value;
}

void xe_add_value(xe_reader *r, const xe_open *element, uint64_t end) {
    if (xe_is_beyond(r, end)) return;
    const uint8_t *close = xe_at(r, end) - 1;
    uint64_t content_end = element->content;
    // An empty-element tag ends where its content would begin.
    if (end != element->content) {
        while (*close != '<') close--;
        content_end = r->raw_offset + (uint64_t)(close - r->raw);
    }
    uint64_t record = r->current.offset;
    xe_value value = {
        .path = element->path,
        .raw_start = (uint32_t)(element->content - record),
        .raw_length = (uint32_t)(content_end - element->content),
    };
    if (r->depth > r->path_count + 1) value.flags = XE_VALUE_NESTED;
    const uint8_t *bytes = r->raw;
    if (element->is_nil) {
        value.flags |= XE_VALUE_NIL;
    } else if (element->text == XE_TEXT_RAW) {
        value.start = (uint32_t)(element->piece - record);
        value.length = element->piece_length;
        bytes = xe_at(r, element->piece);
    } else if (element->text == XE_TEXT_COPIED) {
        value.flags |= XE_VALUE_COPIED;
        value.start = element->text_first;
        value.length = (uint32_t)(r->text_count - element->text_first);
        bytes = r->text + element->text_first;
    } else {
        value.start = value.raw_start;
    }
    xe_append_value(r, value, bytes, element);
}

void xe_add_text(xe_reader *r, const uint8_t *bytes, size_t count, uint64_t offset) {
    xe_open *element = &r->open[r->depth - 1];
    uint64_t place = offset != XE_NOWHERE ? offset : xe_here(r);
    if (xe_is_beyond(r, place)) return;
    if (element->has_child || r->depth == r->path_count) {
        if (!xe_is_blank(bytes, count)) {
            note_fault(r, XE_RECORD_TEXT_MISPLACED, element, element->path);
        }
        return;
    }
    if (element->text == XE_TEXT_NONE && offset != XE_NOWHERE) {
        element->text = XE_TEXT_RAW;
        element->piece = offset;
        element->piece_length = (uint32_t)count;
        return;
    }
    if (element->text == XE_TEXT_RAW) {
        if (offset == element->piece + element->piece_length) {
            element->piece_length += (uint32_t)count;
            return;
        }
        element->text_first = (uint32_t)r->text_count;
        if (!xe_append_text(r, xe_at(r, element->piece), element->piece_length)) return;
    } else if (element->text == XE_TEXT_NONE) {
        element->text_first = (uint32_t)r->text_count;
    }
    element->text = XE_TEXT_COPIED;
    xe_append_text(r, bytes, count);
}

void xe_end_text_before_child(xe_reader *r, xe_open *element) {
    if (element->text == XE_TEXT_RAW && !r->is_abandoned) {
        if (!xe_is_blank(xe_at(r, element->piece), element->piece_length)) {
            note_fault(r, XE_RECORD_TEXT_MISPLACED, element, element->path);
        }
    } else if (element->text == XE_TEXT_COPIED) {
        size_t count = r->text_count - element->text_first;
        if (!xe_is_blank(r->text + element->text_first, count)) {
            note_fault(r, XE_RECORD_TEXT_MISPLACED, element, element->path);
        }
        r->text_count = element->text_first;
    }
    element->text = XE_TEXT_NONE;
    element->has_child = true;
}
