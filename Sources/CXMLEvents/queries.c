// What a reader tells about itself.

#include "reader.h"

const xe_record *xe_records(const xe_reader *r) { return r->records; }
size_t xe_record_count(const xe_reader *r) { return r->record_count; }
const xe_value *xe_values(const xe_reader *r) { return r->values; }
const uint8_t *xe_text(const xe_reader *r) { return r->text; }

bool xe_is_open(const xe_reader *r) { return r->in_record; }
uint64_t xe_open_offset(const xe_reader *r) { return r->current.offset; }
uint64_t xe_open_length(const xe_reader *r) { return xe_here(r) - r->current.offset; }

void xe_abandon_open(xe_reader *r) {
    if (!r->in_record) return;
    r->is_abandoned = true;
    xe_count_lines(r, xe_here(r));
}

void xe_finish_open(xe_reader *r) {
    if (!r->in_record) return;
    r->is_abandoned = true;
    xe_end_record(r, r->fed);
}

bool xe_is_between_records(const xe_reader *r) {
    return r->found.reason == XE_GOING && !r->in_record && r->depth + 1 == r->path_count
        && r->matched == r->depth && r->guard.mode == XE_CONTENT && xe_here(r) == r->fed;
}

size_t xe_path_count(const xe_reader *r) { return r->node_count; }

xe_finding xe_found(const xe_reader *r) {
    xe_finding found = r->found;
    found.text = r->found_text;
    found.name = r->found_name;
    found.other_name = r->found_other;
    return found;
}

const char *xe_frame_tag(const xe_reader *r, size_t level, size_t *length) {
    *length = r->frame_lengths[level];
    return level + 1 < r->path_count && *length > 0 ? r->frame[level] : NULL;
}

bool xe_has_frame(const xe_reader *r) { return r->has_frame; }
const xe_skipped *xe_skipped_elements(const xe_reader *r) { return r->skipped; }
size_t xe_skipped_count(const xe_reader *r) { return r->skipped_count; }
uint64_t xe_stray_line(const xe_reader *r) { return r->stray_line; }
uint64_t xe_root_line(const xe_reader *r) { return r->root_line; }

const char *xe_root_name(const xe_reader *r) { return (const char *)r->root_name; }

const char *xe_root_child(const xe_reader *r, size_t index) {
    return index < XE_ROOT_CHILDREN ? (const char *)r->root_children[index] : NULL;
}

const char *xe_open_name(const xe_reader *r) {
    return r->depth > 0 ? (const char *)r->open[r->depth - 1].name : NULL;
}

const char *xe_library_version(void) { return xmlParserVersion; }
