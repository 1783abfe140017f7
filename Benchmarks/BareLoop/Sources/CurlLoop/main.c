// The same loop as BareLoop in C on libcurl: what is left when neither Swift nor Foundation is there.
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
    char *bytes;
    size_t count;
};

static size_t append(char *data, size_t size, size_t count, void *target) {
    struct text *text = target;
    char *grown = realloc(text->bytes, text->count + size * count + 1);
    if (!grown) return 0;
    memcpy(grown + text->count, data, size * count);
    text->bytes = grown;
    text->count += size * count;
    text->bytes[text->count] = 0;
    return size * count;
}

static size_t read_id(char *line, size_t size, size_t count, void *target) {
    sscanf(line, "%*[Ll]ambda-%*[Rr]untime-%*[Aa]ws-%*[Rr]equest-%*[Ii]d: %63[^\r\n]", (char *)target);
    return size * count;
}

int main(void) {
    const char *address = getenv("AWS_LAMBDA_RUNTIME_API");
    CURL *curl = curl_easy_init();
    if (!address || !curl) return 1;
    char next[256], answer[384], id[64];
    snprintf(next, sizeof next, "http://%s/2018-06-01/runtime/invocation/next", address);
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    for (;;) {
        struct text event = {NULL, 0}, ignored = {NULL, 0};
        curl_easy_reset(curl);
        curl_easy_setopt(curl, CURLOPT_URL, next);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &event);
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, read_id);
        curl_easy_setopt(curl, CURLOPT_HEADERDATA, id);
        if (curl_easy_perform(curl)) return 1;

        snprintf(answer, sizeof answer, "http://%s/2018-06-01/runtime/invocation/%s/response", address, id);
        curl_easy_reset(curl);
        curl_easy_setopt(curl, CURLOPT_URL, answer);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, event.bytes);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)event.count);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &ignored);
        if (curl_easy_perform(curl)) return 1;
        free(event.bytes);
        free(ignored.bytes);
    }
}
