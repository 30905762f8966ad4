import { describe, expect, test } from 'vitest';
import { outcome, run, sh } from './shell.ts';

describe('how a signal ends a process', () => {
  test.each([
    ['HUP', 129],
    ['INT', 130],
    ['ABRT', 134],
    ['KILL', 137],
    ['USR1', 138],
    ['ALRM', 142],
    ['TERM', 143],
  ])('%s: the shell says %i', async (name, code) => {
    expect((await sh(`sh -c 'kill -${name} $$; echo alive' 2>/dev/null; echo $?`)).out).toBe(`${code}\n`);
  });

  test('a process that waits is ended too', async () => {
    expect(await outcome('sleep 30 & kill $!; wait $!; echo $?')).toMatch(/143\nexit 0$/);
    expect(await outcome('mkfifo /tmp/p; cat /tmp/p & kill $!; wait $!; echo $?')).toMatch(/143\nexit 0$/);
  });

  test('a signal for a process that is not there fails', async () => {
    expect(await outcome('kill 4000')).toMatch(/No such process\nexit 1$/);
  });

  test('signal 0 only asks', async () => {
    expect(
      await outcome(
        'sleep 30 & kill -0 $! && echo there; kill $!; wait $! 2>/dev/null; kill -0 $! 2>/dev/null || echo gone',
      ),
    ).toMatch(/there\n.*gone\n/s);
  });

  test('kill to a group reaches all of it', async () => {
    const script = `
      setsid sh -c 'sleep 30 & echo $! > /tmp/s; echo $$ > /tmp/g; wait' & sleep 0.1
      kill -TERM -$(cat /tmp/g); wait $!; echo $?; grep -q sleeping /proc/$(cat /tmp/s)/status 2>/dev/null || echo ended`;
    expect((await sh(script)).out).toMatch(/143\nended\n$/);
  });
});

describe('process 1', () => {
  test.each(['TERM', 'HUP', 'KILL', 'STOP', 'TSTP', 'PIPE'])(
    'is not touched by %s that it does not handle',
    async (name) => {
      expect(await outcome(`kill -${name} $$; kill -${name} 1; echo alive`)).toBe('alive\nexit 0');
    },
  );

  test('does handle what it has a trap for', async () => {
    expect(await outcome('trap "echo caught" TERM; kill $$; echo alive')).toBe('caught\nalive\nexit 0');
  });
});

describe('traps', () => {
  test('run when the command before is over, and what follows runs too', async () => {
    expect(
      await outcome("trap 'echo one' USR1; trap 'echo two' USR2; kill -USR2 $$; kill -USR1 $$; echo end"),
    ).toBe('two\none\nend\nexit 0');
  });

  test('EXIT runs at the end and keeps the exit code', async () => {
    expect(await outcome("trap 'echo bye' EXIT; exit 5")).toBe('bye\nexit 5');
  });

  test('wait is interrupted by a trapped signal', async () => {
    const script = `trap 'echo caught' USR1; sleep 30 & s=$!; (sleep 0.05; kill -USR1 1) & wait $s; echo "wait $?"; kill $s`;
    expect((await sh(script)).out).toBe('caught\nwait 138\n');
  });

  // A child that ends while its parent waits for its turn, at a fork of all calls, must not make the fork fail.
  test('a fork is never interrupted', async () => {
    const script =
      'i=0; while [ $i -lt 2000 ]; do (exit 3) & j=0; while [ $j -lt 40 ]; do j=$((j+1)); done; i=$((i+1)); done; wait';
    expect(await outcome(script)).toBe('exit 0');
  });

  test('an ignored signal stays ignored over exec, a trapped one does not', async () => {
    expect((await sh(`(trap '' TERM; exec sh -c 'kill $$; echo alive')`)).out).toBe('alive\n');
    expect((await sh(`(trap 'echo no' TERM; exec sh -c 'kill $$; echo alive'); echo $?`)).out).toBe('143\n');
  });

  test('signals while a loop computes are handled by and by', async () => {
    const script = `
      n=0; trap 'n=$((n+1))' USR1
      (i=0; while [ $i -lt 20 ]; do kill -USR1 1; sleep 0.01; i=$((i+1)); done; touch /tmp/done) &
      while [ ! -e /tmp/done ]; do :; done; wait; [ $n -ge 1 ] && [ $n -le 20 ] && echo ok`;
    expect(await outcome(script)).toBe('ok\nexit 0');
  });
});

describe('stopping and going on', () => {
  test('a stopped process does nothing until it is told to go on', async () => {
    const script = `
      (for i in 1 2 3 4 5 6; do echo $i >> /tmp/n; sleep 0.03; done) & p=$!
      sleep 0.05; kill -STOP $p; sleep 0.05; before=$(wc -l < /tmp/n); grep State /proc/$p/status
      sleep 0.2; [ $before = $(wc -l < /tmp/n) ] && echo still; kill -CONT $p; wait $p; wc -l < /tmp/n`;
    expect((await sh(script)).out).toBe('State:\tT (stopped)\nstill\n6\n');
  });

  test('a process may stop itself', async () => {
    const script = `sh -c 'kill -STOP $$; echo on' & sleep 0.05; echo waiting; kill -CONT $!; wait`;
    expect((await sh(script)).out).toBe('waiting\non\n');
  });

  test('KILL ends a stopped process, TERM only when it goes on', async () => {
    expect((await sh('sleep 30 & kill -STOP $!; kill -KILL $!; wait $!; echo $?')).out).toBe('137\n');
    const script = `
      sleep 30 & p=$!; kill -STOP $p; kill -TERM $p; sleep 0.03
      grep State /proc/$p/status; kill -CONT $p; wait $p; echo $?`;
    expect((await sh(script)).out).toBe('State:\tT (stopped)\n143\n');
  });

  test('a stopped process forks when it goes on', async () => {
    const script = `
      (while :; do (exit 0); done) & p=$!; for i in 1 2 3 4 5; do
      kill -STOP $p; sleep 0.01; kill -CONT $p; sleep 0.01; done; kill $p; wait $p; echo $?`;
    expect((await sh(script)).out).toBe('143\n');
  });
});

describe('time', () => {
  test('timeout ends a command and says so', async () => {
    expect((await sh('timeout 0.1 sleep 30; echo $?')).out).toBe('143\n');
    expect((await sh('timeout 30 true; echo $?')).out).toBe('0\n');
    expect((await sh('timeout -s KILL 0.1 sh -c \'trap "" TERM; sleep 30\'; echo $?')).out).toBe('137\n');
  });

  test('sleep sleeps', async () => {
    const start = performance.now();
    await run(['sleep', '0.2']);
    expect(performance.now() - start).toBeGreaterThan(190);
  });
});
