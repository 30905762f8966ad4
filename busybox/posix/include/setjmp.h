/*
 * setjmp and longjmp through the kernel: it keeps a copy of the unwound C stack for each jmp_buf (posix/jump.c).
 * A jmp_buf is only a name for that copy, so what is in it does not matter.
 */
#ifndef DRYDOCK_SETJMP_H
#define DRYDOCK_SETJMP_H

typedef struct {
	unsigned long long unused[8];
} jmp_buf[1];
typedef jmp_buf sigjmp_buf;

int __wasix_setjmp(jmp_buf) __attribute__((returns_twice));
_Noreturn void __wasix_longjmp(jmp_buf, int);

#define setjmp(place) __wasix_setjmp(place)
#define _setjmp(place) __wasix_setjmp(place)
#define sigsetjmp(place, with_mask) __wasix_setjmp(place)
#define longjmp(place, value) __wasix_longjmp(place, value)
#define siglongjmp(place, value) __wasix_longjmp(place, value)

#endif
