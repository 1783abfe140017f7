#include "CXML.h"

#include <CLoader.h>
#include <dlfcn.h>
#include <stddef.h>

#define LIBRARY "libxml2.so.2"
LOADER_NEEDS(LIBRARY);

const xml_functions *xml_load(void) {
    static xml_functions functions;
    void *library = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) return NULL;
    LOADER_RESOLVE(library, functions, xmlParserInputBufferCreateMem);
    LOADER_RESOLVE(library, functions, xmlFreeParserInputBuffer);
    LOADER_RESOLVE(library, functions, xmlNewTextReader);
    LOADER_RESOLVE(library, functions, xmlTextReaderSetup);
    LOADER_RESOLVE(library, functions, xmlTextReaderRead);
    LOADER_RESOLVE(library, functions, xmlTextReaderNodeType);
    LOADER_RESOLVE(library, functions, xmlTextReaderIsEmptyElement);
    LOADER_RESOLVE(library, functions, xmlTextReaderConstLocalName);
    LOADER_RESOLVE(library, functions, xmlTextReaderConstValue);
    LOADER_RESOLVE(library, functions, xmlTextReaderMoveToNextAttribute);
    LOADER_RESOLVE(library, functions, xmlTextReaderMoveToElement);
    LOADER_RESOLVE(library, functions, xmlFreeTextReader);
    return &functions;
}
