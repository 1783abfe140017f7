#pragma once

// The functions of libxml2's reader that are used, to be had from the library when they are first needed: it brings ICU.
// Declared here for the same reason as in CPoppler.h; Tests/CHeaders holds every type and number to the real ones.

struct _xmlTextReader;
struct _xmlParserInputBuffer;

/// xmlParserOption: no network, nothing printed.
enum { xml_parse_noerror = 1 << 5, xml_parse_nowarning = 1 << 6, xml_parse_nonet = 1 << 11 };

/// xmlReaderTypes.
enum {
    xml_reader_element = 1,
    xml_reader_text = 3,
    xml_reader_cdata = 4,
    xml_reader_whitespace = 13,
    xml_reader_significant_whitespace = 14,
    xml_reader_end_element = 15,
};

typedef struct {
    /// Encoding 0: as the document says. The bytes are copied.
    struct _xmlParserInputBuffer *_Nullable (*_Nonnull xmlParserInputBufferCreateMem)(
        const char *_Nullable, int byteCount, int encoding);
    void (*_Nonnull xmlFreeParserInputBuffer)(struct _xmlParserInputBuffer *_Nonnull);
    struct _xmlTextReader *_Nullable (*_Nonnull xmlNewTextReader)(
        struct _xmlParserInputBuffer *_Nonnull, const char *_Nullable uri);
    int (*_Nonnull xmlTextReaderSetup)(
        struct _xmlTextReader *_Nonnull, struct _xmlParserInputBuffer *_Nullable, const char *_Nullable uri,
        const char *_Nullable encoding, int options);
    int (*_Nonnull xmlTextReaderRead)(struct _xmlTextReader *_Nonnull);
    int (*_Nonnull xmlTextReaderNodeType)(struct _xmlTextReader *_Nonnull);
    int (*_Nonnull xmlTextReaderIsEmptyElement)(struct _xmlTextReader *_Nonnull);
    const unsigned char *_Nullable (*_Nonnull xmlTextReaderConstLocalName)(struct _xmlTextReader *_Nonnull);
    const unsigned char *_Nullable (*_Nonnull xmlTextReaderConstValue)(struct _xmlTextReader *_Nonnull);
    /// The reader then tells the attribute's name and value. 1 where there is one, 0 where there is none left.
    int (*_Nonnull xmlTextReaderMoveToNextAttribute)(struct _xmlTextReader *_Nonnull);
    int (*_Nonnull xmlTextReaderMoveToElement)(struct _xmlTextReader *_Nonnull);
    void (*_Nonnull xmlFreeTextReader)(struct _xmlTextReader *_Nonnull);
} xml_functions;

/// Loads libxml2. NULL where it, or one of the functions, is missing. Not to be called by two threads at once.
const xml_functions *_Nullable xml_load(void);
