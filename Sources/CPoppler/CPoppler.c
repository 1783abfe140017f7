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
    LOADER_RESOLVE(library, functions, poppler_page_get_text_layout_for_area);
    LOADER_RESOLVE(library, functions, poppler_page_get_size);
    LOADER_RESOLVE(library, functions, poppler_page_get_form_field_mapping);
    LOADER_RESOLVE(library, functions, poppler_page_free_form_field_mapping);
    LOADER_RESOLVE(library, functions, poppler_form_field_get_field_type);
    LOADER_RESOLVE(library, functions, poppler_form_field_text_get_text);
    LOADER_RESOLVE(library, functions, poppler_form_field_text_is_password);
    LOADER_RESOLVE(library, functions, poppler_form_field_button_get_button_type);
    LOADER_RESOLVE(library, functions, poppler_form_field_button_get_state);
    LOADER_RESOLVE(library, functions, poppler_form_field_choice_get_n_items);
    LOADER_RESOLVE(library, functions, poppler_form_field_choice_is_item_selected);
    LOADER_RESOLVE(library, functions, poppler_form_field_choice_get_item);
    LOADER_RESOLVE(library, functions, poppler_form_field_choice_get_text);
    LOADER_RESOLVE(library, functions, poppler_page_get_annot_mapping);
    LOADER_RESOLVE(library, functions, poppler_page_free_annot_mapping);
    LOADER_RESOLVE(library, functions, poppler_annot_get_annot_type);
    LOADER_RESOLVE(library, functions, poppler_annot_get_flags);
    LOADER_RESOLVE(library, functions, poppler_annot_get_contents);
    LOADER_RESOLVE(library, functions, poppler_error_quark);
    LOADER_RESOLVE(library, functions, g_object_unref);
    LOADER_RESOLVE(library, functions, g_free);
    LOADER_RESOLVE(library, functions, g_error_free);
    LOADER_RESOLVE(library, functions, g_utf8_normalize);
    LOADER_RESOLVE(library, functions, g_log_set_handler);
    return &functions;
}
