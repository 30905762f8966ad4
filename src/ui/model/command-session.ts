/**
 * The command line's side of the page: its log, and the line that a running build stands under. Buttons and typed
 * commands end up in the same log.
 */

import type { BuildEvent } from '../../build/events.ts';
import type { BuildCommand } from '../../commands/docker-command.ts';
import { familiarText } from '../../commands/image-facts.ts';
import { PlainProgress } from '../../commands/progress-plain.ts';
import type { BuildOutcome } from '../../worker/protocol.ts';
import { appendLines, type CommandLog, emptyCommandLog, type LogLineKind } from './command-log.ts';

export class CommandSession {
  #log: CommandLog = emptyCommandLog;
  #progress: PlainProgress | undefined;
  /** Printed by the build since the last look, the last line perhaps unfinished. */
  #fresh = '';
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get log(): CommandLog {
    return this.#log;
  }

  print(kind: LogLineKind, lines: readonly string[]): void {
    this.#log = appendLines(this.#log, kind, lines);
    this.#onChange();
  }

  clear(): void {
    this.#log = { ...emptyCommandLog, next: this.#log.next };
    this.#onChange();
  }

  /** A build begins; `line` is printed unless it was typed. */
  buildBegins(line: string, typed: BuildCommand | undefined): void {
    if (typed === undefined) this.print('typed', [line]);
    this.#fresh = '';
    this.#progress = typed?.quiet
      ? undefined
      : new PlainProgress((text) => {
          this.#fresh += text;
        });
  }

  buildTells(event: BuildEvent): void {
    // What the engine says twice a second of a download is for a bar, not for a list.
    if (event.type !== 'step-progress') this.#progress?.show(event);
  }

  /** Puts what the build printed into the log: once a frame, however much that is. */
  flush(): void {
    const end = this.#fresh.lastIndexOf('\n');
    if (end < 0) return;
    const lines = this.#fresh.slice(0, end).split('\n');
    this.#fresh = this.#fresh.slice(end + 1);
    this.print('output', lines);
  }

  /** `ended`: milliseconds since the Unix epoch. */
  buildEnds(outcome: BuildOutcome, ended: number, names: readonly string[]): void {
    if (outcome.outcome === 'finished') {
      const { configDigest } = outcome.image;
      if (this.#progress === undefined) this.print('output', [configDigest]);
      const lines = [
        `writing image ${configDigest} done`,
        ...names.map((name) => `naming to ${longName(name)} done`),
      ];
      this.#progress?.show({
        type: 'task',
        name: 'exporting to image',
        lines,
        started: ended,
        completed: ended,
      });
    }
    this.flush();
    this.#progress = undefined;
    if (outcome.outcome === 'failed') {
      const [problem] = outcome.problems;
      this.print('error', [`ERROR: failed to build: failed to solve: ${problem?.message ?? ''}`]);
    } else if (outcome.outcome === 'cancelled') {
      this.print('error', ['ERROR: failed to build: failed to solve: Canceled: context canceled']);
    }
  }
}

/** `app` → `docker.io/library/app:latest`, as BuildKit names it. */
function longName(name: string): string {
  const familiar = familiarText(name);
  const [first = ''] = familiar.split('/');
  if (!familiar.includes('/')) return `docker.io/library/${familiar}`;
  return /[.:]/.test(first) || first === 'localhost' ? familiar : `docker.io/${familiar}`;
}
