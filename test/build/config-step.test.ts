/** Instructions that only change the config: what they make of it, and their line of history. */
import { describe, expect, it } from 'vitest';
import { newWorld } from './harness.ts';

async function built(instructions: string) {
  const world = await newWorld();
  const outcome = await world.build(`FROM base:1\n${instructions}\n`);
  if (outcome.outcome === 'finished') {
    const { config, history } = outcome.image.config;
    return { config, history: history.slice(1).map(({ created_by: line }) => line), problem: undefined };
  }
  return { problem: outcome.outcome === 'failed' ? outcome.problems[0] : undefined };
}

describe('HEALTHCHECK', () => {
  it.each([
    [2, "'\\x02'"],
    [10, "'\\n'"],
    [34, "'\"'"],
    [39, "'\\''"],
    [65, "'A'"],
    [92, "'\\\\'"],
    [0x2028, "'\\u2028'"],
  ])('writes %i retries as Go writes that character', async (retries, written) => {
    const { history } = await built(`HEALTHCHECK --retries=${retries} CMD true`);
    expect(history).toEqual([`HEALTHCHECK &{["CMD-SHELL" "true"] "0s" "0s" "0s" "0s" ${written}}`]);
  });
});

describe('STOPSIGNAL', () => {
  it.each(['SIGTERM', 'term', 'sigusr1', '9', 'RTMIN+3', 'SIGRTMAX-1'])('takes %s', async (signal) => {
    expect((await built(`STOPSIGNAL ${signal}`)).config?.StopSignal).toBe(signal);
  });

  it.each(['NOPE', '0', 'SIG', 'RTMIN+16'])('refuses %s', async (signal) => {
    const { problem } = await built(`LABEL a=b\nSTOPSIGNAL ${signal}`);
    expect(problem).toMatchObject({ message: `invalid signal: ${signal}`, range: { start: { line: 3 } } });
  });
});

describe('EXPOSE', () => {
  it('is sorted as written, and its ports are a set', async () => {
    const { config, history } = await built('ENV P="9 7/udp"\nEXPOSE 80 443/UDP $P 80/tcp 8000-8001');
    expect(config?.ExposedPorts).toEqual(['443/udp', '7/udp', '80/tcp', '8000/tcp', '8001/tcp', '9/tcp']);
    expect(history?.at(-1)).toBe('EXPOSE [9/tcp 7/udp 443/udp 80/tcp 80/tcp 8000/tcp 8001/tcp]');
  });

  it('refuses what is no port, and more of them than there are', async () => {
    expect((await built('EXPOSE 70000')).problem?.message).toBe('invalid containerPort: 70000');
    expect((await built(`EXPOSE ${'0-65535 '.repeat(4)}`)).problem?.code).toBe('too-many-ports');
  });
});

describe('ARG and ENV', () => {
  it('say in history what they came to', async () => {
    const { history } = await built('ARG A=1 B=$A C\nENV A=2 D=$A E="a b"\nARG A=3\nENV F=$A\nRUN x');
    expect(history).toEqual([
      'ARG A=1 B=1 C',
      'ENV A=2 D=1 E=a b',
      'ARG A=3',
      'ENV F=3',
      'RUN |3 A=3 B=1 C= /bin/sh -c x # buildkit',
    ]);
  });

  it('fail where a variable must be set and is not', async () => {
    const { problem } = await built(`ENV A=\${B:?missing}`);
    expect(problem?.message).toContain('B: missing');
  });
});

describe('CMD and ENTRYPOINT', () => {
  it('keep the CMD of the same stage, and drop the one of the base', async () => {
    expect((await built('ENTRYPOINT ["e"]')).config?.Cmd).toEqual([]);
    expect((await built('CMD ["c"]\nENTRYPOINT ["e"]')).config?.Cmd).toEqual(['c']);
  });
});
