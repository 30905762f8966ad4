/* The machine a program thinks it is on: its name, its kernel, its memory. */
#include "kernel.h"
#include "result.h"

#include <string.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

/* The release is one that programs which look for a minimum accept, and that says what it is. */
int uname(struct utsname *names)
{
	*names = (struct utsname){.sysname = "Linux", .release = "6.1.0-wasm", .version = "#1", .machine = "wasm32"};
	return posix_result(kernel_hostname(names->nodename, sizeof names->nodename, 0)) < 0 ? -1 : 0;
}

int sethostname(const char *name, size_t length)
{
	return posix_result(kernel_hostname((char *)name, length, 1));
}

int sysinfo(struct sysinfo *result)
{
	uint64_t numbers[4];
	if (posix_result(kernel_sysinfo(numbers)) < 0)
		return -1;
	*result = (struct sysinfo){
		.uptime = numbers[0],
		.mem_unit = 1,
		.totalram = numbers[1],
		.freeram = numbers[2],
		.procs = numbers[3],
	};
	return 0;
}

/* WebAssembly's. */
int getpagesize(void)
{
	return 65536;
}
