/** RUN: what a command is given, what is kept of it, and what is said when it fails. */
import { beforeEach, describe, expect, it } from 'vitest';
import { toText } from '../../src/filesystem/byte-string.ts';
import type { DirectoryNode } from '../../src/filesystem/tree.ts';
import { type RunMount, RunStartError } from '../../src/sandbox/run-request.ts';
import { fileNode, newWorld, treeOf, type World } from './harness.ts';

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

const lastRequest = () => world.runner.requests.at(-1);
const mountAt = (target: string): RunMount | undefined =>
  lastRequest()?.mounts?.find((mount) => mount.target === target);
const directoryAt = (target: string): DirectoryNode | undefined => {
  const content = mountAt(target)?.content;
  return content?.type === 'directory' ? content : undefined;
};
const namesIn = (target: string): readonly string[] => [...(directoryAt(target)?.entries.keys() ?? ['?'])];

async function problemOf(dockerfile: string, options: Parameters<World['build']>[1] = {}) {
  const outcome = await world.build(dockerfile, options);
  if (outcome.outcome !== 'failed') throw new Error(`the build ${outcome.outcome}`);
  return outcome.problems[0];
}

describe('a command', () => {
  it('gets its words from the shell form, the exec form, SHELL and heredocs', async () => {
    await world.build(
      'FROM base:1\nRUN a b\nRUN ["x", "y z"]\nSHELL ["/bin/ash", "-ec"]\nRUN c\nRUN <<E\nd\ne\nE\nRUN <<"S"\n#!/bin/sh\nf\nS\n',
    );
    expect(world.runner.requests.map(({ argv }) => argv)).toEqual([
      ['/bin/sh', '-c', 'a b'],
      ['x', 'y z'],
      ['/bin/ash', '-ec', 'c'],
      ['/bin/ash', '-ec', 'd\ne\n'],
      ['/bin/ash', '-ec', '/dev/pipes/S'],
    ]);
    expect(mountAt('/dev/pipes/S')).toMatchObject({ readOnly: true, content: { mode: 0o755 } });
  });

  it('sees ENV and ARG, whichever came last, with PATH and HOME', async () => {
    await world.build('FROM base:1\nENV A=env\nARG A=arg\nARG B\nARG C=1\nENV C=2\nUSER app\nRUN env\n');
    expect(lastRequest()?.env.slice(1)).toEqual(['A=arg', 'C=2', 'HOME=/home/app']);
    expect(lastRequest()?.env[0]).toMatch(/^PATH=/);
  });

  it('sees the proxies of the build, which are no reason to run it again', async () => {
    const text = 'FROM base:1\nRUN env\n';
    await world.build(text, { buildArgs: new Map([['http_proxy', 'http://p']]) });
    expect(lastRequest()?.env).toEqual(
      expect.arrayContaining(['HTTP_PROXY=http://p', 'http_proxy=http://p']),
    );
    await world.build(text);
    expect(world.outcomes['0/1']).toBe('cached');
  });

  it('runs as the user, in the working directory', async () => {
    await world.build(
      'FROM base:1\nWORKDIR /w/../x\nUSER app\nRUN id\nUSER 4242\nRUN id\nUSER app:staff\nRUN id\n',
    );
    expect(world.runner.requests.map(({ cwd, user }) => [cwd, user])).toEqual([
      ['/x', { uid: 1000, gid: 1000, groups: [50, 1000] }],
      ['/x', { uid: 4242, gid: 0, groups: [0] }],
      ['/x', { uid: 1000, gid: 50, groups: [50] }],
    ]);
  });

  it('tells its output as it comes', async () => {
    world.runner.script = () => ({ output: 'hello\n' });
    await world.build('FROM base:1\nRUN say\n');
    const output = world.events.find((event) => event.type === 'step-output');
    expect(output).toMatchObject({
      step: '0/1',
      stream: 'stdout',
      bytes: new TextEncoder().encode('hello\n'),
    });
  });
});

