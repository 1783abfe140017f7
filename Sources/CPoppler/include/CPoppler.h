#pragma once

#include <stdint.h>
#include <sys/types.h>

// The functions of poppler-glib and GLib that are used, to be had from the libraries when they are first needed: poppler
// brings 77 libraries, 5 to 10 ms of a start. Declared here and not taken from poppler's headers, since a package that
// names those for their headers links the libraries too. Tests/CHeaders holds every type and number to the real ones.

struct _PopplerDocument;
struct _PopplerPage;
struct _PopplerRectangle;
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

enum {
    poppler_error_encrypted = 1,
    poppler_normalize_nfc = 1,
    poppler_normalize_nfkc = 3,
    /// Recursive and fatal ones too.
    poppler_log_every_level = -1,
};

typedef struct {
    struct _PopplerDocument *_Nullable (*_Nonnull poppler_document_new_from_fd)(
        int descriptor, const char *_Nullable password, struct _GError *_Nullable *_Nullable error);
    int (*_Nonnull poppler_document_get_n_pages)(struct _PopplerDocument *_Nonnull);
    struct _PopplerPage *_Nullable (*_Nonnull poppler_document_get_page)(struct _PopplerDocument *_Nonnull, int index);
    char *_Nullable (*_Nonnull poppler_page_get_text)(struct _PopplerPage *_Nonnull);
    char *_Nullable (*_Nonnull poppler_page_get_text_for_area)(
        struct _PopplerPage *_Nonnull, struct _PopplerRectangle *_Nonnull);
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
