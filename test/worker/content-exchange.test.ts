import { describe, expect, it } from 'vitest';
import { ContentReceiver, ContentSender } from '../../src/worker/content-exchange.ts';
import type { ProjectEntry } from '../../src/worker/protocol.ts';

const entry = (path: string, content: Uint8Array): ProjectEntry => ({
  path,
  mode: 0o644,
  modified: 0,
  content,
});
const a = new Uint8Array([1]);
const b = new Uint8Array([2]);

/** Sends as a worker message would. */
const send = (
  sender: ContentSender,
  receiver: ContentReceiver,
  entries: readonly ProjectEntry[],
  whole = true,
) => {
  const packed = structuredClone(sender.pack(entries, whole));
  return { received: receiver.unpack(packed), sent: packed.fresh.length };
};

describe('the contents of a project on their way to the worker', () => {
  it('arrive as they were', () => {
    const entries = [entry('a', a), entry('b', b), entry('copy of a', a)];
    expect(send(new ContentSender(), new ContentReceiver(), entries).received).toEqual(entries);
  });

  it('go once, and the worker sees the same array again', () => {
    const [sender, receiver] = [new ContentSender(), new ContentReceiver()];
    const first = send(sender, receiver, [entry('a', a), entry('b', b)]);
    const edited = send(sender, receiver, [entry('a', a), entry('b', new Uint8Array([3]))]);
    expect([first.sent, edited.sent]).toEqual([2, 1]);
    expect(edited.received[0]?.content).toBe(first.received[0]?.content);
    expect(edited.received[1]?.content).toEqual(new Uint8Array([3]));
  });

  it('are forgotten on both ends when the project has them no more, and go again', () => {
    const [sender, receiver] = [new ContentSender(), new ContentReceiver()];
    send(sender, receiver, [entry('a', a), entry('b', b)]);
    send(sender, receiver, [entry('a', a)]);
    const again = send(sender, receiver, [entry('a', a), entry('b', b)]);
    expect(again.sent).toBe(1);
    expect(again.received[1]?.content).toEqual(b);
  });

  it('stay when only a part of the project was sent', () => {
    const [sender, receiver] = [new ContentSender(), new ContentReceiver()];
    send(sender, receiver, [entry('a', a), entry('b', b)]);
    send(sender, receiver, [entry('a', a)], false);
    expect(send(sender, receiver, [entry('a', a), entry('b', b)]).sent).toBe(0);
  });

  it('go again to a new worker', () => {
    const sender = new ContentSender();
    send(sender, new ContentReceiver(), [entry('a', a)]);
    sender.reset();
    expect(send(sender, new ContentReceiver(), [entry('a', a)]).received).toEqual([entry('a', a)]);
  });
});
