/** Why a step ran, as one line for a terminal. */
import type { CacheCause, FileDifference } from '../build/events.ts';

/** Files named in one line; the rest is counted. */
const mostFiles = 3;

/** Undefined for a hit where nothing changed: there is nothing to say. */
export function causeText(cause: CacheCause): string | undefined {
  switch (cause.kind) {
    case 'hit':
      return cause.ignored === undefined || cause.ignored.length === 0
        ? undefined
        : `did not matter: ${cause.ignored.join('; ')}`;
    case 'first-time':
      return 'first time: nothing like it is in the cache';
    case 'instruction-changed':
      return `the instruction changed: ${cause.before} → ${cause.after}`;
    case 'files-changed': {
      const named = cause.files.slice(0, mostFiles).map(fileText);
      const more = cause.total - named.length;
      return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    }
    case 'build-arg-changed':
      return `build argument ${cause.name} changed: ${valueText(cause.before)} → ${valueText(cause.after)}`;
    case 'environment-changed':
      return `environment variable ${cause.name} changed: ${valueText(cause.before)} → ${valueText(cause.after)}`;
    case 'parent-changed':
      return `it stands on ${cause.label === '' ? `step ${cause.step}` : cause.label}, which ran again`;
    case 'merged':
      return `its own layer came from the cache, and was laid over what is new below it: ${cause.label === '' ? `step ${cause.step}` : cause.label}`;
    case 'base-image-changed':
      return `the base image changed: ${cause.before} → ${cause.after}`;
    case 'cache-disabled':
      return 'the cache is turned off for this build';
    case 'cache-lost':
      return `it was in the cache, but can't be read any more: ${cause.detail}`;
  }
}

function fileText({ path, what }: FileDifference): string {
  return what === 'added' || what === 'removed' ? `file ${path} ${what}` : `file ${path} changed (${what})`;
}

function valueText(value: string | undefined): string {
  return value === undefined ? '(not set)' : JSON.stringify(value);
}
