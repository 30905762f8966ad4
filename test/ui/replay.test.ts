import { describe, expect, it } from 'vitest';
import type { BuildEvent } from '../../src/build/events.ts';
import { idleBuild, reduceBuild } from '../../src/ui/model/build-view.ts';
import { logLength } from '../../src/ui/model/log.ts';
import { Replay, replaySpeeds } from '../../src/ui/model/replay.ts';
import { recordBuild } from './recorded-build.ts';

const dockerfile = 'FROM alpine AS one\nRUN echo a\nFROM alpine\nCOPY --from=one /a /a\nCMD x\n';
const eventsOf = (options = {}): readonly BuildEvent[] =>
  recordBuild(dockerfile, options).events.map(({ event }) => event);

describe('a replay', () => {
  it('shows at every moment what the build showed then', () => {
    const events = eventsOf();
    const replay = new Replay(events);
    let live = idleBuild;
    for (const [at, event] of events.entries()) {
      live = reduceBuild(live, [event]);
      expect(replay.view(at + 1)).toEqual(live);
    }
  });

  it('goes back as well as on, and over a long log', () => {
    const events = eventsOf({ noisy: 1000 });
    const replay = new Replay(events);
    const counts = [events.length, 3, 700, 201, 200, 199, 1];
    for (const count of counts) {
      expect(replay.view(count)).toEqual(reduceBuild(idleBuild, events.slice(0, count)));
    }
  });

  it('has the log as it stood at that moment', () => {
    const events = eventsOf({ noisy: 5 });
    const replay = new Replay(events);
    const start = events.findIndex((event) => event.type === 'step-output');
    const log = (count: number) => {
      const step = replay.view(count).steps.get('0/1');
      return step ? logLength(step.log) : 0;
    };
    expect(log(start)).toBeLessThan(log(start + 1));
  });

  it('steps from the plan through each step that ran to the end, and back', () => {
    const replay = new Replay(eventsOf());
    const forward = [];
    for (let moment = replay.next(0); moment; moment = replay.next(moment.count)) forward.push(moment.count);
    const backward = [forward.at(-1) ?? 0];
    for (let moment = replay.back(backward[0] ?? 0); moment; moment = replay.back(moment.count)) {
      backward.push(moment.count);
    }
    expect(backward.reverse()).toEqual(forward);
    expect(replay.moments.map(({ event }) => event.type)[0]).toBe('planned');
    expect(replay.moments.at(-1)?.event.type).toBe('build-finished');
  });

  it('gives a cached step one moment, and one that made a layer two', () => {
    const count = (events: readonly BuildEvent[], step: string) =>
      new Replay(events).moments.filter(({ event }) => 'step' in event && event.step === step).length;
    expect(count(eventsOf(), '0/1')).toBe(2);
    expect(count(eventsOf({ cached: true }), '0/1')).toBe(1);
  });

  it('has the time of each moment since the plan, never falling', () => {
    const [first, ...rest] = eventsOf();
    if (!first) throw new Error('no events');
    // A clock that was set back meanwhile.
    const odd = rest.map((event, at) => ({ ...event, time: event.time - (at % 2) * 5000 }));
    const replay = new Replay([first, ...odd]);
    const times = replay.moments.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(replay.duration).toBeGreaterThanOrEqual(times.at(-1) ?? 0);
    expect(replay.countAt(replay.duration)).toBe(rest.length + 1);
    expect(replay.countAt(-1)).toBe(0);
  });

  it('of a short build is slow enough to be watched', () => {
    const events = eventsOf().map((event, at) => ({ ...event, time: at * 3 }));
    expect(new Replay(events).naturalSpeed).toBeLessThan(0.1);
    expect(replaySpeeds).toContain(new Replay(events).naturalSpeed);
  });

  it('is not possible for a build that was never planned', () => {
    expect(new Replay([{ type: 'build-failed', time: 0, problems: [] }]).isPossible).toBe(false);
  });
});