describe('mounts', () => {
  it('show the context, stages and images', async () => {
    await world.image('tools:2', {}, { 'bin/tool': 'T' });
    await world.build(
      'FROM base:1 AS b\nRUN make\nFROM base:1\nWORKDIR /w\nRUN --mount=target=/ctx --mount=source=d/f,target=rel,rw --mount=from=b,source=/bin,target=/b --mount=from=tools:2,target=/t x\n',
      { context: treeOf({ 'd/f': 'F' }) },
    );
    expect(mountAt('/ctx')?.readOnly).toBe(true);
    expect(namesIn('/ctx')).toEqual(['d']);
    expect(mountAt('/w/rel')).toMatchObject({ readOnly: false, content: { type: 'file' } });
    expect(namesIn('/b')).toEqual(['sh']);
    expect(namesIn('/t')).toEqual(['bin']);
    expect(world.steps.find(({ id }) => id === '1/2')?.inputs).toEqual(['1/1', '0/1']);
  });

  it('may come from scratch, which is empty', async () => {
    const outcome = await world.build('FROM base:1\nRUN --mount=from=scratch,target=/e,rw x\n');
    expect(outcome.outcome).toBe('finished');
    expect(namesIn('/e')).toEqual([]);
  });

  it('run the step again when what they show changed', async () => {
    const text = 'FROM base:1\nRUN --mount=source=f,target=/f x\n';
    await world.build(text, { context: treeOf({ f: '1', other: '1' }) });
    await world.build(text, { context: treeOf({ f: '1', other: '2' }) });
    expect(world.outcomes['0/1']).toBe('cached');
    await world.build(text, { context: treeOf({ f: '2' }) });
    expect(world.cause('0/1')).toMatchObject({
      kind: 'files-changed',
      files: [{ path: 'f', what: 'content', before: expect.stringMatching(/^sha256:/) }],
    });
  });

  it('of type cache keep what was written, over builds, even where the command failed', async () => {
    const written = treeOf({ c: fileNode('kept', { mode: 0o600 }) }).root;
    world.runner.script = (_, { mounts = [] }) => ({
      exitCode: 1,
      mounts: mounts.map(() => ({ ...written, mode: 0o700 })),
    });
    await world.build('FROM base:1\nRUN --mount=type=cache,target=/c one\n');
    world.runner.script = () => undefined;
    world.restart();
    await world.build('FROM base:1\nRUN --mount=type=cache,target=/c two\n');
    const content = directoryAt('/c');
    expect(content?.mode).toBe(0o700);
    expect(content?.entries.get('c')).toMatchObject({
      mode: 0o600,
      content: new TextEncoder().encode('kept'),
    });
    await world.build('FROM base:1\nRUN --mount=type=cache,target=/c,id=other three\n');
    expect(namesIn('/c')).toEqual([]);
  });

  it('of one cache are not used by two commands at a time', async () => {
    let inside = 0;
    let most = 0;
    world.runner.script = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
      return undefined;
    };
    const stage = (name: string) => `FROM base:1 AS ${name}\nRUN --mount=type=cache,target=/c ${name}\n`;
    await world.build(
      `${stage('a')}${stage('b')}FROM base:1\nCOPY --from=a /bin /a\nCOPY --from=b /bin /b\n`,
    );
    expect(world.runner.commands).toHaveLength(2);
    expect(most).toBe(1);
  });

  it('of type secret and tmpfs are shown and forgotten', async () => {
    const outcome = await world.build(
      'FROM base:1\nRUN --mount=type=tmpfs,target=/t --mount=type=secret,id=key --mount=type=secret,id=key,env=KEY --mount=type=secret,id=none --mount=type=ssh x\n',
      { secrets: new Map([['key', new TextEncoder().encode('s3cret')]]) },
    );
    expect(mountAt('/t')?.content.mode).toBe(0o1777);
    expect(mountAt('/run/secrets/key')).toMatchObject({ readOnly: true, content: { mode: 0o400 } });
    expect(lastRequest()?.env).toContain('KEY=s3cret');
    if (outcome.outcome !== 'finished') throw new Error('not finished');
    for (const { digest } of await world.blobs.list()) {
      expect(toText(new TextDecoder('latin1').decode(await world.blobs.get(digest)))).not.toContain('s3cret');
    }
  });

  it('that need a secret or an agent fail with what to do', async () => {
    expect(await problemOf('FROM base:1\nRUN --mount=type=secret,id=key,required x\n')).toMatchObject({
      code: 'secret-missing',
      message: 'secret key: not found',
      range: { start: { line: 2 } },
    });
    expect(await problemOf('FROM base:1\nRUN --mount=type=ssh,required x\n')).toMatchObject({
      code: 'ssh-missing',
    });
    expect(await problemOf('FROM base:1\nRUN --mount=source=nope,target=/x x\n')).toMatchObject({
      message: 'failed to compute cache key: failed to calculate checksum of ref: "/nope": not found',
    });
    expect(await problemOf('FROM base:1\nRUN --mount=target=/ x\n')).toMatchObject({
      message: 'invalid mount target "/"',
    });
  });
});

describe('a command that fails', () => {
  it('is told in the words of Docker, at its place', async () => {
    world.runner.script = () => ({ exitCode: 3 });
    expect(await problemOf('FROM base:1\nRUN exit 3\nRUN never\n')).toMatchObject({
      code: 'run-failed',
      message: 'process "/bin/sh -c exit 3" did not complete successfully: exit code: 3',
      file: 'Dockerfile',
      step: '0/1',
      range: { start: { line: 2 } },
    });
    expect(world.runner.commands).toEqual(['exit 3']);
    expect(world.events.at(-1)?.type).toBe('build-failed');
  });

  it('names what the stand-in lacks', async () => {
    const reason = 'It needs node, which does not run in a browser tab.';
    const missing = [{ program: 'npm', reason, instead: 'Build there.' }];
    await world.image('node:1', {}, undefined, { missing, notes: ['A stand-in.'] });
    world.runner.script = () => ({ exitCode: 127 });
    const problem = await problemOf('FROM node:1 AS a\nENV X=1\nFROM a\nRUN cd /app && npm install\n');
    expect(problem?.explanation).toBe(`npm is not in this image here. ${reason} Build there.`);
    const from = world.events.find((event) => event.type === 'step-finished' && event.step === '0/0');
    expect(from).toMatchObject({ notes: ['A stand-in.'] });
  });

  it('explains what the sandbox could not do', async () => {
    world.runner.script = () => ({
      exitCode: 1,
      problem: { kind: 'network', subject: 'wget', explanation: 'There is no network here.' },
    });
    expect((await problemOf('FROM base:1\nRUN wget x\n'))?.explanation).toBe('There is no network here.');
  });

  it('that could not even start keeps what the runtime said', async () => {
    world.runner.script = () => {
      throw new RunStartError('exec: "nope": executable file not found in $PATH', 127);
    };
    expect(await problemOf('FROM base:1\nRUN ["nope"]\n')).toMatchObject({
      message: 'process "nope" did not complete successfully: exit code: 1',
      explanation: expect.stringContaining('executable file not found'),
    });
  });

  it('of an unknown user says so', async () => {
    expect(await problemOf('FROM base:1\nUSER ghost\nRUN id\n')).toMatchObject({
      code: 'user-unknown',
      message:
        'process "/bin/sh -c id" did not complete successfully: unable to find user ghost: no matching entries in passwd file',
    });
  });
});
