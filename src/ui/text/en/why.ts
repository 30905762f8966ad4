import type { FileDifference } from '../../../build/events.ts';

export const why = {
  brief: {
    hit: 'same inputs',
    firstTime: 'first time',
    instructionChanged: 'instruction changed',
    filesChanged: (path: string, total: number) =>
      total > 1 ? `${path} + ${total - 1} changed` : `${path} changed`,
    buildArgChanged: (name: string) => `build arg ${name} changed`,
    environmentChanged: (name: string) => `environment ${name} changed`,
    parentChanged: 'earlier step ran',
    merged: 'layer reused',
    baseImageChanged: 'base image changed',
    cacheDisabled: 'cache is off',
    cacheLost: 'cache record lost',
  },
  sentence: {
    hit: (ignored: readonly string[]) =>
      ignored.length === 0
        ? 'Cached: the instruction and everything it reads are the same as before.'
        : `Cached: the instruction and everything it reads are the same as before. Not counted: ${ignored.join('; ')}.`,
    firstTime: 'Ran because this step was never built before.',
    instructionChanged: (before: string, after: string) =>
      `Ran because the instruction changed, from “${before}” to “${after}”.`,
    filesChanged: (files: readonly FileDifference[], total: number) => {
      const named = files.slice(0, 3).map((file) => `${file.path} (${difference[file.what]})`);
      const more = total - named.length;
      return `Ran because ${total === 1 ? 'a file it reads' : `${total} files it reads`} changed: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
    },
    buildArgChanged: (name: string, before: string | undefined, after: string | undefined) =>
      `Ran because the build arg ${name} changed, ${fromTo(before, after)}.`,
    environmentChanged: (name: string, before: string | undefined, after: string | undefined) =>
      `Ran because the environment variable ${name} changed, ${fromTo(before, after)}.`,
    parentChanged: (label: string) => `Ran because a step it builds on ran again: ${label}.`,
    merged: (label: string) =>
      `Its own layer came from the cache, and was laid over what is new below it: ${label}.`,
    baseImageChanged: (before: string, after: string) =>
      `Ran because the base image changed, from ${before} to ${after}.`,
    cacheDisabled: 'Ran because the cache is switched off for this build.',
    cacheLost: (detail: string) =>
      `Ran although it was built before, because the cached result can’t be read any more: ${detail}.`,
  },
  step: {
    queued: 'Waiting for the steps before it.',
    running: 'Running now.',
    failed: 'The step failed.',
    notReached: 'Not reached: the build ended before this step.',
    cancelled: 'Stopped before it finished; nothing of it is kept.',
  },
} as const;

const difference: Readonly<Record<FileDifference['what'], string>> = {
  added: 'new',
  removed: 'gone',
  content: 'content',
  mode: 'mode',
  owner: 'owner',
  type: 'type',
  'link target': 'link target',
};

function fromTo(before: string | undefined, after: string | undefined): string {
  const quoted = (value: string | undefined): string => (value === undefined ? 'unset' : `“${value}”`);
  return `from ${quoted(before)} to ${quoted(after)}`;
}
