// What the parser reports, turned into records.

#define _GNU_SOURCE
#include "reader.h"

#include <libxml/xmlerror.h>
#include <stdlib.h>

// The `<` of the tag that ends before `place`; no tag has another one.
static uint64_t tag_start(const xe_reader *r, uint64_t place) {
    const uint8_t *at = xe_at(r, place) - 1;
    while (*at != '<') at--;
    return r->raw_offset + (uint64_t)(at - r->raw);
}

// The place behind the tag whose last bytes are at `here`; `here` itself if it does not end there.
static uint64_t tag_end(const xe_reader *r, uint64_t here) {
    size_t left = here < r->raw_end ? (size_t)(r->raw_end - here) : 0;
    if (left >= 1 && *xe_at(r, here) == '>') return here + 1;
    return left >= 2 && memcmp(xe_at(r, here), "/>", 2) == 0 ? here + 2 : here;
}

// Keeps the start tag of an element that leads to the records, until the first one has begun.
static void keep_frame_tag(xe_reader *r, size_t level, uint64_t first, uint64_t end) {
    size_t length = (size_t)(end - first);
    char *copy = realloc(r->frame[level], length);
    if (copy == NULL) return xe_stop_reading(r, XE_MEMORY, first);
    memcpy(copy, xe_at(r, first), length);
    r->frame[level] = copy;
    r->frame_lengths[level] = length;
}

// Notes the names near the root, for the message that there are no records.
static void note_root(xe_reader *r, const xmlChar *name, uint64_t offset) {
    if (r->depth == 0) {
        xe_count_lines(r, offset);
        r->root_name = name;
        r->root_line = r->line;
    }
    if (r->depth != 1) return;
    for (int index = 0; index < XE_ROOT_CHILDREN; index++) {
        if (r->root_children[index] == name) return;
        if (r->root_children[index] == NULL) {
            r->root_children[index] = name;
            return;
        }
    }
}

static void note_skipped(xe_reader *r, const xmlChar *name, uint64_t offset) {
    size_t index = 0;
    while (index < r->skipped_count && r->skipped[index].name != (const char *)name) index++;
    if (index == r->skipped_count) {
        xe_count_lines(r, offset);
        r->skipped[index] = (xe_skipped){ (const char *)name, 0, r->line };
        r->skipped_count++;
    }
    r->skipped[index].count++;
}

// Notes where a stretch of text beside the records begins.
static void note_gap(xe_reader *r, uint64_t offset) {
    if (r->stray_line != 0) return;
    xe_count_lines(r, offset);
    r->gap_line = r->line;
}

static void on_start(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
    int namespace_count, const xmlChar **namespaces, int attribute_count, int defaulted,
    const xmlChar **attributes
) {
    xe_reader *r = context;
    (void)prefix, (void)uri, (void)defaulted;
    uint64_t here = xe_here(r);
    uint64_t content = tag_end(r, here);
    // A tag that does not end is reported as well, and its fault only then.
    if (content == here) return;
    if (r->depth >= r->limits.depth) return xe_stop_reading(r, XE_DEPTH_TOO_DEEP, here);
    for (int index = 0; index < 2 * namespace_count; index++) {
        if (namespaces[index] != NULL && !xe_note_name(r, namespaces[index])) return;
    }
    xe_open *element = &r->open[r->depth];
    xe_open *above = r->depth > 0 ? element - 1 : NULL;
    *element = (xe_open){
        .name = name, .content = content, .keeps_space = above != NULL && above->keeps_space,
    };
    if (r->in_record) {
        if (above->text != XE_TEXT_NONE) xe_end_text_before_child(r, above);
        above->has_child = true;
        if (xe_is_beyond(r, here)) {
            if (!xe_note_name(r, name)) return;
        } else {
            element->path = xe_child_path(r, above->path, name, XE_PATH_ELEMENT);
            if (element->path == 0) return;
        }
        r->depth++;
        if (attribute_count > 0) {
            const uint8_t *tag = xe_at(r, tag_start(r, here));
            xe_add_attributes(r, element, tag, attribute_count, attributes);
        }
        return;
    }
    if (!xe_note_name(r, name)) return;
    uint64_t first = tag_start(r, here);
    if (!r->has_frame) note_root(r, name, first);
    bool leads = r->matched == r->depth && name == r->path[r->depth];
    if (r->matched == r->depth && !leads) note_skipped(r, name, first);
    if (leads) {
        r->matched++;
        if (r->matched == r->path_count) {
            xe_begin_record(r, first);
        } else if (!r->has_frame) {
            keep_frame_tag(r, r->depth, first, here + 1);
        }
    }
    r->depth++;
    if (attribute_count > 0) {
        xe_add_attributes(r, element, xe_at(r, first), attribute_count, attributes);
    }
    if (!r->in_record) note_gap(r, element->content);
}

