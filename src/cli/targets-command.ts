/** `--call=targets`: the stages that `--target` can name, with the comments that describe them. */
import { checkBuild } from '../build/check-build.ts';
import { parseStrictly } from '../dockerfile/parse.ts';
import { linesOf } from '../dockerfile/problem.ts';
import type { Stage } from '../dockerfile/stage.ts';
import type { BuildOptions } from './arguments.ts';
import { failureText } from './failure-text.ts';
import type { Host } from './host.ts';
import { openBuild } from './open-build.ts';

interface Target {
  readonly name?: string;
  readonly default?: true;
  readonly description?: string;
  readonly base: string;
  readonly location: { readonly ranges: readonly object[] };
}

export async function targetsCommand(options: BuildOptions, host: Host): Promise<number> {
  const { source, baseImages, engine, progress } = await openBuild(options, host);
  const text = source.dockerfile;
  const { error } = await checkBuild(engine, { baseImages });
  progress.show({ type: 'end' });
  if (error !== undefined && error.severity === 'error' && error.code !== 'CheckViolation') {
    host.standardError.write(failureText([error], { text, name: source.dockerfileName }));
    return 1;
  }
  const { stages } = parseStrictly(text);
  const targets = stages.map((stage) => targetOf(stage, stage.index === stages.length - 1));
  host.standardOutput.write(options.call.format === 'json' ? asJson(targets, text) : asTable(targets));
  return 0;
}

function targetOf({ name, from }: Stage, isDefault: boolean): Target {
  const comment = from.comments.at(-1) ?? '';
  const isDescription = name !== undefined && comment.startsWith(`${name} `);
  const [{ first, last }] = linesOf(from.range);
  const ranges = Array.from({ length: last - first + 1 }, (_, at) => ({
    start: { line: first + at },
    end: { line: first + at },
  }));
  return {
    ...(name === undefined ? {} : { name }),
    ...(isDefault ? { default: true } : {}),
    ...(isDescription ? { description: comment.slice(name.length + 1) } : {}),
    base: from.base.text,
    location: { ranges },
  };
}

function asJson(targets: readonly Target[], text: string): string {
  const sources = [Buffer.from(text).toString('base64')];
  return `${JSON.stringify({ targets, sources }, undefined, 2)}\n`;
}

function asTable(targets: readonly Target[]): string {
  const rows = targets.map(({ name = '', default: isDefault, description = '' }) => [
    isDefault ? `${name === '' ? '' : `${name} `}(default)` : name,
    description,
  ]);
  const width = Math.max(...[['TARGET'], ...rows].map(([name = '']) => name.length)) + 1;
  const line = ([name = '', description = '']: readonly string[]) => `${name.padEnd(width)}${description}\n`;
  return [['TARGET', 'DESCRIPTION'], ...rows].map(line).join('');
}
