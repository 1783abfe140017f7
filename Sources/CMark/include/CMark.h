#pragma once

#include <stddef.h>

// The functions of cmark, which reads CommonMark, that are used, to be had from the library when they are first needed.
// Declared here for the same reason as in CPoppler.h; Tests/CHeaders holds every type and number to the real ones.

struct cmark_node;
struct cmark_iter;

/// cmark_event_type.
enum { mark_done = 1, mark_enter = 2, mark_exit = 3 };

/// cmark_node_type.
enum {
    mark_document = 1,
    mark_block_quote = 2,
    mark_list = 3,
    mark_item = 4,
    mark_code_block = 5,
    mark_html_block = 6,
    mark_custom_block = 7,
    mark_paragraph = 8,
    mark_heading = 9,
    mark_thematic_break = 10,
    mark_text = 11,
    mark_soft_break = 12,
    mark_line_break = 13,
    mark_code = 14,
    mark_html_inline = 15,
};

/// cmark_list_type, cmark_delim_type.
enum { mark_ordered_list = 2, mark_paren_delim = 2 };

typedef struct {
    struct cmark_node *_Nullable (*_Nonnull cmark_parse_document)(
        const char *_Nonnull utf8, size_t byteCount, int options);
    /// And its children.
    void (*_Nonnull cmark_node_free)(struct cmark_node *_Nonnull);
    struct cmark_iter *_Nullable (*_Nonnull cmark_iter_new)(struct cmark_node *_Nonnull root);
    unsigned (*_Nonnull cmark_iter_next)(struct cmark_iter *_Nonnull);
    struct cmark_node *_Nullable (*_Nonnull cmark_iter_get_node)(struct cmark_iter *_Nonnull);
    void (*_Nonnull cmark_iter_free)(struct cmark_iter *_Nonnull);
    unsigned (*_Nonnull cmark_node_get_type)(struct cmark_node *_Nonnull);
    const char *_Nullable (*_Nonnull cmark_node_get_literal)(struct cmark_node *_Nonnull);
    unsigned (*_Nonnull cmark_node_get_list_type)(struct cmark_node *_Nonnull);
    unsigned (*_Nonnull cmark_node_get_list_delim)(struct cmark_node *_Nonnull);
    int (*_Nonnull cmark_node_get_list_start)(struct cmark_node *_Nonnull);
    /// From 1.
    int (*_Nonnull cmark_node_get_start_line)(struct cmark_node *_Nonnull);
    int (*_Nonnull cmark_node_get_end_line)(struct cmark_node *_Nonnull);
} mark_functions;

/// Loads cmark. NULL where it, or one of the functions, is missing. Not to be called by two threads at once.
const mark_functions *_Nullable mark_load(void);
