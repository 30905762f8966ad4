/** What a progress printer is told: the engine's events, and what the command line does before and after them. */
import type { BuildEvent } from '../build/events.ts';

/** A piece of work of the command line itself: reading the Dockerfile, writing the image. */
export interface CliTask {
  readonly type: 'task';
  /** As BuildKit calls it: `[internal] load build context`. */
  readonly name: string;
  /** Lines below it, e.g. `transferring context: 97B done`. */
  readonly lines: readonly string[];
  /** Milliseconds since the Unix epoch. */
  readonly started: number;
  readonly completed: number;
  /** It failed. */
  readonly error?: string;
}

/** Nothing more comes. */
export interface CliEnd {
  readonly type: 'end';
}

export type ProgressEvent = BuildEvent | CliTask | CliEnd;

export interface Progress {
  show(event: ProgressEvent): void;
}

/** Prints nothing: `--quiet`. */
export const silence: Progress = { show: () => undefined };

/** Bytes as BuildKit prints them: `97B`, `1.25kB`, `3.40MB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return unit === 0 ? `${bytes}B` : `${value.toFixed(2)}${units[unit]}`;
}
