/** `setjmp` and `longjmp`: noting the stack and going back to it. */
import type { CallGroup } from '../imports.ts';
import { LeaveProgram } from '../leave-program.ts';
import { BLOCK } from '../open-file.ts';

export const stackCalls: CallGroup = {
  blocking: {
    stack_checkpoint: {
      errorSign: 1,
      attempt: (process, address = 0, valueAddress = 0) => {
        process.pause = { kind: 'checkpoint', address: address >>> 0, valueAddress: valueAddress >>> 0 };
        return BLOCK;
      },
    },
  },
  leaving: {
    stack_restore: (_process, address: number, value: bigint) => {
      throw new LeaveProgram({ kind: 'longjmp', address: address >>> 0, value });
    },
  },
};
