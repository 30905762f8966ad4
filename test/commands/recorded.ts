/** What the real Docker printed, by the command that was typed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const text = readFileSync(join(import.meta.dirname, 'recorded/docker-28.5.2.txt'), 'utf8');

/** Command lines that were recorded, in order. */
export const recordedCommands: readonly string[] = [...text.matchAll(/^\$ (.+)$/gm)].map(
  ([, line = '']) => line,
);

/** The lines that Docker printed. */
export function recorded(command: string): readonly string[] {
  const start = text.indexOf(`\n$ ${command}\n`);
  if (start < 0) throw new Error(`nothing was recorded for ${command}`);
  const body = text.slice(start + command.length + 4);
  return body
    .slice(0, body.search(/^\[\d+\]$/m))
    .replace(/\n$/, '')
    .split('\n');
}