static void on_end(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri
) {
    xe_reader *r = context;
    (void)name, (void)prefix, (void)uri;
    if (r->in_record) {
        uint64_t end = xe_here(r);
        if (r->depth == r->path_count) {
            xe_end_record(r, end);
        } else if (!r->open[r->depth - 1].has_child) {
            xe_add_value(r, &r->open[r->depth - 1], end);
        }
    }
    if (!r->in_record) note_gap(r, xe_here(r));
    r->depth--;
    if (r->matched > r->depth) r->matched = r->depth;
}

static void on_text(void *context, const xmlChar *bytes, int count) {
    xe_reader *r = context;
    if (r->in_record) {
        const xmlParserInput *in = r->parser->input;
        uint64_t offset = XE_NOWHERE;
        if (bytes >= in->base && bytes < in->end) {
            offset = r->start + in->consumed + (uint64_t)(bytes - in->base);
        }
        xe_add_text(r, bytes, (size_t)count, offset);
    } else if (r->depth == r->matched && !xe_is_blank(bytes, (size_t)count)) {
        if (r->stray_line == 0) r->stray_line = r->gap_line;
    }
}

static void on_cdata(void *context, const xmlChar *bytes, int count) {
    xe_reader *r = context;
    if (r->in_record) {
        xe_add_text(r, bytes, (size_t)count, XE_NOWHERE);
    } else {
        on_text(context, bytes, count);
    }
}

static void on_instruction(void *context, const xmlChar *target, const xmlChar *text) {
    (void)text;
    xe_note_name(context, target);
}

static void on_document(void *context) {
    xe_reader *r = context;
    const xmlChar *version = r->parser->version;
    if (version != NULL && strcmp((const char *)version, "1.0") != 0) {
        xe_stop_reading(r, XE_VERSION, r->start);
    }
}

// A document type has been refused by the guard; these stand behind it.
static void on_doctype(
    void *context, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id
) {
    xe_reader *r = context;
    (void)name, (void)public_id, (void)system_id;
    xe_stop_reading(r, XE_DOCTYPE, xe_here(r));
}

static xmlParserInputPtr on_external(
    void *context, const xmlChar *public_id, const xmlChar *system_id
) {
    on_doctype(context, NULL, public_id, system_id);
    return NULL;
}

static xmlEntityPtr on_entity(void *context, const xmlChar *name) {
    (void)context, (void)name;
    return NULL;
}

static void copy(char *room, size_t size, const char *text) {
    size_t length = text != NULL ? strnlen(text, size - 1) : 0;
    if (length > 0) memcpy(room, text, length);
    room[length] = 0;
}

// Whether something was begun and not ended, of which the parser's own place says little: in an open
// section, it depends on the pieces that the parser was given.
static bool is_unfinished(int code) {
    return code == XML_ERR_COMMENT_NOT_FINISHED || code == XML_ERR_PI_NOT_FINISHED
        || code == XML_ERR_CDATA_NOT_FINISHED;
}

