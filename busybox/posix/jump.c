/* setjmp and longjmp. The kernel unwinds the C stack, keeps a copy under the address of the jmp_buf, and rewinds it. */
#include "kernel.h"

#include <setjmp.h>

int __wasix_setjmp(jmp_buf place)
{
	uint64_t value = 0;
	kernel_stack_checkpoint(place, &value);
	return (int)value;
}

_Noreturn void __wasix_longjmp(jmp_buf place, int value)
{
	kernel_stack_restore(place, value ? value : 1);
}
