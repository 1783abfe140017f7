// Holds what CPoppler, CArchive, CXML, CMark and CUchardet declare to the libraries' own headers: a difference does not compile.

#include <CArchive.h>
#include <CMark.h>
#include <CPoppler.h>
#include <CUchardet.h>
#include <CXML.h>
#include <archive.h>
#include <archive_entry.h>
#include <cmark.h>
#include <libxml/xmlreader.h>
#include <poppler.h>
#include <uchardet.h>

#define SAME_TYPE(table, function)                                                                                     \
    _Static_assert(                                                                                                    \
        __builtin_types_compatible_p(__typeof__(((table *)0)->function), __typeof__(&function)), #function)
#define SAME(one, other) _Static_assert((one) == (other), #one)

SAME_TYPE(poppler_functions, poppler_document_new_from_fd);
SAME_TYPE(poppler_functions, poppler_document_get_n_pages);
SAME_TYPE(poppler_functions, poppler_document_get_page);
SAME_TYPE(poppler_functions, poppler_page_get_text);
SAME_TYPE(poppler_functions, poppler_page_get_text_for_area);
SAME_TYPE(poppler_functions, poppler_page_get_text_layout_for_area);
SAME_TYPE(poppler_functions, poppler_page_get_size);
SAME_TYPE(poppler_functions, poppler_page_get_form_field_mapping);
SAME_TYPE(poppler_functions, poppler_page_free_form_field_mapping);
SAME_TYPE(poppler_functions, poppler_form_field_get_field_type);
SAME_TYPE(poppler_functions, poppler_form_field_text_get_text);
SAME_TYPE(poppler_functions, poppler_form_field_text_is_password);
SAME_TYPE(poppler_functions, poppler_form_field_button_get_button_type);
SAME_TYPE(poppler_functions, poppler_form_field_button_get_state);
SAME_TYPE(poppler_functions, poppler_form_field_choice_get_n_items);
SAME_TYPE(poppler_functions, poppler_form_field_choice_is_item_selected);
SAME_TYPE(poppler_functions, poppler_form_field_choice_get_item);
SAME_TYPE(poppler_functions, poppler_form_field_choice_get_text);
SAME_TYPE(poppler_functions, poppler_page_get_annot_mapping);
SAME_TYPE(poppler_functions, poppler_page_free_annot_mapping);
SAME_TYPE(poppler_functions, poppler_annot_get_annot_type);
SAME_TYPE(poppler_functions, poppler_annot_get_flags);
SAME_TYPE(poppler_functions, poppler_annot_get_contents);
SAME_TYPE(poppler_functions, poppler_error_quark);
SAME_TYPE(poppler_functions, g_free);
SAME_TYPE(poppler_functions, g_error_free);
SAME_TYPE(poppler_functions, g_utf8_normalize);
SAME_TYPE(poppler_functions, g_log_set_handler);
#undef g_object_unref
SAME_TYPE(poppler_functions, g_object_unref);
SAME(poppler_error_encrypted, POPPLER_ERROR_ENCRYPTED);
SAME(poppler_normalize_nfc, G_NORMALIZE_NFC);
SAME(poppler_normalize_nfkc, G_NORMALIZE_NFKC);
SAME(poppler_log_every_level, (int)(G_LOG_LEVEL_MASK | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION));
SAME(offsetof(poppler_error, domain), offsetof(GError, domain));
SAME(offsetof(poppler_error, code), offsetof(GError, code));
SAME(offsetof(poppler_rectangle, x1), offsetof(PopplerRectangle, x1));
SAME(offsetof(poppler_rectangle, y1), offsetof(PopplerRectangle, y1));
SAME(offsetof(poppler_rectangle, x2), offsetof(PopplerRectangle, x2));
SAME(offsetof(poppler_rectangle, y2), offsetof(PopplerRectangle, y2));
SAME(sizeof(poppler_rectangle), sizeof(PopplerRectangle));
SAME(offsetof(poppler_list, data), offsetof(GList, data));
SAME(offsetof(poppler_list, next), offsetof(GList, next));
SAME(offsetof(poppler_form_field_mapping, area), offsetof(PopplerFormFieldMapping, area));
SAME(offsetof(poppler_form_field_mapping, field), offsetof(PopplerFormFieldMapping, field));
SAME(offsetof(poppler_annot_mapping, area), offsetof(PopplerAnnotMapping, area));
SAME(offsetof(poppler_annot_mapping, annot), offsetof(PopplerAnnotMapping, annot));
SAME(poppler_form_field_button, POPPLER_FORM_FIELD_BUTTON);
SAME(poppler_form_field_text, POPPLER_FORM_FIELD_TEXT);
SAME(poppler_form_field_choice, POPPLER_FORM_FIELD_CHOICE);
SAME(poppler_form_button_push, POPPLER_FORM_BUTTON_PUSH);
SAME(poppler_annot_free_text, POPPLER_ANNOT_FREE_TEXT);
SAME(
    poppler_annot_flags_unseen,
    POPPLER_ANNOT_FLAG_INVISIBLE | POPPLER_ANNOT_FLAG_HIDDEN | POPPLER_ANNOT_FLAG_NO_VIEW);

SAME_TYPE(archive_functions, archive_read_new);
SAME_TYPE(archive_functions, archive_read_support_format_zip);
SAME_TYPE(archive_functions, archive_read_open_memory);
SAME_TYPE(archive_functions, archive_read_next_header);
SAME_TYPE(archive_functions, archive_entry_pathname);
SAME_TYPE(archive_functions, archive_entry_is_encrypted);
SAME_TYPE(archive_functions, archive_read_data);
SAME_TYPE(archive_functions, archive_read_free);
SAME(archive_ok, ARCHIVE_OK);
SAME(archive_eof, ARCHIVE_EOF);
SAME(archive_warn, ARCHIVE_WARN);

SAME_TYPE(xml_functions, xmlParserInputBufferCreateMem);
SAME_TYPE(xml_functions, xmlFreeParserInputBuffer);
SAME_TYPE(xml_functions, xmlNewTextReader);
SAME_TYPE(xml_functions, xmlTextReaderSetup);
SAME_TYPE(xml_functions, xmlTextReaderRead);
SAME_TYPE(xml_functions, xmlTextReaderNodeType);
SAME_TYPE(xml_functions, xmlTextReaderIsEmptyElement);
SAME_TYPE(xml_functions, xmlTextReaderConstLocalName);
SAME_TYPE(xml_functions, xmlTextReaderConstValue);
SAME_TYPE(xml_functions, xmlTextReaderMoveToNextAttribute);
SAME_TYPE(xml_functions, xmlTextReaderMoveToElement);
SAME_TYPE(xml_functions, xmlFreeTextReader);
SAME(xml_parse_nonet, XML_PARSE_NONET);
SAME(xml_parse_noerror, XML_PARSE_NOERROR);
SAME(xml_parse_nowarning, XML_PARSE_NOWARNING);
SAME(xml_reader_element, XML_READER_TYPE_ELEMENT);
SAME(xml_reader_text, XML_READER_TYPE_TEXT);
SAME(xml_reader_cdata, XML_READER_TYPE_CDATA);
SAME(xml_reader_whitespace, XML_READER_TYPE_WHITESPACE);
SAME(xml_reader_significant_whitespace, XML_READER_TYPE_SIGNIFICANT_WHITESPACE);
SAME(xml_reader_end_element, XML_READER_TYPE_END_ELEMENT);

SAME_TYPE(mark_functions, cmark_parse_document);
SAME_TYPE(mark_functions, cmark_node_free);
SAME_TYPE(mark_functions, cmark_iter_new);
SAME_TYPE(mark_functions, cmark_iter_next);
SAME_TYPE(mark_functions, cmark_iter_get_node);
SAME_TYPE(mark_functions, cmark_iter_free);
SAME_TYPE(mark_functions, cmark_node_get_type);
SAME_TYPE(mark_functions, cmark_node_get_literal);
SAME_TYPE(mark_functions, cmark_node_get_list_type);
SAME_TYPE(mark_functions, cmark_node_get_list_delim);
SAME_TYPE(mark_functions, cmark_node_get_list_start);
SAME_TYPE(mark_functions, cmark_node_get_start_line);
SAME_TYPE(mark_functions, cmark_node_get_end_line);
SAME(mark_done, CMARK_EVENT_DONE);
SAME(mark_enter, CMARK_EVENT_ENTER);
SAME(mark_exit, CMARK_EVENT_EXIT);
SAME(mark_document, CMARK_NODE_DOCUMENT);
SAME(mark_block_quote, CMARK_NODE_BLOCK_QUOTE);
SAME(mark_list, CMARK_NODE_LIST);
SAME(mark_item, CMARK_NODE_ITEM);
SAME(mark_code_block, CMARK_NODE_CODE_BLOCK);
SAME(mark_html_block, CMARK_NODE_HTML_BLOCK);
SAME(mark_custom_block, CMARK_NODE_CUSTOM_BLOCK);
SAME(mark_paragraph, CMARK_NODE_PARAGRAPH);
SAME(mark_heading, CMARK_NODE_HEADING);
SAME(mark_thematic_break, CMARK_NODE_THEMATIC_BREAK);
SAME(mark_text, CMARK_NODE_TEXT);
SAME(mark_soft_break, CMARK_NODE_SOFTBREAK);
SAME(mark_line_break, CMARK_NODE_LINEBREAK);
SAME(mark_code, CMARK_NODE_CODE);
SAME(mark_html_inline, CMARK_NODE_HTML_INLINE);
SAME(mark_ordered_list, CMARK_ORDERED_LIST);
SAME(mark_paren_delim, CMARK_PAREN_DELIM);

SAME_TYPE(uchardet_functions, uchardet_new);
SAME_TYPE(uchardet_functions, uchardet_handle_data);
SAME_TYPE(uchardet_functions, uchardet_data_end);
SAME_TYPE(uchardet_functions, uchardet_get_charset);
SAME_TYPE(uchardet_functions, uchardet_delete);
