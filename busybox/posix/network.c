/* There is no network: names have no addresses, and a system log has no reader. */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <syslog.h>

char *inet_ntoa(struct in_addr address)
{
	static char text[sizeof "255.255.255.255"];
	const unsigned char *bytes = (const unsigned char *)&address;
	snprintf(text, sizeof text, "%d.%d.%d.%d", bytes[0], bytes[1], bytes[2], bytes[3]);
	return text;
}

struct hostent *gethostbyname(const char *name)
{
	h_errno = HOST_NOT_FOUND;
	return 0;
}

int *__h_errno_location(void)
{
	static int error;
	return &error;
}

const char *hstrerror(int error)
{
	return "Host name lookup failure";
}

void openlog(const char *name, int options, int facility)
{
}

void syslog(int priority, const char *format, ...)
{
}
