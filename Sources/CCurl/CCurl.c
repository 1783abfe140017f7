#include "CCurl.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

// linux/tcp.h and not netinet/tcp.h: both define struct tcp_info, and only the first has tcpi_bytes_acked.

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_read(CURL *easy, ccurl_transfer_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_READDATA, context);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_READFUNCTION, callback);
}

CURLcode ccurl_set_write(CURL *easy, ccurl_transfer_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, callback);
}

CURLcode ccurl_set_header(CURL *easy, ccurl_transfer_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, callback);
}

CURLcode ccurl_set_seek(CURL *easy, ccurl_seek_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_SEEKDATA, context);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, callback);
}

CURLcode ccurl_set_prereq(CURL *easy, ccurl_prereq_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PREREQDATA, context);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, callback);
}

static int limit_unacknowledged(void *context, curl_socket_t socket, curlsocktype purpose) {
    (void)purpose;
    unsigned int milliseconds = (unsigned int)(uintptr_t)context;
    // A socket that does not take the option (a Unix socket, another system) still works, only without the limit.
    (void)setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds);
    return CURL_SOCKOPT_OK;
}

CURLcode ccurl_set_unacknowledged_limit(CURL *easy, unsigned int milliseconds) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, (void *)(uintptr_t)milliseconds);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, limit_unacknowledged);
}

long ccurl_get_long(CURL *easy, CURLINFO info) {
    long value = -1;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : -1;
}

curl_socket_t ccurl_get_socket(CURL *easy, CURLINFO info) {
    curl_socket_t value = CURL_SOCKET_BAD;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : CURL_SOCKET_BAD;
}

const char *ccurl_get_string(CURL *easy, CURLINFO info) {
    char *value = NULL;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : NULL;
}

CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

CURLSHcode ccurl_share_data(CURLSH *share, curl_lock_data data) {
    return curl_share_setopt(share, CURLSHOPT_SHARE, data);
}

ccurl_finished ccurl_next_finished(CURLM *multi) {
    ccurl_finished finished = {NULL, CURLE_OK};
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE) {
            finished.easy = message->easy_handle;
            finished.code = message->data.result;
            break;
        }
    }
    return finished;
}

int64_t ccurl_bytes_acknowledged(curl_socket_t socket) {
    struct tcp_info info;
    socklen_t length = sizeof info;
    memset(&info, 0, sizeof info);
    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return -1;
    // Kernels before 4.2 return a shorter struct without this field.
    size_t end = offsetof(struct tcp_info, tcpi_bytes_acked) + sizeof info.tcpi_bytes_acked;
    return length >= end ? (int64_t)info.tcpi_bytes_acked : -1;
}
