/* Socket kinds and options that busybox names in its library. There are no sockets here: the numbers only have to be
 * distinct (and the kinds below 128, which busybox asserts). */
#ifndef DRYDOCK_SYS_SOCKET_H
#define DRYDOCK_SYS_SOCKET_H
#include_next <sys/socket.h>

#ifndef SOCK_RAW
#define SOCK_RAW 3
#define SOCK_RDM 4
#define SOCK_SEQPACKET 9
#endif

#ifndef SO_REUSEADDR
#define SO_REUSEADDR 2
#define SO_BROADCAST 6
#define SO_KEEPALIVE 9
#endif

#endif
