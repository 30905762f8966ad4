// Features of the labs channel: on here, while Docker's built-in frontend knows them only after a syntax line.

import type { Flag, Instruction } from './instruction.ts';
import type { Dockerfile } from './parse.ts';

export const LABS_SYNTAX = '# syntax=docker/dockerfile:1-labs';

/** The flags of an instruction that Docker would refuse in this Dockerfile. */
export function labsFlags(
  { flags }: Pick<Instruction, 'flags'>,
  { directives }: Pick<Dockerfile, 'directives'>,
): readonly Flag[] {
  const isLabs = directives.some(({ name, value }) => name === 'syntax' && /labs/.test(value.text));
  return isLabs ? [] : flags.filter(({ labs }) => labs);
}
