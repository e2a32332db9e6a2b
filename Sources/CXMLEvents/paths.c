// The tree of paths within a record.

#include "reader.h"

// Puts `text` before what stands in the last `used` bytes of `room`, as far as there is room.
static size_t prepend(char *room, size_t size, size_t used, const char *text) {
    size_t length = strlen(text);
    if (used + length <= size) memcpy(room + size - used - length, text, length);
    return used + length;
}

size_t xe_path(const xe_reader *r, uint32_t path, char *room, size_t size) {
    size_t used = 0;
    while (path != 0) {
        const xe_node *node = &r->nodes[path];
        if (used > 0) used = prepend(room, size, used, ".");
        used = prepend(room, size, used, (const char *)node->name);
        if (node->kind == XE_PATH_NAMED) return prepend(room, size, used, "attr.");
        if (node->kind == XE_PATH_ATTRIBUTE) used = prepend(room, size, used, "@");
        path = node->parent;
    }
    return used;
}

static uint32_t add_path(xe_reader *r, uint32_t parent, const xmlChar *name, xe_path_kind kind) {
    if (!xe_note_name(r, name)) return 0;
    if (r->node_count >= XE_PATHS_MAX) {
        xe_stop_reading(r, XE_NAMES_TOO_MANY, xe_here(r));
        return 0;
    }
    if (!xe_grow(r, (void **)&r->nodes, &r->node_capacity, r->node_count, sizeof(xe_node))) {
        return 0;
    }
    uint32_t path = (uint32_t)r->node_count++;
    size_t length = strlen((const char *)name);
    xe_node node = { .name = name, .length = length, .parent = parent, .kind = kind };
    memcpy(&node.head, name, length < 8 ? length : 8);
    memset(&node.head_mask, 0xFF, length < 8 ? length : 8);
    r->nodes[path] = node;
    xe_node *above = &r->nodes[parent];
    if (above->last_child != 0) {
        r->nodes[above->last_child].next = path;
    } else {
        above->first_child = path;
    }
    above->last_child = path;
    above->expected = 0;
    return path;
}

uint32_t xe_child_path(xe_reader *r, uint32_t parent, const xmlChar *name, xe_path_kind kind) {
    xe_node *above = &r->nodes[parent];
    uint32_t path = above->expected;
    if (path == 0 || r->nodes[path].name != name || r->nodes[path].kind != kind) {
        path = above->first_child;
        while (path != 0 && (r->nodes[path].name != name || r->nodes[path].kind != kind)) {
            path = r->nodes[path].next;
        }
        if (path == 0) return add_path(r, parent, name, kind);
    }
    above->expected = r->nodes[path].next;
    return path;
}
