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

void ccurl_base64_groups(const uint8_t *input, size_t groups, char *output) {
    for (; groups > 0; groups--, input += 3, output += 4) {
        uint32_t bits = (uint32_t)input[0] << 16 | (uint32_t)input[1] << 8 | input[2];
        memcpy(output, pairs[bits >> 12], 2);
        memcpy(output + 2, pairs[bits & 0xFFF], 2);
    }
}
