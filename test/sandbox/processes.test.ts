import { describe, expect, test, vi } from 'vitest';
import { makeSandbox, outcome, run, sh } from './shell.ts';

describe('exit codes', () => {
  test.each([
    ['true', 0],
    ['false', 1],
    ['exit 42', 42],
    ['exit 256', 0],
    ['(exit 7)', 7],
    ['nosuchcommand', 127],
    ['/etc/passwd', 126],
    ['true | false', 1],
    ['false | true', 0],
    ['set -o pipefail; false | true', 1],
    ['set -e; false; exit 9', 1],
    ['! true', 1],
  ])('%s ends with %i', async (script, code) => {
    expect((await sh(script)).exitCode).toBe(code);
  });

  test('a program that is not there is named by the shell', async () => {
    expect(await outcome('nosuchcommand')).toBe('/bin/sh: nosuchcommand: not found\nexit 127');
  });

  test('the first process may be any program, found in PATH', async () => {
    expect(await run(['seq', '3'])).toMatchObject({ exitCode: 0, out: '1\n2\n3\n' });
  });
});

describe('fork, exec and wait', () => {
  test('a child has a copy of its parent: variables, functions, folder and open files', async () => {
    const script = `
      v=parent; f() { echo "f of $v"; }; cd /tmp; exec 5>log
      ( v=child; f; cd /; echo from child >&5 )
      f; pwd; echo from parent >&5; cat log`;
    expect((await sh(script)).out).toBe('f of child\nf of parent\n/tmp\nfrom child\nfrom parent\n');
  });

  test('exec replaces the program and keeps the process', async () => {
    expect((await sh("exec sh -c 'echo $$; exec seq 1'")).out).toBe('1\n1\n');
  });

  test('$! and wait answer how a background job ended', async () => {
    expect(await outcome('(exit 3) & p=$!; (exit 4) & wait $p; echo $?; wait $!; echo $?')).toBe(
      '3\n4\nexit 0',
    );
  });

  test('wait without arguments waits for all', async () => {
    const script = 'for i in 1 2 3; do (sleep 0.0$i; echo $i >> /tmp/l) & done; wait; sort /tmp/l';
    expect((await sh(script)).out).toBe('1\n2\n3\n');
  });

  test('a substitution gets the output of its commands and their status', async () => {
    expect(await outcome('x=$(echo a; echo b; exit 5); echo "$? $x"')).toBe('5 a\nb\nexit 0');
  });

  test('a fork that had to wait for its turn is not interrupted by a child that ends meanwhile', async () => {
    // More processes than instances, and a turn that is over at every call: each fork waits at least once.
    const slow = vi.spyOn(performance, 'now');
    let now = 0;
    slow.mockImplementation(() => {
      now += 11;
      return now;
    });
    try {
      expect(await outcome('for i in $(seq 30); do (exit 3) & true & done; wait; echo all')).toBe(
        'all\nexit 0',
      );
    } finally {
      slow.mockRestore();
    }
  });

  test('a process whose parent has ended belongs to process 1', async () => {
    const script =
      '(sh -c "sleep 0.1; grep PPid /proc/self/status > /tmp/ppid" &) ; sleep 0.3; cat /tmp/ppid';
    const { out } = await sh(script);
    // `grep` is the last command of the orphan's shell, which may have become it.
    expect(out).toMatch(/^PPid:\t\d+\n$/);
    expect(
      (await sh('(sleep 0.2 & echo $! > /tmp/p); sleep 0.05; grep PPid /proc/$(cat /tmp/p)/status')).out,
    ).toBe('PPid:\t1\n');
  });

  test('what still runs when process 1 ends is killed', async () => {
    const { exitCode, tree } = await sh('(sleep 30; echo late > /tmp/late) & exit 6');
    expect(exitCode).toBe(6);
    expect(tree).toBe((await sh('true')).tree);
  });
});

describe('many processes', () => {
  test('a thousand one after the other', async () => {
    const script = 'i=0; while [ $i -lt 1000 ]; do /bin/true; i=$((i+1)); done; echo $i';
    expect((await sh(script)).out).toBe('1000\n');
  });

  test('300 alive at once share four instances', async () => {
    const sandbox = makeSandbox({ maxInstances: 4 });
    // Each `read` takes one empty line, so each lets one process go.
    const script = `
      mkfifo /tmp/gate; exec 9<>/tmp/gate
      i=0; while [ $i -lt 300 ]; do (read x <&9; echo $i) & i=$((i+1)); done
      ls /proc | grep -c '^[0-9]'; yes '' | head -n 300 >&9; wait`;
    const { out, exitCode } = await sh(script, {}, sandbox);
    expect(exitCode).toBe(0);
    const lines = out.trim().split('\n');
    expect(Number(lines[0])).toBeGreaterThan(300);
    expect(new Set(lines.slice(1)).size).toBe(300);
    expect(sandbox.instances).toBeLessThanOrEqual(4);
  });

  test('a fork bomb meets the limit and ends; the sandbox is fine afterwards', async () => {
    const sandbox = makeSandbox({ maxProcesses: 60 });
    const { err, exitCode } = await sh('f() { f | f; }; f', {}, sandbox);
    expect(exitCode).not.toBe(0);
    expect(err).toContain('fork: ');
    expect(await sh('echo fine', {}, sandbox)).toMatchObject({ out: 'fine\n', exitCode: 0 });
  });

  test('two runs at once in one sandbox do not see one another', async () => {
    const sandbox = makeSandbox({ maxInstances: 3 });
    const script = (name: string) =>
      `for i in 1 2 3 4 5; do echo ${name}$i | cat >> /tmp/log; sleep 0.01; done; cat /tmp/log; ls /proc | grep -c '^[0-9]'`;
    const [a, b] = await Promise.all([sh(script('a'), {}, sandbox), sh(script('b'), {}, sandbox)]);
    expect(a.out).toBe('a1\na2\na3\na4\na5\n3\n');
    expect(b.out).toBe('b1\nb2\nb3\nb4\nb5\n3\n');
    expect(a.tree).not.toBe(b.tree);
  });
});

describe('crashes', () => {
  test('endless recursion is a segmentation fault, and the sandbox is fine afterwards', async () => {
    const sandbox = makeSandbox();
    const { exitCode } = await sh('f() { f; }; f', {}, sandbox);
    expect(exitCode).toBe(139);
    expect(await sh('echo fine', {}, sandbox)).toMatchObject({ out: 'fine\n', exitCode: 0 });
  });

  test('a child that crashes is only a failed command to its shell', async () => {
    expect((await sh('sh -c "f() { f; }; f" 2> /dev/null; echo $?')).out).toBe('139\n');
  });
});
