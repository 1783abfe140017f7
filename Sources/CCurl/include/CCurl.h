#pragma once

#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

// libcurl's setopt and getinfo are variadic, which Swift can't call. These functions are their typed forms, and a few
// lines of C where Swift would only be longer.

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value);
// libcurl copies the string; NULL restores the option's default or switches it off.
CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value);
// Lists, buffers, shares and callback data: libcurl keeps the pointer only.
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value);

// The shape of CURLOPT_READFUNCTION, CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
typedef size_t (*ccurl_transfer_callback)(char *bytes, size_t size, size_t count, void *context);
typedef int (*ccurl_seek_callback)(void *context, curl_off_t offset, int origin);
typedef int (*ccurl_prereq_callback)(void *context, char *peer_ip, char *local_ip, int peer_port, int local_port);

CURLcode ccurl_set_read(CURL *easy, ccurl_transfer_callback callback, void *context);
CURLcode ccurl_set_write(CURL *easy, ccurl_transfer_callback callback, void *context);
CURLcode ccurl_set_header(CURL *easy, ccurl_transfer_callback callback, void *context);
CURLcode ccurl_set_seek(CURL *easy, ccurl_seek_callback callback, void *context);
CURLcode ccurl_set_prereq(CURL *easy, ccurl_prereq_callback callback, void *context);

// Gives each socket of this handle TCP_USER_TIMEOUT: sent data that stays unacknowledged this long ends the connection.
CURLcode ccurl_set_unacknowledged_limit(CURL *easy, unsigned int milliseconds);

// The value, or -1 where libcurl has none.
long ccurl_get_long(CURL *easy, CURLINFO info);
curl_socket_t ccurl_get_socket(CURL *easy, CURLINFO info);
// Owned by the handle, valid until its next call; NULL where there is none.
const char *ccurl_get_string(CURL *easy, CURLINFO info);

CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);
CURLSHcode ccurl_share_data(CURLSH *share, curl_lock_data data);

// A finished transfer; easy is NULL when there is none.
typedef struct {
    CURL *easy;
    CURLcode code;
} ccurl_finished;
ccurl_finished ccurl_next_finished(CURLM *multi);

// Bytes that the peer's TCP has acknowledged so far on this connection, or -1 where the kernel does not say.
int64_t ccurl_bytes_acknowledged(curl_socket_t socket);

// Base64 (RFC 4648 section 4) of whole groups: 3 bytes of input become 4 of output. The input may lie at the end of the
// output's own memory: each group is read before it is written, and output never overtakes input.
void ccurl_base64_groups(const uint8_t *input, size_t groups, char *output);
