import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BuildEvent } from '../../src/build/events.ts';
import { EventBatch } from '../../src/worker/event-batch.ts';

const output = (step: string): BuildEvent => ({
  type: 'step-output',
  time: 0,
  step,
  stream: 'stdout',
  bytes: new Uint8Array(1),
});
const started = (step: string): BuildEvent => ({ type: 'step-started', time: 0, step });

let sent: BuildEvent[][];
let batch: EventBatch;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  batch = new EventBatch((events) => sent.push([...events]));
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a batch of build events', () => {
  it('sends the first event at once, and the rest of a frame together', () => {
    for (const step of ['a', 'b', 'c']) batch.add(output(step));
    expect(sent.map((events) => events.length)).toEqual([1]);
    vi.advanceTimersByTime(20);
    expect(sent.map((events) => events.length)).toEqual([1, 2]);
  });

  it('joins what a step writes bit by bit, stream by stream', () => {
    const write = (step: string, stream: 'stdout' | 'stderr', text: string) =>
      batch.add({ type: 'step-output', time: 0, step, stream, bytes: new TextEncoder().encode(text) });
    batch.add(output('first'));
    write('a', 'stdout', 'one ');
    write('a', 'stdout', 'two');
    write('a', 'stderr', 'oh');
    write('b', 'stdout', 'three');
    batch.flush();
    const told = sent.flat().slice(1) as Extract<BuildEvent, { type: 'step-output' }>[];
    expect(told.map(({ step, stream, bytes }) => [step, stream, new TextDecoder().decode(bytes)])).toEqual([
      ['a', 'stdout', 'one two'],
      ['a', 'stderr', 'oh'],
      ['b', 'stdout', 'three'],
    ]);
  });

  it('keeps the order, and sends what is left when it is flushed', () => {
    const all = [output('a'), started('b'), output('c'), output('d')];
    for (const event of all) batch.add(event);
    batch.flush();
    expect(sent.flat()).toEqual(all);
  });
});
