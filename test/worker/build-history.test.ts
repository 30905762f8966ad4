import { describe, expect, it } from 'vitest';
import type { BuildEvent } from '../../src/build/events.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { BuildHistory } from '../../src/worker/build-history.ts';
import { BuildRecorder } from '../../src/worker/build-recorder.ts';
import type { BuildOutcome, BuildRequest } from '../../src/worker/protocol.ts';

const request: BuildRequest = {
  entries: [
    { path: 'Dockerfile', mode: 0o644, modified: 0, content: new TextEncoder().encode('FROM scratch\n') },
  ],
  tag: 'app',
};
const failed: BuildOutcome = {
  outcome: 'failed',
  problems: [{ code: 'x', severity: 'error', message: 'it broke', explanation: '' }],
};

function output(step: string, text: string, stream: 'stdout' | 'stderr' = 'stdout'): BuildEvent {
  return { type: 'step-output', time: 1, step, stream, bytes: new TextEncoder().encode(text) };
}

function record(events: readonly BuildEvent[], started = 1) {
  const recorder = new BuildRecorder(request, started);
  recorder.take(events);
  return recorder.recording(failed, undefined, started + 5);
}

const text = (event: BuildEvent | undefined): string =>
  event?.type === 'step-output' ? new TextDecoder().decode(event.bytes) : '';

describe('what is kept of a build', () => {
  it('has what was asked, how it ended and the Dockerfile of that time', () => {
    expect(record([])).toMatchObject({
      started: 1,
      duration: 5,
      outcome: 'failed',
      problem: 'it broke',
      request: { dockerfile: 'Dockerfile', tag: 'app' },
      dockerfileText: 'FROM scratch\n',
    });
  });

  it('has the end of each step’s output, in one piece, before the step’s end', () => {
    const end: BuildEvent = { type: 'step-cancelled', time: 2, step: '0/1' };
    const { events } = record([
      { type: 'step-started', time: 1, step: '0/1' },
      ...Array.from({ length: 40 }, () => output('0/1', 'x'.repeat(1000))),
      output('0/1', 'the'),
      output('0/1', ' end'),
      output('0/1', 'oops', 'stderr'),
      { type: 'step-progress', time: 1, step: '0/1', label: 'p', current: 1, unit: 'bytes' },
      end,
    ]);
    expect(events.map(({ type }) => type)).toEqual([
      ...['step-started', 'step-output', 'step-output', 'step-cancelled'],
    ]);
    expect(text(events[1])).toMatch(/^x+the end$/);
    expect(text(events[1]).length + text(events[2]).length).toBe(16 * 1024);
    expect(text(events[2])).toBe('oops');
    expect(events[3]).toEqual(end);
  });

  it('bounds the output of all steps together', () => {
    const steps = Array.from({ length: 40 }, (_, at) => `0/${at}`);
    const { events } = record(
      steps.flatMap((step): BuildEvent[] => [
        output(step, 'y'.repeat(20_000)),
        { type: 'step-cancelled', time: 2, step },
      ]),
    );
    const bytes = events.reduce((sum, event) => sum + text(event).length, 0);
    expect(bytes).toBe(256 * 1024);
  });
});

describe('the build history', () => {
  it('lists the newest build first, without its events, and gives a whole one back', async () => {
    const history = new BuildHistory(new MemoryStore('a test').collection('build-history'));
    const recordings = [record([], 1000), record([{ type: 'step-started', time: 1, step: '0/1' }], 2000)];
    for (const recording of recordings) await history.add(recording);
    const rows = await history.list();
    expect(rows.map(({ started }) => started)).toEqual([2000, 1000]);
    expect(rows[0]).not.toHaveProperty('events');
    expect(await history.get(rows[0]?.id ?? '')).toEqual(recordings[1]);
    await history.forget([rows[0]?.id ?? '']);
    expect(await history.list()).toHaveLength(1);
    await history.forget(undefined);
    expect(await history.list()).toEqual([]);
  });

  it('keeps a hundred builds, and skips records that are none', async () => {
    const records = new MemoryStore('a test').collection('build-history');
    const history = new BuildHistory(records);
    for (let at = 0; at < 103; at++) await history.add(record([], 1_000_000 + at));
    const rows = await history.list();
    expect(rows).toHaveLength(100);
    expect(rows.at(-1)?.started).toBe(1_000_003);
    await records.put('zzz', { version: 9 });
    expect(await history.list()).toHaveLength(100);
  });

  it('stays when all else is pruned', async () => {
    const store = new MemoryStore('a test');
    const history = new BuildHistory(store.collection('build-history'));
    await history.add(record([]));
    await store.collection('pulled').put('a', 1);
    await store.prune();
    expect(await history.list()).toHaveLength(1);
    expect(await store.collection('pulled').get('a')).toBeUndefined();
  });
});
