import { describe, expect, test } from 'vitest';
import { RunStartError } from '../../src/sandbox/run-request.ts';
import {
  appUser,
  busyboxBytes,
  file,
  image,
  outcome,
  run,
  searchPath,
  sh,
  symlink,
  treeWith,
} from './shell.ts';

/** The beginning of a native program. */
const elf = '\x7fELF\x02\x01\x01\0'.padEnd(64, '\0');
/** The smallest module there is, not made for this kernel. */
const foreignModule = '\0asm\x01\0\0\0';

async function refusal(argv: string[], options: Parameters<typeof run>[1] = {}): Promise<RunStartError> {
  const error: unknown = await run(argv, options).catch((reason: unknown) => reason);
  if (!(error instanceof RunStartError)) throw new Error(`the run was to be refused, not ${String(error)}`);
  return error;
}

describe('scripts', () => {
  const script = (content: string) => treeWith({ '/tmp/s': file(content, 0o755) });

  test('start their interpreter with one argument, their path and the arguments', async () => {
    const root = script('#!/bin/sh -e\necho "$0 $1 $#"; false; echo not reached\n');
    expect(await run(['/tmp/s', 'a b', 'c'], { root })).toMatchObject({ out: '/tmp/s a b 2\n', exitCode: 1 });
    expect(await outcome('cd /tmp; ./s x', { root })).toBe('./s x 1\nexit 1');
  });

  test('all after the first word is one argument, however many spaces are around', async () => {
    const root = script('#! \t /usr/bin/printf  %s|a b \nx\n');
    expect((await run(['/tmp/s', 'c'], { root })).out).toBe('/tmp/s|a bc|a b');
  });

  test('may be interpreters of one another, a few times', async () => {
    const nested = Object.fromEntries(
      [1, 2, 3].map((n) => [`/tmp/s${n}`, file(`#!/tmp/s${n - 1}\n`, 0o755)] as const),
    );
    const root = treeWith({ '/tmp/s0': file('#!/bin/echo\n', 0o755), ...nested });
    expect((await run(['/tmp/s2', 'x'], { root })).out).toBe('/tmp/s0 /tmp/s1 /tmp/s2 x\n');
    const endless = script('#!/tmp/s\n');
    expect(await outcome('/tmp/s', { root: endless })).toBe('/bin/sh: /tmp/s: Symbolic link loop\nexit 127');
  });

  test('with Windows line ends have no interpreter', async () => {
    const root = script('#!/bin/sh\r\necho hi\r\n');
    expect(await outcome('/tmp/s', { root })).toBe('/bin/sh: /tmp/s: not found\nexit 127');
    expect(await refusal(['/tmp/s'], { root })).toMatchObject({
      message: 'exec /tmp/s: no such file or directory',
      exitCode: 255,
    });
  });

  test('without #! are run by the shell, and by nobody else', async () => {
    const root = script('echo "$1"\n');
    expect(await outcome('/tmp/s hello', { root })).toBe('hello\nexit 0');
    expect(await refusal(['/tmp/s'], { root })).toMatchObject({
      message: 'exec /tmp/s: exec format error',
      exitCode: 255,
    });
  });

  test('env finds interpreters', async () => {
    const root = script('#!/usr/bin/env sh\necho hi\n');
    expect((await run(['/tmp/s'], { root })).out).toBe('hi\n');
  });
});

describe('native programs', () => {
  test('that busybox can stand for are run by it: shells, busybox itself, and tools by name', async () => {
    const names = ['/bin/bash', '/bin/dash', '/usr/local/bin/busybox', '/usr/local/bin/seq', '/opt/ls'];
    const root = treeWith(Object.fromEntries(names.map((name) => [name, file(elf, 0o755)])));
    expect((await run(['/bin/bash', '-c', 'echo bash $0'], { root })).out).toBe('bash sh\n');
    expect((await run(['dash', '-c', 'echo dash'], { root })).out).toBe('dash\n');
    expect((await run(['/usr/local/bin/busybox', 'seq', '2'], { root })).out).toBe('1\n2\n');
    expect((await sh('seq 2; /opt/ls -d /etc; bash -c "echo $((1+1))"', { root })).out).toBe(
      '1\n2\n/etc\n2\n',
    );
  });

  test('are known by their own name, not by that of a link to them', async () => {
    const root = treeWith({
      '/usr/bin/dash': file(elf, 0o755),
      '/usr/local/bin/sh': symlink('/usr/bin/dash'),
      '/usr/bin/node': file(elf, 0o755),
      '/usr/local/bin/ls': symlink('../../bin/node'),
    });
    expect((await run(['/usr/local/bin/sh', '-c', 'echo $0'], { root })).out).toBe('/usr/local/bin/sh\n');
    expect((await refusal(['/usr/local/bin/ls'], { root })).problem?.subject).toBe('/usr/bin/node');
  });

  test('that nothing stands for do not start, and the reason is given', async () => {
    const root = treeWith({ '/usr/local/bin/node': file(elf, 0o755) });
    const error = await refusal(['node', 'x.js'], { root });
    expect(error).toMatchObject({ exitCode: 255, message: 'exec /usr/local/bin/node: exec format error' });
    expect(error.problem).toMatchObject({ kind: 'foreign-program', subject: '/usr/local/bin/node' });
    expect(error.problem?.explanation).toContain('native program');
  });

  test('a shell that starts one goes on with 126, and the run tells of it', async () => {
    const root = treeWith({ '/usr/local/bin/node': file(elf, 0o755) });
    const { out, err, exitCode, problem } = await sh('node x.js; echo $?; exit 3', { root });
    expect(out).toBe('126\n');
    expect(err).toContain('/usr/local/bin/node: cannot execute: exec format error\n');
    expect(exitCode).toBe(3);
    expect(problem).toMatchObject({ kind: 'foreign-program', subject: '/usr/local/bin/node' });
  });

  test('an interpreter may be one as well', async () => {
    const root = treeWith({
      '/usr/bin/python3': file(elf, 0o755),
      '/tmp/s': file('#!/usr/bin/python3\n', 0o755),
    });
    expect((await sh('/tmp/s', { root })).problem?.subject).toBe('/usr/bin/python3');
  });
});

