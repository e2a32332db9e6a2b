// Counts different names, which libxml2's dictionary would keep without bound.
//
// The dictionary gives equal names the same address, so addresses are what is compared.

#include "reader.h"

bool xe_note_name(xe_reader *r, const xmlChar *name) {
    size_t slot = (((uintptr_t)name >> 3) * 0x9E3779B97F4A7C15ULL >> 20) & r->name_mask;
    while (r->names[slot] != NULL) {
        if (r->names[slot] == name) return true;
        slot = (slot + 1) & r->name_mask;
    }
    if (r->name_count >= r->limits.names) {
        xe_stop_reading(r, XE_NAMES_TOO_MANY, xe_here(r));
        return false;
    }
    r->names[slot] = name;
    r->name_count++;
    return true;
}
