// Titan, Gemini and one object of S3 as a benchmark needs them: some 20 microseconds of a processor for a call, so that
// what is measured beside it is the function. It checks nothing; local/standin is the stand-in that does.
//
//     models DOCUMENT        prints the port it listens at on 127.0.0.1, and serves until its standard input ends
//
// POST /model/...    a vector of Titan's (one of 64, in turn), after the delay for Titan
// POST /v1beta/...   ten cards from the first passage of the prompt, after the delay for Gemini
// GET  /_light?titan_ms=50&gemini_ms=0&document=/path    sets the delays and the document, and begins to count anew
// GET  /_light/calls     {"titan": calls, "gemini": calls, "most_in_flight": calls of Titan at one time}
// GET  anything else     the document
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 1024, VECTORS = 64, DIMENSIONS = 512, CARDS = 10 };

typedef struct {
    char *bytes;
    size_t length, capacity;
} Buffer;

typedef struct {
    Buffer in, out;
    size_t sent;
    double due;  // when `out` may go; 0 at once
    int is_titan, is_open;
} Connection;

static Connection connections[CONNECTIONS];
static Buffer vectors[VECTORS], document;
static double delays[2];  // seconds: Titan, Gemini
static long calls[2], in_flight, most_in_flight;

static void add(Buffer *buffer, const char *bytes, size_t length) {
    if (buffer->length + length + 1 > buffer->capacity) {
        buffer->capacity = (buffer->length + length + 1) * 2;
        buffer->bytes = realloc(buffer->bytes, buffer->capacity);
        if (!buffer->bytes) exit(1);
    }
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = 0;
}

static void add_text(Buffer *buffer, const char *text) { add(buffer, text, strlen(text)); }

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

// Normalised vectors, written with the digits that Titan writes, and twice over as Titan does.
static void make_vectors(void) {
    unsigned long state = 88172645463325252UL;
    for (int index = 0; index < VECTORS; index++) {
        double values[DIMENSIONS], square = 0;
        for (int place = 0; place < DIMENSIONS; place++) {
            state ^= state << 13, state ^= state >> 7, state ^= state << 17;
            values[place] = (double)(state >> 11) / (1UL << 53) - 0.5;
            square += values[place] * values[place];
        }
        Buffer list = {0}, *body = &vectors[index];
        for (int place = 0; place < DIMENSIONS; place++) {
            char number[32];
            snprintf(number, sizeof number, "%s%.9g", place ? "," : "", values[place] / sqrt(square));
            add_text(&list, number);
        }
        add_text(body, "{\"embedding\":[");
        add(body, list.bytes, list.length);
        add_text(body, "],\"embeddingsByType\":{\"float\":[");
        add(body, list.bytes, list.length);
        add_text(body, "]},\"inputTextTokenCount\":700}");
        free(list.bytes);
    }
}

static void answer(Connection *connection, const char *type, const char *body, size_t length) {
    char head[160];
    snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n", type, length);
    add_text(&connection->out, head);
    add(&connection->out, body, length);
}