describe('WebAssembly modules', () => {
  test('of busybox run from anywhere', async () => {
    const root = treeWith({ '/tmp/seq': file(busyboxBytes.slice(), 0o755) });
    expect((await run(['/tmp/seq', '2'], { root })).out).toBe('1\n2\n');
    expect((await sh('cp /bin/busybox /tmp/echo; /tmp/echo copied')).out).toBe('copied\n');
  });

  test('of others do not', async () => {
    const root = treeWith({ '/bin/other': file(foreignModule, 0o755) });
    expect(await refusal(['other'], { root })).toMatchObject({
      exitCode: 255,
      problem: { kind: 'foreign-program', subject: '/bin/other' },
    });
    const { exitCode, problem } = await sh('other', { root });
    expect(exitCode).toBe(126);
    expect(problem?.explanation).toContain('WebAssembly module');
  });
});

describe('a run that can not start', () => {
  test.each([
    [['nosuch'], 127, 'exec: "nosuch": executable file not found in $PATH'],
    [['/nosuch'], 127, 'exec: "/nosuch": stat /nosuch: no such file or directory'],
    [['/etc/passwd/x'], 125, 'exec: "/etc/passwd/x": stat /etc/passwd/x: not a directory'],
    [['/etc/passwd'], 126, 'exec: "/etc/passwd": permission denied'],
    [['/etc'], 126, 'exec: "/etc": is a directory: permission denied'],
  ])('%j', async (argv, exitCode, message) => {
    expect(await refusal(argv)).toMatchObject({ exitCode, message });
  });

  // As Docker 28.5.2 does: Go's exec.LookPath mentions nothing that stands in the way.
  test('a program in PATH that may not be executed is not found', async () => {
    const root = treeWith({ '/usr/local/bin/tool': file('#!/bin/sh\n', 0o644) });
    expect(await refusal(['tool'], { root })).toMatchObject({
      exitCode: 127,
      message: 'exec: "tool": executable file not found in $PATH',
    });
  });

  test('tells which folders were looked into', async () => {
    const { problem } = await refusal(['nosuch']);
    expect(problem).toMatchObject({ kind: 'no-such-program', subject: 'nosuch' });
    expect(problem?.explanation).toContain(searchPath.slice('PATH='.length));
  });

  test.each([
    ['/nosuch', {}, 'no such file or directory'],
    ['/etc/passwd', {}, 'not a directory'],
    ['/root', { user: appUser }, 'permission denied'],
  ])('in the folder %s', async (cwd, options, why) => {
    expect(await refusal(['true'], { ...options, cwd })).toMatchObject({
      message: `chdir to cwd ("${cwd}") set in config.json failed: ${why}`,
    });
  });

  test('leaves the sandbox as it was', async () => {
    await refusal(['nosuch']);
    expect((await sh('echo fine')).out).toBe('fine\n');
  });
});

describe('PATH', () => {
  test('is the one of the command, looked through in order', async () => {
    const root = treeWith({
      '/one/tool': file('#!/bin/sh\necho one\n', 0o755),
      '/two/tool': file('#!/bin/sh\necho two\n', 0o755),
    });
    expect((await run(['tool'], { root, env: ['PATH=/none:/two:/one'] })).out).toBe('two\n');
    expect((await run(['tool'], { root, env: ['PATH=:/two'], cwd: '/one' })).out).toBe('one\n');
    await expect(run(['ls'], { env: [] })).rejects.toThrow('executable file not found in $PATH');
  });

  test('of the image with the shortest tree: one file', async () => {
    const root = treeWith(
      { '/busybox': file(busyboxBytes, 0o755) },
      { root: { ...image.root, entries: new Map() } },
    );
    expect((await run(['/busybox', 'echo', 'hi'], { root, env: [] })).out).toBe('hi\n');
  });
});
