import { describe, expect, test } from 'vitest';
import { fromBytes } from '../../src/filesystem/byte-string.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { makeSandbox, outcome, sh } from './shell.ts';

/** Runs a script, stops it after its first output, and gives what it rejected with and what it said. */
async function stopped(script: string, sandbox: Sandbox, reason: unknown = new Error('stop')) {
  const controller = new AbortController();
  let said = '';
  const running = sh(
    script,
    {
      signal: controller.signal,
      onOutput: (_stream, bytes) => {
        said += fromBytes(bytes);
        setTimeout(() => controller.abort(reason), 5);
      },
    },
    sandbox,
  );
  const error: unknown = await running.then(
    () => 'ended by itself',
    (rejection: unknown) => rejection,
  );
  const saidByThen = said;
  await new Promise((resolve) => setTimeout(resolve, 60));
  return { error, saidByThen, saidLater: said.slice(saidByThen.length) };
}

describe('a run that is stopped', () => {
  test.each([
    ['computes', 'echo go; while :; do :; done'],
    ['sleeps', 'echo go; sleep 1000; echo late'],
    ['waits for a child that computes', 'echo go; (while :; do :; done)'],
    [
      'has many processes',
      'for i in 1 2 3 4 5 6 7 8; do (while :; do echo $i; sleep 0.01; done) & done; wait',
    ],
    ['pours out bytes', 'yes'],
    ['copies without end', 'echo go; exec dd if=/dev/zero of=/dev/null bs=4096'],
    ['pumps a pipe', 'echo go; yes | tr y n > /dev/null'],
    ['ignores all signals', "trap '' HUP INT TERM; echo go; while :; do sleep 0.01; done"],
    ['forks without end', 'echo go; while :; do true | true; done'],
    ['waits for a FIFO', 'mkfifo /tmp/p; echo go; (sleep 1000 > /tmp/p) & cat /tmp/p'],
  ])('while it %s rejects with the reason, and nothing of it goes on', async (_what, script) => {
    const sandbox = makeSandbox();
    const reason = new Error('the user said stop');
    const { error, saidLater } = await stopped(script, sandbox, reason);
    expect(error).toBe(reason);
    expect(saidLater).toBe('');
    expect((await sh('echo fine; ls /proc > /tmp/l; grep -c "^[0-9]" /tmp/l', {}, sandbox)).out).toBe(
      'fine\n2\n',
    );
  });

  test('before it began does not begin', async () => {
    const signal = AbortSignal.abort('never mind');
    await expect(sh('echo x', { signal })).rejects.toBe('never mind');
  });

  test('does not take others with it', async () => {
    const sandbox = makeSandbox({ maxInstances: 2 });
    const other = sh(
      'for i in $(seq 20); do sleep 0.01; echo $i | cat > /dev/null; done; echo done',
      {},
      sandbox,
    );
    await stopped('echo go; while :; do true | true; done', sandbox);
    expect(await other).toMatchObject({ out: 'done\n', exitCode: 0 });
  });

  test('an abort after the end changes nothing', async () => {
    const controller = new AbortController();
    const { exitCode } = await sh('exit 3', { signal: controller.signal });
    controller.abort();
    expect(exitCode).toBe(3);
  });

  test.each([new Error('the page is gone'), new RangeError('Invalid string length')])(
    'an error of whoever takes the output ends the run with that error: %s',
    async (broken) => {
      const sandbox = makeSandbox();
      const onOutput = () => {
        throw broken;
      };
      await expect(sh('while :; do echo x; done', { onOutput }, sandbox)).rejects.toBe(broken);
      expect((await sh('echo fine', {}, sandbox)).out).toBe('fine\n');
    },
  );
});

describe('the host', () => {
  test('has its turns while programs compute', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await sh('i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done');
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });

  test('sees output while the run is under way', async () => {
    const order: string[] = [];
    const running = sh('echo early; sleep 0.2; echo late', {
      onOutput: (_stream, bytes) => order.push(fromBytes(bytes).trim()),
    });
    setTimeout(() => order.push('host'), 80);
    await running;
    expect(order).toEqual(['early', 'host', 'late']);
  });
});

describe('turns', () => {
  test('a loop in one shell does not keep others from running', async () => {
    const script = `
      while [ ! -e /tmp/stop ]; do :; done & a=$!
      (for i in 1 2 3; do sleep 0.01; echo $i; done; : > /tmp/stop) & wait; echo over`;
    expect(await outcome(script)).toBe('1\n2\n3\nover\nexit 0');
  });
});

describe('deadlock', () => {
  test.each([
    ['a FIFO that nobody writes to', 'mkfifo /tmp/p; cat /tmp/p'],
    ['a process that is stopped', 'sleep 0.01 & kill -STOP $!; wait'],
    ['one another', 'mkfifo /tmp/a /tmp/b; (cat /tmp/a > /tmp/b) & cat /tmp/b > /tmp/a'],
  ])('waiting for %s ends the run and says why', async (_what, script) => {
    const { exitCode, problem } = await sh(script);
    expect(exitCode).toBe(137);
    expect(problem).toMatchObject({ kind: 'deadlock' });
    expect(problem?.explanation).toContain('A real build would hang here');
  });

  test('what was written before it is in the tree', async () => {
    const { tree } = await sh('echo x > /tmp/f; mkfifo /tmp/p; cat /tmp/p');
    expect(tree).not.toBe((await sh('true')).tree);
  });
});