// Every page of the benchmark's documents names witnesses.
static void answer_cards(Connection *connection, const char *prompt) {
    static const char *words[CARDS] = {"tide",  "bridge", "harvest", "museum", "river",
                                       "sleep", "market", "language", "forest", "railway"};
    const char *place = strstr(prompt, "Passage ");
    int chunk = place ? atoi(place + 8) : 0;
    Buffer text = {0}, body = {0};
    for (int card = 0; card < CARDS; card++) {
        char line[300];
        snprintf(line, sizeof line,
                 "%s{\\\"source_chunk\\\":%d,\\\"type\\\":\\\"VOCABULARY\\\",\\\"question\\\":\\\"What does %s mean to the "
                 "witness?\\\",\\\"answer\\\":\\\"The %s that a witness spoke of\\\"}",
                 card ? "," : "", chunk, words[card], words[card]);
        add_text(&text, line);
    }
    add_text(&body, "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"{\\\"flashcards\\\":[");
    add(&body, text.bytes, text.length);
    add_text(&body, "]}\"}],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{"
                    "\"promptTokenCount\":9000,\"candidatesTokenCount\":500,\"totalTokenCount\":9500},"
                    "\"modelVersion\":\"gemini-3.5-flash-lite\",\"responseId\":\"light\"}");
    answer(connection, "application/json", body.bytes, body.length);
    free(text.bytes);
    free(body.bytes);
}

static double number(const char *head, const char *name) {
    const char *place = strstr(head, name);
    return place ? atof(place + strlen(name)) : 0;
}

static void load(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return;
    document.length = 0;
    char block[65536];
    size_t count;
    while ((count = fread(block, 1, sizeof block, file)) > 0) add(&document, block, count);
    fclose(file);
}

static void control(Connection *connection, char *line) {
    char text[160];
    if (strncmp(line, "/_light/calls", 13) == 0) {
        snprintf(text, sizeof text, "{\"titan\":%ld,\"gemini\":%ld,\"most_in_flight\":%ld}", calls[0], calls[1],
                 most_in_flight);
        answer(connection, "application/json", text, strlen(text));
        return;
    }
    delays[0] = number(line, "titan_ms=") / 1000, delays[1] = number(line, "gemini_ms=") / 1000;
    calls[0] = calls[1] = in_flight = most_in_flight = 0;
    char *path = strstr(line, "document=");
    if (path) {
        path += 9;
        path[strcspn(path, " &")] = 0;
        load(path);
    }
    answer(connection, "application/json", "{}", 2);
}

// Takes one whole request off the connection, if there is one; requests come one at a time.
static void serve(Connection *connection) {
    if (connection->out.length || !connection->in.length) return;
    char *head = connection->in.bytes, *end = strstr(head, "\r\n\r\n");
    if (!end) return;
    size_t start = end + 4 - head, length = 0;
    *end = 0;
    char *header = strcasestr(head, "\r\ncontent-length:");
    if (header) length = strtoul(header + 17, NULL, 10);
    *end = '\r';
    if (connection->in.length < start + length) {
        if (!strcasestr(head, "\r\nexpect: 100") || connection->in.length > start) return;
        (void)!write((int)(connection - connections), "HTTP/1.1 100 Continue\r\n\r\n", 25);
        return;
    }
    int is_titan = strncmp(head, "POST /model/", 12) == 0;
    if (is_titan) {
        Buffer *vector = &vectors[calls[0]++ % VECTORS];
        if (++in_flight > most_in_flight) most_in_flight = in_flight;
        answer(connection, "application/json", vector->bytes, vector->length);
    } else if (strncmp(head, "POST ", 5) == 0) {
        calls[1]++;
        answer_cards(connection, head + start);
    } else if (strncmp(head, "GET /_light", 11) == 0) {
        control(connection, head + 4);
    } else {
        answer(connection, "application/pdf", document.bytes, document.length);
    }
    double delay = is_titan ? delays[0] : strncmp(head, "POST ", 5) == 0 ? delays[1] : 0;
    connection->is_titan = is_titan;
    connection->due = delay > 0 ? now() + delay : 0;
    memmove(head, head + start + length, connection->in.length - start - length + 1);
    connection->in.length -= start + length;
}

static void finish(int descriptor) {
    Connection *connection = &connections[descriptor];
    if (connection->is_titan) in_flight--;
    connection->is_titan = connection->is_open = 0;
    connection->in.length = connection->out.length = connection->sent = 0;
    close(descriptor);
}

static void flush(int descriptor) {
    Connection *connection = &connections[descriptor];
    connection->due = 0;
    while (connection->sent < connection->out.length) {
        ssize_t count = send(descriptor, connection->out.bytes + connection->sent,
                             connection->out.length - connection->sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EAGAIN) return;
        if (count <= 0) return finish(descriptor);
        connection->sent += count;
    }
    if (connection->is_titan) in_flight--;
    connection->is_titan = 0;
    connection->out.length = connection->sent = 0;
}

int main(int argc, char **argv) {
    if (argc > 1) load(argv[1]);
    make_vectors();
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, 64) ||
        getsockname(listener, (struct sockaddr *)&address, &length))
        return 1;
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    int events = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(events, EPOLL_CTL_ADD, listener, &event);
    event.data.fd = 0;
    epoll_ctl(events, EPOLL_CTL_ADD, 0, &event);
    while (1) {
        double next = 1e18;
        for (int descriptor = 0; descriptor < CONNECTIONS; descriptor++) {
            Connection *connection = &connections[descriptor];
            if (!connection->is_open || !connection->out.length) continue;
            if (connection->due <= now()) {
                flush(descriptor);
                if (connection->is_open && connection->in.length) serve(connection);
            }
            if (connection->is_open && connection->out.length && connection->due && connection->due < next)
                next = connection->due;
        }
        double rest = next - now();
        struct timespec wait = {.tv_sec = 1};
        if (rest < 1) wait = (struct timespec){.tv_nsec = rest > 0 ? (long)(rest * 1e9) : 0};
        struct epoll_event ready[64];
        int count = epoll_pwait2(events, ready, 64, &wait, NULL);
        for (int index = 0; index < count; index++) {
            int descriptor = ready[index].data.fd;
            if (descriptor == 0) return 0;
            if (descriptor == listener) {
                int accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
                if (accepted < 0) continue;
                if (accepted >= CONNECTIONS) {
                    close(accepted);
                    continue;
                }
                int on = 1;
                setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                connections[accepted].is_open = 1;
                event.events = EPOLLIN | EPOLLOUT | EPOLLET, event.data.fd = accepted;
                epoll_ctl(events, EPOLL_CTL_ADD, accepted, &event);
                continue;
            }
            Connection *connection = &connections[descriptor];
            char block[65536];
            ssize_t received;
            while ((received = recv(descriptor, block, sizeof block, 0)) > 0) add(&connection->in, block, received);
            if (received == 0 || (received < 0 && errno != EAGAIN)) {
                finish(descriptor);
                continue;
            }
            serve(connection);
            if (connection->out.length && connection->due <= now()) flush(descriptor);
        }
    }
}
