#pragma once

#include <stdint.h>
#include <sys/types.h>

// The functions of poppler-glib and GLib that are used, to be had from the libraries when they are first needed: poppler
// brings 77 libraries, 5 to 10 ms of a start. Declared here and not taken from poppler's headers, since a package that
// names those for their headers links the libraries too. Tests/CHeaders holds every type and number to the real ones.

struct _PopplerDocument;
struct _PopplerPage;
struct _PopplerRectangle;
struct _PopplerFormField;
struct _PopplerAnnot;
struct _GList;
struct _GError;

/// How a GError begins.
typedef struct {
    uint32_t domain;
    int code;
} poppler_error;

/// A PopplerRectangle, in points.
typedef struct {
    double x1, y1, x2, y2;
} poppler_rectangle;

/// How a GList begins.
typedef struct {
    void *_Nullable data;
    struct _GList *_Nullable next;
} poppler_list;

/// A PopplerFormFieldMapping; its area counts from the page's bottom.
typedef struct {
    poppler_rectangle area;
    struct _PopplerFormField *_Nullable field;
} poppler_form_field_mapping;

/// A PopplerAnnotMapping.
typedef struct {
    poppler_rectangle area;
    struct _PopplerAnnot *_Nullable annot;
} poppler_annot_mapping;

enum {
    poppler_error_encrypted = 1,
    poppler_normalize_nfc = 1,
    poppler_normalize_nfkc = 3,
    /// Recursive and fatal ones too.
    poppler_log_every_level = -1,
    poppler_form_field_button = 1,
    poppler_form_field_text = 2,
    poppler_form_field_choice = 3,
    poppler_form_button_push = 0,
    poppler_annot_free_text = 3,
    /// Bits of what is not shown: invisible, hidden, no view.
    poppler_annot_flags_unseen = 1 | 2 | 32,
};

typedef struct {
    struct _PopplerDocument *_Nullable (*_Nonnull poppler_document_new_from_fd)(
        int descriptor, const char *_Nullable password, struct _GError *_Nullable *_Nullable error);
    int (*_Nonnull poppler_document_get_n_pages)(struct _PopplerDocument *_Nonnull);
    struct _PopplerPage *_Nullable (*_Nonnull poppler_document_get_page)(struct _PopplerDocument *_Nonnull, int index);
    char *_Nullable (*_Nonnull poppler_page_get_text)(struct _PopplerPage *_Nonnull);
    char *_Nullable (*_Nonnull poppler_page_get_text_for_area)(
        struct _PopplerPage *_Nonnull, struct _PopplerRectangle *_Nonnull);
    int (*_Nonnull poppler_page_get_text_layout_for_area)(
        struct _PopplerPage *_Nonnull, struct _PopplerRectangle *_Nonnull,
        struct _PopplerRectangle *_Nullable *_Nonnull rectangles, unsigned *_Nonnull count);
    void (*_Nonnull poppler_page_get_size)(
        struct _PopplerPage *_Nonnull, double *_Nullable width, double *_Nullable height);
    struct _GList *_Nullable (*_Nonnull poppler_page_get_form_field_mapping)(struct _PopplerPage *_Nonnull);
    void (*_Nonnull poppler_page_free_form_field_mapping)(struct _GList *_Nullable);
    unsigned (*_Nonnull poppler_form_field_get_field_type)(struct _PopplerFormField *_Nonnull);
    char *_Nullable (*_Nonnull poppler_form_field_text_get_text)(struct _PopplerFormField *_Nonnull);
    int (*_Nonnull poppler_form_field_text_is_password)(struct _PopplerFormField *_Nonnull);
    unsigned (*_Nonnull poppler_form_field_button_get_button_type)(struct _PopplerFormField *_Nonnull);
    int (*_Nonnull poppler_form_field_button_get_state)(struct _PopplerFormField *_Nonnull);
    int (*_Nonnull poppler_form_field_choice_get_n_items)(struct _PopplerFormField *_Nonnull);
    int (*_Nonnull poppler_form_field_choice_is_item_selected)(struct _PopplerFormField *_Nonnull, int index);
    char *_Nullable (*_Nonnull poppler_form_field_choice_get_item)(struct _PopplerFormField *_Nonnull, int index);
    char *_Nullable (*_Nonnull poppler_form_field_choice_get_text)(struct _PopplerFormField *_Nonnull);
    struct _GList *_Nullable (*_Nonnull poppler_page_get_annot_mapping)(struct _PopplerPage *_Nonnull);
    void (*_Nonnull poppler_page_free_annot_mapping)(struct _GList *_Nullable);
    unsigned (*_Nonnull poppler_annot_get_annot_type)(struct _PopplerAnnot *_Nonnull);
    unsigned (*_Nonnull poppler_annot_get_flags)(struct _PopplerAnnot *_Nonnull);
    char *_Nullable (*_Nonnull poppler_annot_get_contents)(struct _PopplerAnnot *_Nonnull);
    uint32_t (*_Nonnull poppler_error_quark)(void);
    void (*_Nonnull g_object_unref)(void *_Nonnull);
    void (*_Nonnull g_free)(void *_Nullable);
    void (*_Nonnull g_error_free)(struct _GError *_Nonnull);
    char *_Nullable (*_Nonnull g_utf8_normalize)(const char *_Nonnull, ssize_t byteCount, unsigned mode);
    unsigned (*_Nonnull g_log_set_handler)(
        const char *_Nullable domain, int levels,
        void (*_Nonnull handler)(const char *_Nullable, int, const char *_Nullable, void *_Nullable),
        void *_Nullable context);
} poppler_functions;

/// Loads poppler. NULL where it, or one of the functions, is missing. Not to be called by two threads at once.
const poppler_functions *_Nullable poppler_load(void);
