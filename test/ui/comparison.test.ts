import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { buildSide, type ComparedStep, imageSide } from '../../src/ui/model/compared-side.ts';
import { configDifferences, pairSteps } from '../../src/ui/model/comparison.ts';
import { chosenFiles, firstKind } from '../../src/ui/model/file-differences.ts';
import { BuildHistory } from '../../src/worker/build-history.ts';
import { BuildRecorder } from '../../src/worker/build-recorder.ts';
import { recordBuild } from './recorded-build.ts';
import { details, fileComparison } from './recorded-images.ts';

const step = (text: string, stage = '1'): ComparedStep => ({ stage, text });
const shown = (first: readonly string[], second: readonly string[]) =>
  pairSteps(
    first.map((text) => step(text)),
    second.map((text) => step(text)),
  ).map(({ kind, first: a, second: b }) => `${kind}: ${a?.text ?? ''} | ${b?.text ?? ''}`);

describe('the steps of two builds', () => {
  it('are matched in order; what was changed is one step', () => {
    expect(
      shown(
        ['FROM alpine', 'COPY . /app', 'RUN make', 'CMD ["a"]'],
        ['FROM alpine', 'RUN apk add make', 'COPY . /app', 'RUN make -j2', 'USER me', 'CMD ["a"]'],
      ),
    ).toEqual([
      'same: FROM alpine | FROM alpine',
      'added:  | RUN apk add make',
      'same: COPY . /app | COPY . /app',
      'changed: RUN make | RUN make -j2',
      'added:  | USER me',
      'same: CMD ["a"] | CMD ["a"]',
    ]);
  });

  it('are all there, on whichever side', () => {
    expect(shown(['RUN a'], [])).toEqual(['removed: RUN a | ']);
    expect(shown([], ['RUN a'])).toEqual(['added:  | RUN a']);
    const many = Array.from({ length: 2000 }, (_, at) => `RUN ${at}`);
    expect(shown(many, many).every((row) => row.startsWith('same'))).toBe(true);
  });
});

describe('a past build', () => {
  it('is seen again from its events, with what its image leaves behind', async () => {
    const recorder = new BuildRecorder({ entries: [], tag: 'a' }, 1000);
    const { events } = recordBuild(
      'FROM alpine AS builder\nWORKDIR /src\nRUN make\nFROM alpine\nCOPY --from=builder /src/a /a\n',
    );
    recorder.take(events.map(({ event }) => event));
    const last = events.at(-1)?.event;
    if (last?.type !== 'build-finished') throw new Error('the recorded build did not finish');
    const recording = recorder.recording({ outcome: 'finished', image: last.image }, undefined, 3000);
    const history = new BuildHistory(new MemoryStore('a test').collection('build-history'));
    await history.add(recording);
    const [row] = await history.list();
    const again = await history.get(row?.id ?? '');
    if (again === undefined) throw new Error('it was not kept');
    const side = buildSide(again);
    expect(side.steps.map(({ stage, text }) => `${stage} ${text}`)).toEqual([
      'builder FROM alpine AS builder',
      'builder WORKDIR /src',
      'builder RUN make',
      '2 FROM alpine',
      '2 COPY --from=builder /src/a /a',
    ]);
    expect(side.layers.at(-1)).toMatchObject({ text: 'COPY --from=builder /src/a /a' });
    expect(side.left.map(({ text }) => text)).toEqual(['WORKDIR /src', 'RUN make']);
    expect(side.duration).toBe(2000);
  });
});

describe('a kept image', () => {
  it('has its history for steps, with the sizes of its layers', () => {
    const side = imageSide(details('hello:latest'));
    expect(side.steps).toEqual([{ stage: '', text: 'ADD rootfs.tar /', size: 5_912_000 }]);
    expect(side.layers).toMatchObject([{ maker: 'base', size: 5_912_000 }]);
    expect(side.size).toBe(5_912_000);
  });
});

describe('two configs', () => {
  it('differ by what only one of them has', () => {
    const config = (env: readonly string[], cmd: readonly string[]) =>
      JSON.stringify({ os: 'linux', architecture: 'amd64', config: { Env: env, Cmd: cmd } });
    expect(configDifferences(config(['A=1', 'B=2'], ['x']), config(['A=1', 'B=3'], ['x', 'y']))).toEqual([
      { key: 'Env', first: ['B=2'], second: ['B=3'] },
      { key: 'Cmd', first: ['["x"]'], second: ['["x", "y"]'] },
    ]);
    expect(configDifferences(config([], []), config([], []))).toEqual([]);
    expect(configDifferences('no json', config([], ['x'])).map(({ key }) => key)).toEqual([
      'Platform',
      'Cmd',
    ]);
  });
});

describe('differing files', () => {
  it('are chosen by kind, path and size', () => {
    const paths = (choice: Partial<Parameters<typeof chosenFiles>[1]>) =>
      chosenFiles(fileComparison, { kind: 'first', filter: '', bySize: false, ...choice }).map(
        ({ path }) => path,
      );
    expect(paths({})).toEqual(['/app/parts.txt', '/usr/bin/gcc']);
    expect(paths({ bySize: true })).toEqual(['/usr/bin/gcc', '/app/parts.txt']);
    expect(paths({ filter: 'GCC' })).toEqual(['/usr/bin/gcc']);
    expect(paths({ kind: 'changed' })).toEqual(['/app', '/app/greet']);
    expect(paths({ kind: 'times' })).toEqual(['/etc/motd']);
    expect(firstKind(fileComparison)).toBe('first');
  });
});
