/** Why a container could not be had, as a person is told: whatever stood in the way. */
import { ImageError } from '../image/image-error.ts';
import { RegistryError } from '../registry/distribution/registry-error.ts';
import { InvalidReferenceError } from '../registry/reference.ts';
import type { ContainerImage } from './containers.ts';
import { missingProgram } from './missing-program.ts';
import { ContainerRefusal } from './refusal.ts';

export interface ToldRefusal {
  /** What Docker's command line prints. */
  readonly message: string;
  readonly exitCode: number;
  /** What lies behind it, in plain words. */
  readonly explanation?: string;
}

/** `missing`: what the image lacks of the real one. Undefined for an error that is no refusal. */
export function toldRefusal(
  error: unknown,
  missing: ContainerImage['missing'] = [],
): ToldRefusal | undefined {
  if (error instanceof ContainerRefusal) {
    const { message, exitCode, problem } = error;
    const explanation = missingProgram(problem ? [problem.subject] : [], missing) ?? problem?.explanation;
    return { message, exitCode, ...(explanation === undefined ? {} : { explanation }) };
  }
  if (error instanceof RegistryError) {
    return { message: `docker: ${error.message}`, exitCode: 125, explanation: error.explanation };
  }
  if (error instanceof InvalidReferenceError || error instanceof ImageError) {
    return { message: `docker: ${error.message}`, exitCode: 125 };
  }
  return undefined;
}
