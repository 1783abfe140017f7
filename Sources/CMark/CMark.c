#include "CMark.h"

#include <CLoader.h>
#include <dlfcn.h>
#include <stddef.h>

// The name carries the whole version, as the library makes no promise from one release to the next.
#define LIBRARY "libcmark.so.0.30.2"
LOADER_NEEDS(LIBRARY);

const mark_functions *mark_load(void) {
    static mark_functions functions;
    void *library = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) return NULL;
    LOADER_RESOLVE(library, functions, cmark_parse_document);
    LOADER_RESOLVE(library, functions, cmark_node_free);
    LOADER_RESOLVE(library, functions, cmark_iter_new);
    LOADER_RESOLVE(library, functions, cmark_iter_next);
    LOADER_RESOLVE(library, functions, cmark_iter_get_node);
    LOADER_RESOLVE(library, functions, cmark_iter_free);
    LOADER_RESOLVE(library, functions, cmark_node_get_type);
    LOADER_RESOLVE(library, functions, cmark_node_get_literal);
    LOADER_RESOLVE(library, functions, cmark_node_get_list_type);
    LOADER_RESOLVE(library, functions, cmark_node_get_list_delim);
    LOADER_RESOLVE(library, functions, cmark_node_get_list_start);
    LOADER_RESOLVE(library, functions, cmark_node_get_start_line);
    LOADER_RESOLVE(library, functions, cmark_node_get_end_line);
    return &functions;
}
