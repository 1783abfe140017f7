#include "CArchive.h"

#include <CLoader.h>
#include <dlfcn.h>

#define LIBRARY "libarchive.so.13"
LOADER_NEEDS(LIBRARY);

const archive_functions *archive_load(void) {
    static archive_functions functions;
    void *library = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) return NULL;
    LOADER_RESOLVE(library, functions, archive_read_new);
    LOADER_RESOLVE(library, functions, archive_read_support_format_zip);
    LOADER_RESOLVE(library, functions, archive_read_open_memory);
    LOADER_RESOLVE(library, functions, archive_read_next_header);
    LOADER_RESOLVE(library, functions, archive_entry_pathname);
    LOADER_RESOLVE(library, functions, archive_entry_is_encrypted);
    LOADER_RESOLVE(library, functions, archive_read_data);
    LOADER_RESOLVE(library, functions, archive_read_free);
    return &functions;
}
