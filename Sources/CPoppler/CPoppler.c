#include "CPoppler.h"

#include <CLoader.h>
#include <dlfcn.h>
#include <stddef.h>

#define LIBRARY "libpoppler-glib.so.8"
LOADER_NEEDS(LIBRARY);

const poppler_functions *poppler_load(void) {
    static poppler_functions functions;
    // Its symbols are found for its dependencies too: GLib's functions come from there.
    void *library = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) return NULL;
    LOADER_RESOLVE(library, functions, poppler_document_new_from_fd);
    LOADER_RESOLVE(library, functions, poppler_document_get_n_pages);
    LOADER_RESOLVE(library, functions, poppler_document_get_page);
    LOADER_RESOLVE(library, functions, poppler_page_get_text);
    LOADER_RESOLVE(library, functions, poppler_page_get_text_for_area);
    LOADER_RESOLVE(library, functions, poppler_error_quark);
    LOADER_RESOLVE(library, functions, g_object_unref);
    LOADER_RESOLVE(library, functions, g_free);
    LOADER_RESOLVE(library, functions, g_error_free);
    LOADER_RESOLVE(library, functions, g_utf8_normalize);
    LOADER_RESOLVE(library, functions, g_log_set_handler);
    return &functions;
}
