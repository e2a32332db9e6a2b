// The life of a reader: made, told where its document begins, stopped.

#include "reader.h"

#include <libxml/parserInternals.h>
#include <pthread.h>
#include <stdlib.h>

static xmlParserInputPtr refuse_entity(const char *url, const char *id, xmlParserCtxtPtr context) {
    (void)url, (void)id, (void)context;
    return NULL;
}

static void prepare_library(void) {
    xmlInitParser();
    // Nothing that a document says may cause access to a file or to the network.
    xmlSetExternalEntityLoader(refuse_entity);
}

static bool make_parser(xe_reader *r, const char *const *path, size_t path_count) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, prepare_library);
    xmlSAXHandler handler;
    xe_set_handlers(&handler);
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, r, NULL, 0, NULL);
    r->parser = parser;
    if (parser == NULL) return false;
    // Neither NOENT, DTDLOAD, DTDATTR nor HUGE: their absence is part of the guard.
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    // What is fed is UTF-8, whatever its first bytes or its declaration look like.
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    for (size_t index = 0; index < path_count; index++) {
        r->path[index] = xmlDictLookup(parser->dict, (const xmlChar *)path[index], -1);
        if (r->path[index] == NULL) return false;
    }
    if (path_count > 0) {
        r->record_name = r->path[path_count - 1];
        r->record_length = strlen(path[path_count - 1]);
    }
    const char *schema = "http://www.w3.org/2001/XMLSchema-instance";
    r->nil_uri = xmlDictLookup(parser->dict, (const xmlChar *)schema, -1);
    r->nil_name = xmlDictLookup(parser->dict, (const xmlChar *)"nil", -1);
    r->xml_prefix = xmlDictLookup(parser->dict, (const xmlChar *)"xml", -1);
    r->space_name = xmlDictLookup(parser->dict, (const xmlChar *)"space", -1);
    r->list_name = xmlDictLookup(parser->dict, (const xmlChar *)"attributes", -1);
    r->item_name = xmlDictLookup(parser->dict, (const xmlChar *)"attribute", -1);
    r->key_name = xmlDictLookup(parser->dict, (const xmlChar *)"name", -1);
    return r->nil_uri && r->nil_name && r->xml_prefix && r->space_name && r->list_name
        && r->item_name && r->key_name;
}

xe_reader *xe_create(const xe_limits *limits, const char *const *path, size_t path_count) {
    xe_reader *r = calloc(1, sizeof *r);
    if (r == NULL) return NULL;
    r->limits = *limits;
    r->line = 1;
    r->path_count = path_count;
    r->name_mask = 63;
    while (r->name_mask < 2 * (size_t)limits->names) r->name_mask = r->name_mask * 2 + 1;
    r->node_capacity = 64;
    r->node_count = 1;
    r->path = calloc(path_count + 1, sizeof *r->path);
    r->names = calloc(r->name_mask + 1, sizeof *r->names);
    r->nodes = calloc(r->node_capacity, sizeof *r->nodes);
    r->open = calloc((size_t)limits->depth + 1, sizeof *r->open);
    r->frame = calloc(path_count + 1, sizeof *r->frame);
    r->frame_lengths = calloc(path_count + 1, sizeof *r->frame_lengths);
    r->skipped = calloc((size_t)limits->names + 1, sizeof *r->skipped);
    bool is_whole = r->path && r->names && r->nodes && r->open && r->frame && r->frame_lengths
        && r->skipped;
    if (!is_whole || !make_parser(r, path, path_count)) {
        xe_destroy(r);
        return NULL;
    }
    return r;
}

void xe_destroy(xe_reader *r) {
    if (r == NULL) return;
    for (size_t level = 0; r->frame != NULL && level < r->path_count; level++) {
        free(r->frame[level]);
    }
    if (r->parser != NULL) xmlFreeParserCtxt(r->parser);
    free(r->path);
    free(r->names);
    free(r->nodes);
    free(r->open);
    free(r->frame);
    free(r->frame_lengths);
    free(r->skipped);
    free(r->records);
    free(r->values);
    free(r->text);
    free(r);
}

bool xe_grow(xe_reader *r, void **things, size_t *capacity, size_t count, size_t size) {
    if (count < *capacity) return true;
    size_t wanted = *capacity * 2 + 64;
    void *grown = realloc(*things, wanted * size);
    if (grown == NULL) {
        xe_stop_reading(r, XE_MEMORY, xe_here(r));
        return false;
    }
    *things = grown;
    *capacity = wanted;
    return true;
}

void xe_stop_reading(xe_reader *r, xe_stop reason, uint64_t offset) {
    if (r->found.reason != XE_GOING) return;
    r->found.reason = reason;
    if (offset < r->counted) offset = r->counted;
    if (offset > r->raw_end) offset = r->raw_end;
    xe_count_lines(r, offset);
    r->found.offset = offset;
    r->found.line = r->line;
    r->found.column = offset - r->line_start + 1;
    // Not xmlStopParser: it frees the input that the parser is in the middle of.
    r->parser->disableSAX = 1;
    r->parser->instate = XML_PARSER_EOF;
}

void xe_begin(xe_reader *r, uint64_t offset, uint64_t line) {
    r->start = offset;
    r->fed = offset;
    r->guard.last_lt = offset;
    r->counted = offset;
    r->line = line;
    r->line_start = offset;
}

uint64_t xe_keep(const xe_reader *r) {
    if (r->in_record && !r->is_abandoned) return r->current.offset;
    return r->counted;
}

void xe_forget(xe_reader *r) {
    if (r->in_record) {
        // What the open record has so far moves to the front, copied text with it.
        size_t values = r->value_count - r->current.first_value;
        if (values > 0) {
            memmove(r->values, r->values + r->current.first_value, values * sizeof(xe_value));
        }
        r->value_count = values;
        r->current.first_value = 0;
        size_t first = r->text_count;
        for (size_t index = 0; index < values; index++) {
            if (!(r->values[index].flags & XE_VALUE_COPIED)) continue;
            if (r->values[index].start < first) first = r->values[index].start;
        }
        xe_open *element = r->depth > 0 ? &r->open[r->depth - 1] : NULL;
        bool is_copying = element != NULL && element->text == XE_TEXT_COPIED;
        if (is_copying && element->text_first < first) first = element->text_first;
        if (first > 0) memmove(r->text, r->text + first, r->text_count - first);
        r->text_count -= first;
        for (size_t index = 0; index < values; index++) {
            if (r->values[index].flags & XE_VALUE_COPIED) {
                r->values[index].start -= (uint32_t)first;
            }
        }
        if (is_copying) element->text_first -= (uint32_t)first;
    } else {
        r->value_count = 0;
        r->text_count = 0;
    }
    r->record_count = 0;
}
