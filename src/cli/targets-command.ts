/** `--call=targets`: the stages that `--target` can name, with the comments that describe them. */
import { checkBuild } from '../build/check-build.ts';
import { descriptionOf } from '../dockerfile/outline.ts';
import { parseStrictly } from '../dockerfile/parse.ts';
import { linesOf } from '../dockerfile/problem.ts';
import type { Stage } from '../dockerfile/stage.ts';
import type { BuildOptions } from './arguments.ts';
import { failureText } from './failure-text.ts';
import type { Host } from './host.ts';
import { openBuild } from './open-build.ts';
import { type SourceLocation, sourceLocation } from './source-location.ts';

interface Target {
  readonly name?: string;
  readonly default?: true;
  readonly description?: string;
  readonly base: string;
  readonly platform?: string;
  readonly location: SourceLocation;
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
  const description = name === undefined ? '' : descriptionOf(name, from.comments);
  return {
    ...(name === undefined ? {} : { name }),
    ...(isDefault ? { default: true } : {}),
    ...(description === '' ? {} : { description }),
    base: from.base.text,
    ...(from.platform === undefined ? {} : { platform: from.platform.text }),
    location: sourceLocation(linesOf(from.range)),
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
