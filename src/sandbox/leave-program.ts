/** How a program is left without its frames being unwound: thrown by a call, caught by the scheduler. */
import type { Program } from './program.ts';

export type Departure =
  /** `status` as wait(2) encodes it. */
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'exec'; readonly program: Program }
  /** Back to where `setjmp` noted the stack at this address. */
  | { readonly kind: 'longjmp'; readonly address: number; readonly value: bigint };

/** Not an `Error`: it is no failure, and a stack trace would cost more than the exec. */
export class LeaveProgram {
  readonly departure: Departure;

  constructor(departure: Departure) {
    this.departure = departure;
  }
}

export const exitStatus = (code: number): number => (code & 0xff) << 8;
