#include "CCurl.h"

#include <string.h>

// A table of all 4,096 pairs of base64 digits, 8 KB, so that one look-up does for 12 bits of input.
#define DIGITS(M, a)                                                                                                   \
    M(a, 'A') M(a, 'B') M(a, 'C') M(a, 'D') M(a, 'E') M(a, 'F') M(a, 'G') M(a, 'H') M(a, 'I') M(a, 'J') M(a, 'K')      \
    M(a, 'L') M(a, 'M') M(a, 'N') M(a, 'O') M(a, 'P') M(a, 'Q') M(a, 'R') M(a, 'S') M(a, 'T') M(a, 'U') M(a, 'V')      \
    M(a, 'W') M(a, 'X') M(a, 'Y') M(a, 'Z') M(a, 'a') M(a, 'b') M(a, 'c') M(a, 'd') M(a, 'e') M(a, 'f') M(a, 'g')      \
    M(a, 'h') M(a, 'i') M(a, 'j') M(a, 'k') M(a, 'l') M(a, 'm') M(a, 'n') M(a, 'o') M(a, 'p') M(a, 'q') M(a, 'r')      \
    M(a, 's') M(a, 't') M(a, 'u') M(a, 'v') M(a, 'w') M(a, 'x') M(a, 'y') M(a, 'z') M(a, '0') M(a, '1') M(a, '2')      \
    M(a, '3') M(a, '4') M(a, '5') M(a, '6') M(a, '7') M(a, '8') M(a, '9') M(a, '+') M(a, '/')
#define PAIR(a, b) {a, b},

static const char pairs[4096][2] = {
#define ROW(a) DIGITS(PAIR, a)
    ROW('A') ROW('B') ROW('C') ROW('D') ROW('E') ROW('F') ROW('G') ROW('H') ROW('I') ROW('J') ROW('K') ROW('L') ROW('M')
    ROW('N') ROW('O') ROW('P') ROW('Q') ROW('R') ROW('S') ROW('T') ROW('U') ROW('V') ROW('W') ROW('X') ROW('Y') ROW('Z')
    ROW('a') ROW('b') ROW('c') ROW('d') ROW('e') ROW('f') ROW('g') ROW('h') ROW('i') ROW('j') ROW('k') ROW('l') ROW('m')
    ROW('n') ROW('o') ROW('p') ROW('q') ROW('r') ROW('s') ROW('t') ROW('u') ROW('v') ROW('w') ROW('x') ROW('y') ROW('z')
    ROW('0') ROW('1') ROW('2') ROW('3') ROW('4') ROW('5') ROW('6') ROW('7') ROW('8') ROW('9') ROW('+') ROW('/')
};

#if defined(__x86_64__)
#include <immintrin.h>

// Twelve bytes become sixteen digits at a step. Sixteen bytes are loaded for them, so the last five groups are left over.
// Each step loads before it stores and writes no further than the next step's input begins, as long as `output` lies at
// least `groups` bytes in front of `input`, or elsewhere.
__attribute__((target("ssse3"))) static size_t encode_ssse3(const uint8_t *input, size_t groups, char *output) {
    // Of three bytes a, b, c: the 16-bit halves "b a" and "c b", which hold two digits each.
    const __m128i spread = _mm_set_epi8(10, 11, 9, 10, 7, 8, 6, 7, 4, 5, 3, 4, 1, 2, 0, 1);
    // What is added to a digit's value: by its class, which is 13 for A to Z, 0 for a to z, 1 to 10 for 0 to 9, 11 for +
    // and 12 for /.
    const __m128i offsets = _mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                                          '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0);
    size_t done = 0;
    for (; groups - done >= 6; done += 4) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(input + 3 * done));
        bytes = _mm_shuffle_epi8(bytes, spread);
        // Multiplying shifts each half by a distance of its own.
        __m128i first = _mm_mulhi_epu16(_mm_and_si128(bytes, _mm_set1_epi32(0x0FC0FC00)), _mm_set1_epi32(0x04000040));
        __m128i second = _mm_mullo_epi16(_mm_and_si128(bytes, _mm_set1_epi32(0x003F03F0)), _mm_set1_epi32(0x01000010));
        __m128i values = _mm_or_si128(first, second);
        __m128i class = _mm_subs_epu8(values, _mm_set1_epi8(51));
        __m128i isCapital = _mm_cmpgt_epi8(_mm_set1_epi8(26), values);
        class = _mm_or_si128(class, _mm_and_si128(isCapital, _mm_set1_epi8(13)));
        __m128i digits = _mm_add_epi8(values, _mm_shuffle_epi8(offsets, class));
        _mm_storeu_si128((__m128i *)(output + 4 * done), digits);
    }
    return done;
}
#endif

void ccurl_base64_groups(const uint8_t *input, size_t groups, char *output) {
#if defined(__x86_64__)
    if (groups >= 6 && __builtin_cpu_supports("ssse3")) {
        size_t done = encode_ssse3(input, groups, output);
        input += 3 * done;
        output += 4 * done;
        groups -= done;
    }
#endif
    for (; groups > 0; groups--, input += 3, output += 4) {
        uint32_t bits = (uint32_t)input[0] << 16 | (uint32_t)input[1] << 8 | input[2];
        memcpy(output, pairs[bits >> 12], 2);
        memcpy(output + 2, pairs[bits & 0xFFF], 2);
    }
}
