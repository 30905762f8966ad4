import { describe, expect, it } from 'vitest';
import { appendLines, emptyCommandLog, TypedLines } from '../../src/ui/model/command-log.ts';
import { CommandSession } from '../../src/ui/model/command-session.ts';
import { recordBuild } from './recorded-build.ts';

describe('the log of the command line', () => {
  it('keeps the last two thousand lines, and says how many went', () => {
    let log = appendLines(emptyCommandLog, 'typed', ['docker build .']);
    log = appendLines(
      log,
      'output',
      Array.from({ length: 5000 }, (_, at) => `line ${at}`),
    );
    log = appendLines(log, 'error', ['oops']);
    expect(log.lines).toHaveLength(2000);
    expect(log.lines.at(-1)).toMatchObject({ kind: 'error', text: 'oops' });
    expect(log.dropped).toBe(3002);
    expect(new Set(log.lines.map(({ id }) => id)).size).toBe(2000);
  });

  it('shows a build that a button began, as BuildKit prints it', () => {
    const session = new CommandSession(() => undefined);
    session.buildBegins('docker build -t hello .', undefined);
    const { events } = recordBuild('FROM alpine\nRUN echo hi\n');
    for (const { event } of events) session.buildTells(event);
    session.flush();
    const last = events.at(-1)?.event;
    if (last?.type !== 'build-finished') throw new Error('the recorded build did not finish');
    session.buildEnds({ outcome: 'finished', image: last.image }, 5, ['hello', 'localhost:5000/a:1']);
    const texts = session.log.lines.map(({ text }) => text);
    expect(session.log.lines[0]).toMatchObject({ kind: 'typed', text: 'docker build -t hello .' });
    expect(texts.some((text) => /^#\d+ DONE \d/.test(text))).toBe(true);
    expect(texts.slice(-5, -1)).toEqual([
      expect.stringMatching(/^#\d+ writing image .* done$/),
      expect.stringMatching(/^#\d+ naming to docker\.io\/library\/hello:latest done$/),
      expect.stringMatching(/^#\d+ naming to localhost:5000\/a:1 done$/),
      expect.stringMatching(/^#\d+ DONE 0\.0s$/),
    ]);
  });

  it('ends with Docker’s sentence when the build failed', () => {
    const session = new CommandSession(() => undefined);
    session.buildBegins('docker build .', undefined);
    const problem = { code: 'x', severity: 'error', message: 'it broke', explanation: '' } as const;
    session.buildEnds({ outcome: 'failed', problems: [problem] }, 5, []);
    expect(session.log.lines.at(-1)).toMatchObject({
      kind: 'error',
      text: 'ERROR: failed to build: failed to solve: it broke',
    });
  });
});

describe('what was typed', () => {
  it('comes back with Up, and the draft with Down', () => {
    const typed = new TypedLines();
    typed.add('one');
    typed.add('two');
    typed.add('two');
    expect(typed.back('draft')).toBe('two');
    expect(typed.back('two')).toBe('one');
    expect(typed.back('one')).toBe('one');
    expect(typed.forward('one')).toBe('two');
    expect(typed.forward('two')).toBe('draft');
    expect(typed.forward('draft')).toBe('draft');
  });
});
