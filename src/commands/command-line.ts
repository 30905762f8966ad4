/** The command that does at home what the page does: options written as a line for a shell. */
import { quoteWord } from './command-words.ts';

export interface BuildLine {
  readonly tags: readonly string[];
  readonly target: string;
  /** `NAME=value` */
  readonly buildArgs: readonly string[];
  readonly noCache: boolean;
  /** `Dockerfile` is the default. */
  readonly file: string;
}

/** `docker build -t app --build-arg A=1 .` */
export function buildLine({ tags, target, buildArgs, noCache, file }: BuildLine): string {
  const words = [
    ...tags.flatMap((tag) => ['-t', tag]),
    ...(file === 'Dockerfile' ? [] : ['-f', file]),
    ...(target === '' ? [] : ['--target', target]),
    ...buildArgs.flatMap((argument) => ['--build-arg', argument]),
    ...(noCache ? ['--no-cache'] : []),
    '.',
  ];
  return `docker build ${words.map(quoteWord).join(' ')}`;
}
