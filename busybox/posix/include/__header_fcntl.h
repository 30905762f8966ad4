/* Flags and commands of open and fcntl that WASI has no use for (it has no exec and no terminals), so that
 * wasi-libc leaves them out or makes them 0. The kernel knows these values. */
#ifndef DRYDOCK_HEADER_FCNTL_H
#define DRYDOCK_HEADER_FCNTL_H
#include_next <__header_fcntl.h>

#undef O_CLOEXEC
#define O_CLOEXEC 0x20000000
#undef O_NOCTTY
#define O_NOCTTY 0x40000000
#define O_NDELAY O_NONBLOCK

#define F_DUPFD 1000
#define F_DUPFD_CLOEXEC 1030

#define F_GETLK 1005
#define F_SETLK 1006
#define F_SETLKW 1007
#define F_RDLCK 0
#define F_WRLCK 1
#define F_UNLCK 2

#undef AT_EACCESS
#define AT_EACCESS 0x200

#endif
