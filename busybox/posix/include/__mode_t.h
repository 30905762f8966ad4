/* wasi-libc gives a FIFO and a socket the same file type; the kernel keeps them apart. */
#include_next <__mode_t.h>
#undef S_IFIFO
#define S_IFIFO (0x1000)
