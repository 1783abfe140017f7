#include "CUchardet.h"

#include <CLoader.h>
#include <dlfcn.h>

#define LIBRARY "libuchardet.so.0"
LOADER_NEEDS(LIBRARY);

const uchardet_functions *uchardet_load(void) {
    static uchardet_functions functions;
    void *library = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) return NULL;
    LOADER_RESOLVE(library, functions, uchardet_new);
    LOADER_RESOLVE(library, functions, uchardet_handle_data);
    LOADER_RESOLVE(library, functions, uchardet_data_end);
    LOADER_RESOLVE(library, functions, uchardet_get_charset);
    LOADER_RESOLVE(library, functions, uchardet_delete);
    return &functions;
}
