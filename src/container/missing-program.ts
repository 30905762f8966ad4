/** What a stand-in says of a program that the real image has and it lacks. */
import { baseName } from '../filesystem/lookup.ts';
import type { ContainerImage } from './containers.ts';

/** Sentences about the first of the names that the image lacks; undefined when it is none of them. */
export function missingProgram(
  names: readonly string[],
  missing: ContainerImage['missing'],
): string | undefined {
  for (const name of names) {
    const found = missing.find(({ program }) => program === baseName(name));
    if (found !== undefined) {
      return `${found.program} is not in this image here. ${found.reason} ${found.instead}`;
    }
  }
  return undefined;
}
