// Some HTTPS calls of a fresh process with libcurl alone: CurlCall URL CA_FILE COUNT prints each one's microseconds.
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static size_t ignore(char *data, size_t size, size_t count, void *target) {
    (void)data, (void)target;
    return size * count;
}

int main(int count, char **arguments) {
    if (count != 4) return 2;
    double start = now();
    CURL *curl = curl_easy_init();
    if (!curl) return 1;
    curl_easy_setopt(curl, CURLOPT_URL, arguments[1]);
    curl_easy_setopt(curl, CURLOPT_CAINFO, arguments[2]);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore);
    for (int call = 0; call < atoi(arguments[3]); call++) {
        if (call > 0) start = now();
        CURLcode code = curl_easy_perform(curl);
        if (code) {
            fprintf(stderr, "%s\n", curl_easy_strerror(code));
            return 1;
        }
        printf("%.1f\n", now() - start);
    }
    return 0;
}