// Whether what is missing may stand behind the last bytes that the parser was shown.
static bool is_missing(const xe_reader *r, int code) {
    bool is_in_root = r->depth > 0 || r->root_name == NULL;
    // Behind the bytes of the feed stands only what it was made to end with.
    if (xe_here(r) > r->fed) return true;
    return is_unfinished(code) || (code == XML_ERR_DOCUMENT_END && is_in_root)
        || (code == XML_ERR_DOCUMENT_EMPTY && xe_here(r) >= r->fed)
        || (code == XML_ERR_HYPHEN_IN_COMMENT && xe_here(r) + 2 >= r->fed);
}

// Place of the `]]>` at which the parser stands, or which ends the text that it is about to take.
static uint64_t section_end(const xe_reader *r, uint64_t here) {
    if (here < r->raw_offset || here > r->raw_end) return here;
    const uint8_t *end = memmem(xe_at(r, here), (size_t)(r->raw_end - here), "]]>", 3);
    return end != NULL ? r->raw_offset + (uint64_t)(end - r->raw) : here;
}

// Where what is at fault begins, which is before the place where the parser finds out.
static uint64_t fault_start(const xe_reader *r, int code, uint64_t here) {
    bool is_cut = code == XML_ERR_DOCUMENT_END || code == XML_ERR_TAG_NOT_FINISHED;
    if (r->is_ending && (is_unfinished(code) || (is_cut && r->depth > 0))) return r->raw_end;
    if (code == XML_ERR_MISPLACED_CDATA_END) return section_end(r, here);
    uint8_t lead = code == XML_ERR_TAG_NAME_MISMATCH ? '<'
        : code == XML_ERR_UNDECLARED_ENTITY         ? '&'
                                                    : 0;
    if (lead == 0) return here;
    uint64_t place = here;
    while (place > r->raw_offset && place > r->counted) {
        place--;
        if (*xe_at(r, place) == lead) return place;
    }
    return here;
}

static void on_error(void *context, xmlErrorPtr error) {
    xe_reader *r = context;
    if (r->found.reason != XE_GOING) return;
    // A relative name of a namespace means nothing less than an absolute one does.
    if (error->code == XML_WAR_NS_URI_RELATIVE && error->level == XML_ERR_WARNING) return;
    if (r->is_cut_short && is_missing(r, error->code)) return;
    bool is_version =
        error->code == XML_WAR_UNKNOWN_VERSION || error->code == XML_ERR_UNKNOWN_VERSION;
    copy(r->found_text, sizeof r->found_text, error->message);
    copy(r->found_name, sizeof r->found_name, error->str1);
    copy(r->found_other, sizeof r->found_other, error->str2);
    bool is_in_section = r->is_ending && r->guard.mode == XE_CDATA;
    r->found.code = is_in_section && error->code == XML_ERR_DOCUMENT_END
        ? XML_ERR_CDATA_NOT_FINISHED
        : error->code;
    xe_stop reason = error->code == XML_ERR_NO_MEMORY ? XE_MEMORY : XE_MALFORMED;
    xe_stop_reading(
        r, is_version ? XE_VERSION : reason, fault_start(r, error->code, xe_here(r)));
}

void xe_set_handlers(xmlSAXHandler *handler) {
    memset(handler, 0, sizeof *handler);
    handler->initialized = XML_SAX2_MAGIC;
    handler->startDocument = on_document;
    handler->startElementNs = on_start;
    handler->endElementNs = on_end;
    handler->characters = on_text;
    handler->ignorableWhitespace = on_text;
    handler->cdataBlock = on_cdata;
    handler->processingInstruction = on_instruction;
    handler->internalSubset = on_doctype;
    handler->externalSubset = on_doctype;
    handler->resolveEntity = on_external;
    handler->getEntity = on_entity;
    handler->getParameterEntity = on_entity;
    handler->serror = on_error;
}
