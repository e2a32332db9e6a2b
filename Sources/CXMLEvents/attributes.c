// Makes values of attributes, and finds out what an element says of itself by them.
//
// The parser gives the values without their places, so each tag is gone through again: it is known
// to be well-formed, and its attributes are reported in their order.

#include "reader.h"

// Finds the next attribute of a tag that is known to be well-formed, and passes over it.
static const uint8_t *next_attribute(
    const uint8_t *at, const uint8_t **name, const uint8_t **value, size_t *length
) {
    while (xe_is_space(*at)) at++;
    *name = at;
    while (*at != '=') at++;
    at++;
    while (xe_is_space(*at)) at++;
    uint8_t quote = *at++;
    *value = at;
    while (*at != quote) at++;
    *length = (size_t)(at - *value);
    return at + 1;
}

static bool declares_namespace(const uint8_t *name) {
    if (memcmp(name, "xmlns", 5) != 0) return false;
    return name[5] == ':' || name[5] == '=' || xe_is_space(name[5]);
}

// Whether the value reads as it is written.
static bool is_plain(const uint8_t *bytes, size_t count) {
    for (size_t index = 0; index < count; index++) {
        uint8_t byte = bytes[index];
        if (byte == '&' || byte == 0x0A || byte == 0x0D || byte == 0x09) return false;
    }
    return true;
}

static bool append_attribute_text(xe_reader *r, const uint8_t *bytes, size_t count) {
    // A parser that makes no document leaves each ampersand as a reference, to be resolved later.
    static const char ampersand[] = "&#38;";
    size_t index = 0;
    while (index < count) {
        size_t next = index + 1;
        if (count - index >= 5 && memcmp(bytes + index, ampersand, 5) == 0) next = index + 5;
        if (!xe_append_text(r, bytes + index, 1)) return false;
        index = next;
    }
    return true;
}

static bool equals(const xmlChar *begin, const xmlChar *end, const char *word) {
    size_t length = strlen(word);
    return (size_t)(end - begin) == length && memcmp(begin, word, length) == 0;
}

// Whether an attribute tells the reader something, and is no value.
static bool is_control(xe_reader *r, xe_open *element, const xmlChar **attribute) {
    if (attribute[2] == r->nil_uri) {
        if (attribute[0] == r->nil_name) {
            element->is_nil = equals(attribute[3], attribute[4], "true")
                || equals(attribute[3], attribute[4], "1");
        }
        return true;
    }
    if (attribute[1] != r->xml_prefix) return false;
    if (attribute[0] == r->space_name) {
        if (equals(attribute[3], attribute[4], "preserve")) element->keeps_space = true;
        if (equals(attribute[3], attribute[4], "default")) element->keeps_space = false;
    }
    return true;
}

// Whether an element is the list entry of a custom attribute: `attributes/attribute`.
static bool is_custom(const xe_reader *r, const xe_open *element) {
    return r->depth == r->path_count + 2 && element->name == r->item_name
        && element[-1].name == r->list_name;
}

// The path of an element that is the list entry of a custom attribute, by its `name`.
static void take_custom_name(
    xe_reader *r, xe_open *element, int count, const xmlChar **attributes
) {
    for (int index = 0; index < count; index++) {
        const xmlChar **attribute = attributes + 5 * index;
        int length = (int)(attribute[4] - attribute[3]);
        if (attribute[0] != r->key_name || attribute[1] != NULL || length == 0) continue;
        const xmlChar *key = xmlDictLookup(r->parser->dict, attribute[3], length);
        if (key == NULL) return xe_stop_reading(r, XE_MEMORY, xe_here(r));
        element->path = xe_child_path(r, element->path, key, XE_PATH_NAMED);
        attribute[0] = NULL;
        return;
    }
}

// Adds the value of an attribute that is written at `value`.
static void add_attribute(
    xe_reader *r, xe_open *element, const xmlChar **attribute, const uint8_t *value, size_t length
) {
    uint32_t path = xe_child_path(r, element->path, attribute[0], XE_PATH_ATTRIBUTE);
    if (path == 0) return;
    element->has_values = true;
    uint32_t start = (uint32_t)(value - xe_at(r, r->current.offset));
    xe_value found = {
        .path = path,
        .flags = XE_VALUE_ATTRIBUTE | (r->depth > r->path_count ? XE_VALUE_NESTED : 0),
        .raw_start = start,
        .raw_length = (uint32_t)length,
        .start = start,
        .length = (uint32_t)length,
    };
    if (!is_plain(value, length)) {
        found.flags |= XE_VALUE_COPIED;
        found.start = (uint32_t)r->text_count;
        size_t bytes = (size_t)(attribute[4] - attribute[3]);
        if (!append_attribute_text(r, attribute[3], bytes)) return;
        found.length = (uint32_t)(r->text_count - found.start);
        value = r->text + found.start;
    }
    xe_append_value(r, found, value, element);
}

void xe_add_attributes(
    xe_reader *r, xe_open *element, const uint8_t *tag, int count, const xmlChar **attributes
) {
    bool keeps = r->in_record && !xe_is_beyond(r, xe_here(r));
    const uint8_t *at = tag + 1;
    while (!xe_is_space(*at)) at++;
    if (keeps && is_custom(r, element)) take_custom_name(r, element, count, attributes);
    for (int index = 0; index < count && r->found.reason == XE_GOING; index++) {
        const xmlChar **attribute = attributes + 5 * index;
        const uint8_t *name = NULL, *value = NULL;
        size_t length = 0;
        do {
            at = next_attribute(at, &name, &value, &length);
        } while (declares_namespace(name));
        if (attribute[0] == NULL || is_control(r, element, attribute)) continue;
        if (xe_note_name(r, attribute[0]) && keeps) {
            add_attribute(r, element, attribute, value, length);
        }
    }
}
