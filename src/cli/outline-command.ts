/** `--call=outline`: the build args, secrets and SSH agents that a build of the target takes. */
import { outlineBuild } from '../build/outline-build.ts';
import type { Outline, OutlinedMount } from '../dockerfile/outline.ts';
import type { BuildOptions } from './arguments.ts';
import { failureText } from './failure-text.ts';
import type { Host } from './host.ts';
import { openBuild } from './open-build.ts';
import { sourceLocation } from './source-location.ts';

export async function outlineCommand(options: BuildOptions, host: Host): Promise<number> {
  const { source, baseImages, engine, progress } = await openBuild(options, host);
  const text = source.dockerfile;
  const { outline, error } = await outlineBuild(engine, { baseImages });
  progress.show({ type: 'end' });
  if (error !== undefined) {
    host.standardError.write(failureText([error], { text, name: source.dockerfileName }));
    return 1;
  }
  host.standardOutput.write(options.call.format === 'json' ? asJson(outline, text) : asTables(outline));
  return 0;
}

function asJson({ name, description, args, secrets, ssh }: Outline, text: string): string {
  const mounts = (all: readonly OutlinedMount[]) =>
    all.map((mount) => ({
      name: mount.name,
      ...(mount.required ? { required: true } : {}),
      location: sourceLocation([mount.lines]),
    }));
  const json = {
    name,
    description,
    args: orAbsent(
      args.map((arg) => ({
        name: arg.name,
        ...(arg.description === '' ? {} : { description: arg.description }),
        ...(arg.value === '' ? {} : { value: arg.value }),
        location: sourceLocation([arg.lines]),
      })),
    ),
    secrets: orAbsent(mounts(secrets)),
    ssh: orAbsent(mounts(ssh)),
    sources: [Buffer.from(text).toString('base64')],
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

function orAbsent<Entry>(entries: readonly Entry[]): readonly Entry[] | undefined {
  return entries.length === 0 ? undefined : entries;
}

function asTables({ name, description, args, secrets, ssh }: Outline): string {
  const head = [
    ['TARGET:', name ?? '(default)'],
    ...(description === undefined ? [] : [['DESCRIPTION:', description]]),
  ];
  const mounts = (title: string, all: readonly OutlinedMount[]) =>
    all.length === 0
      ? ''
      : table([[title, 'REQUIRED'], ...all.map((mount) => [mount.name, mount.required ? 'true' : ''])], 3);
  return [
    name === undefined && description === undefined ? '' : table(head, 1),
    args.length === 0
      ? ''
      : table(
          [
            ['BUILD ARG', 'VALUE', 'DESCRIPTION'],
            ...args.map((arg) => [arg.name, arg.value, arg.description]),
          ],
          3,
        ),
    mounts('SECRET', secrets),
    mounts('SSH', ssh),
  ].join('');
}

/** As Go's tabwriter: columns as wide as their longest cell, counted in code points; the last one has no width. */
function table(rows: readonly (readonly string[])[], padding: number): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, length(row[column]) + padding), 0),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - length(cell)),
      )
      .join(''),
  );
  return `${lines.join('\n')}\n\n`;
}

function length(cell = ''): number {
  return [...cell].length;
}
