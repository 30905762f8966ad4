/** `docker history` and `docker image inspect` against recordings of Docker 28.5.2 (fixtures/docker-28.5.2). */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printHistory } from '../../src/commands/print-images.ts';
import { printInspect } from '../../src/commands/print-inspect.ts';
import { sha256 } from '../../src/image/digest.ts';

const recordings = resolve(import.meta.dirname, 'fixtures/docker-28.5.2');

interface Facts {
  readonly now: number;
  readonly names: readonly string[];
  readonly lastTagTime: string;
  readonly layerSizes: readonly number[];
}

interface Config {
  readonly history: readonly {
    readonly created_by: string;
    readonly created?: string;
    readonly comment?: string;
    readonly empty_layer?: boolean;
  }[];
}

const cases = readdirSync(recordings, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(cases.map(({ name }) => name))('%s', (name) => {
  const file = (of: string): string => readFileSync(join(recordings, name, of), 'utf8');
  const facts = JSON.parse(file('facts.json')) as Facts;
  const id = () => sha256(new TextEncoder().encode(file('config.json')));
  const config = JSON.parse(file('config.json')) as Config;
  const sizes = [...facts.layerSizes];
  const history = config.history.map((entry) => ({
    createdBy: entry.created_by,
    ...(entry.created === undefined ? {} : { created: entry.created }),
    ...(entry.comment === undefined ? {} : { comment: entry.comment }),
    size: entry.empty_layer === true ? 0 : (sizes.shift() ?? Number.NaN),
  }));

  it.each([
    ['history', {}],
    ['history-no-trunc', { noTrunc: true }],
    ['history-machine', { human: false }],
    ['history-machine-no-trunc', { human: false, noTrunc: true }],
    ['history-quiet', { quiet: true }],
  ] as const)('%s', async (output, options) => {
    const asked = { quiet: false, noTrunc: false, human: true, ...options };
    const printed = printHistory(
      await id(),
      history,
      { command: 'history', image: name, ...asked },
      facts.now * 1000,
    );
    expect(printed.map((line) => `${line}\n`).join('')).toBe(file(`${output}.txt`));
  });

  it('image inspect', async () => {
    const { names, lastTagTime: namedAt, layerSizes } = facts;
    const size = layerSizes.reduce((sum, bytes) => sum + bytes, 0);
    const config = JSON.parse(file('config.json')) as Readonly<Record<string, unknown>>;
    const printed = printInspect([{ id: await id(), config, names, namedAt, size, driver: 'overlay2' }]);
    expect(printed.map((line) => `${line}\n`).join('')).toBe(file('inspect.txt'));
  });
});
