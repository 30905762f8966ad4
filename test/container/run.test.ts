/** What `docker run` answers; every sentence and code here was asked of Docker 28.5.2 with runc 1.3. */
import { describe, expect, test } from 'vitest';
import { ContainerRefusal } from '../../src/container/refusal.ts';
import type { RunOptions } from '../../src/container/run-options.ts';
import type { ContainerConfig } from '../../src/image/image-config.ts';
import { directory, file, symlink, treeWith } from '../sandbox/shell.ts';
import { Daemon } from './harness.ts';

const root = treeWith({
  '/app': directory(),
  '/app/data': file('data\n'),
  '/app/noexec': file('echo hi\n'),
  '/app/badinterp': file('#!/bin/nosuch\n', 0o755),
  '/app/garbage': file('garbage\n', 0o755),
  '/app/loop': symlink('loop'),
  '/bin/notexec': file('int\n'),
  '/etc/group': file('root:x:0:\nstaff:x:50:app\napp:x:1000:\n'),
});

async function refusal(
  options: Partial<RunOptions>,
  config: ContainerConfig = {},
): Promise<ContainerRefusal> {
  const error: unknown = await new Daemon().run(options, config, root).catch((reason: unknown) => reason);
  if (!(error instanceof ContainerRefusal)) throw new Error(`it was to be refused, not ${String(error)}`);
  return error;
}

const init =
  'docker: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime ' +
  'create failed: runc create failed: unable to start container process: error during container init: ';
const daemon = 'docker: Error response from daemon: ';

describe('a command that can not be started', () => {
  test.each([
    [['nosuch'], 127, `${init}exec: "nosuch": executable file not found in $PATH`],
    [['/nosuch'], 127, `${init}exec: "/nosuch": stat /nosuch: no such file or directory`],
    [['./nosuch'], 127, `${init}exec: "./nosuch": stat ./nosuch: no such file or directory`],
    [['/app'], 126, `${init}exec: "/app": is a directory: permission denied`],
    [['/app/data'], 126, `${init}exec: "/app/data": permission denied`],
    [['notexec'], 127, `${init}exec: "notexec": executable file not found in $PATH`],
    [['/app/badinterp'], 255, 'exec /app/badinterp: no such file or directory'],
    [['/app/garbage'], 255, 'exec /app/garbage: exec format error'],
    [['/app/loop'], 125, `${init}exec: "/app/loop": stat /app/loop: too many levels of symbolic links`],
    [[''], 127, `${init}exec: "": executable file not found in $PATH`],
    [[' '], 127, `${init}exec: " ": executable file not found in $PATH`],
  ])('%j', async (command, exitCode, message) => {
    expect(await refusal({ command })).toMatchObject({ exitCode, message });
  });

  test.each<[Partial<RunOptions>, number, string]>([
    [{}, 125, `${daemon}no command specified`],
    [{ entrypoint: '' }, 125, `${daemon}no command specified`],
    [
      { entrypoint: 'nosuch', command: ['a', 'b'] },
      127,
      `${init}exec: "nosuch": executable file not found in $PATH`,
    ],
    [
      { command: ['pwd'], workdir: 'relative' },
      125,
      `${daemon}the working directory 'relative' is invalid, it needs to be an absolute path`,
    ],
    [{ command: ['pwd'], workdir: '/app/data' }, 125, `${daemon}Cannot mkdir: /app/data is not a directory`],
    [
      { command: ['id'], user: 'nobodyx' },
      125,
      `${daemon}unable to find user nobodyx: no matching entries in passwd file`,
    ],
    [
      { command: ['id'], user: 'app:nogroupx' },
      125,
      `${daemon}unable to find group nogroupx: no matching entries in group file`,
    ],
    [{ command: ['env'], env: ['PATH=/x'] }, 127, `${init}exec: "env": executable file not found in $PATH`],
    [
      { command: ['env'], env: ['=y'] },
      125,
      'invalid argument "=y" for "-e, --env" flag: invalid environment variable: =y',
    ],
    [
      { command: ['ls'], name: 'bad name' },
      125,
      `${daemon}Invalid container name (bad name), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`,
    ],
  ])('%j', async (options, exitCode, message) => {
    expect(await refusal(options)).toMatchObject({ exitCode, message });
  });

  test('a name that another container has', async () => {
    const daemonOf = new Daemon();
    const first = await daemonOf.run({ name: 'dup', command: ['true'] });
    await expect(daemonOf.run({ name: 'dup', command: ['true'] })).rejects.toThrow(
      `Conflict. The container name "/dup" is already in use by container "${first.id}". You have to remove (or rename) that container to be able to reuse that name.`,
    );
    await daemonOf.containers.remove('dup');
    await expect(daemonOf.run({ name: 'dup', command: ['true'] })).resolves.toMatchObject({ name: 'dup' });
  });
});

describe('ENTRYPOINT and CMD', () => {
  const exec: ContainerConfig = { Entrypoint: ['echo', 'entry'], Cmd: ['cmd'] };
  const shell: ContainerConfig = { Entrypoint: ['/bin/sh', '-c', 'echo shellform'], Cmd: ['cmd'] };
  test.each<[ContainerConfig, Partial<RunOptions>, string]>([
    [exec, {}, 'entry cmd\nexit 0'],
    [exec, { command: ['arg1', 'arg2'] }, 'entry arg1 arg2\nexit 0'],
    [exec, { entrypoint: 'echo' }, '\nexit 0'],
    [exec, { entrypoint: 'echo', command: ['z'] }, 'z\nexit 0'],
    [exec, { entrypoint: '', command: ['echo', 'x'] }, 'x\nexit 0'],
    [shell, {}, 'shellform\nexit 0'],
    [shell, { command: ['ignored'] }, 'shellform\nexit 0'],
    [{ Cmd: ['/bin/sh', '-c', 'echo $0 shellcmd'] }, {}, '/bin/sh shellcmd\nexit 0'],
  ])('%j with %j', async (config, options, output) => {
    expect(await new Daemon().output(options, config)).toBe(output);
  });

  test('say where each word came from, and what was overruled', async () => {
    const { command } = (await new Daemon().run({ command: ['a'] }, exec)).info();
    expect(command.parts).toEqual([
      { from: 'image-entrypoint', words: ['echo', 'entry'], isShellForm: false },
      { from: 'arguments', words: ['a'], isShellForm: false },
    ]);
    expect(command.overruled).toEqual([{ from: 'image-cmd', words: ['cmd'], by: 'arguments' }]);
    const ignoring = (await new Daemon().run({ command: ['a'] }, shell)).info().command;
    expect(ignoring).toMatchObject({ ignoresArguments: true });
    expect(ignoring.parts[0]).toMatchObject({ isShellForm: true });
  });
});

describe('the process', () => {
  test.each<[Partial<RunOptions>, string]>([
    [{ command: ['id'], user: '1000' }, 'uid=1000(app) gid=1000(app) groups=50(staff),1000(app)\nexit 0'],
    [{ command: ['id'], user: '5000:6000' }, 'uid=5000 gid=6000 groups=6000\nexit 0'],
    [{ command: ['pwd'], workdir: '/new/dir' }, '/new/dir\nexit 0'],
    [{ command: ['sh', '-c', 'exit 300'] }, 'exit 44'],
    [{ command: ['sh', '-c', 'kill -9 $$; echo still'] }, 'still\nexit 0'],
    [{ command: ['sh', '-c', 'hostname; tty'], hostname: 'box' }, 'box\nnot a tty\nexit 1'],
    [
      { command: ['env'], env: ['A=1', 'TERM', 'X='], hostname: 'h' },
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nHOSTNAME=h\nA=1\nX=\nHOME=/root\nexit 0',
    ],
    [
      { command: ['env'], tty: true, hostname: 'h' },
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\r\nHOSTNAME=h\r\nTERM=xterm\r\nHOME=/root\r\nexit 0',
    ],
  ])('%j', async (options, output) => {
    expect(await new Daemon().output(options, {}, root)).toBe(output);
  });

  test('reads what is sent to it with -i, and nothing without', async () => {
    const daemonOf = new Daemon();
    expect(await daemonOf.output({ command: ['cat'] })).toBe('exit 0');
    const container = await daemonOf.run({ command: ['cat'], interactive: true });
    const [main] = container.info().attachments;
    const process = daemonOf.containers.attachment(main?.id ?? '');
    process?.input(new TextEncoder().encode('hello\n'));
    process?.endInput();
    await container.ended;
    expect(daemonOf.said(main?.id ?? '')).toBe('hello\n');
  });
});

describe('mounts', () => {
  const project = treeWith({ '/src': directory(), '/src/app.sh': file('echo from the project\n') });

  test('-v shows files of the project, read-only when asked', async () => {
    const volumes = [{ source: './src', target: '/mnt', readOnly: true }];
    const command = ['sh', '-c', 'sh /mnt/app.sh; touch /mnt/x'];
    expect(await new Daemon().output({ command, volumes }, {}, root, project)).toBe(
      'from the project\ntouch: /mnt/x: Read-only file system\nexit 1',
    );
  });

  test('VOLUME begins with what the image has there, and is no part of the writable layer', async () => {
    const daemonOf = new Daemon();
    const command = ['sh', '-c', 'cat /app/data; echo new > /app/new; echo kept > /kept'];
    const container = await daemonOf.run({ command }, { Volumes: ['/app'] }, root);
    await container.ended;
    expect(daemonOf.said(container.info().attachments[0]?.id ?? '')).toBe('data\n');
    const { from, tree } = daemonOf.containers.layer(container.id);
    expect(tree.root.entries.has('kept')).toBe(true);
    expect(tree.root.entries.get('app')).toBe(from.root.entries.get('app'));
  });

  test('a file can not lie on a folder', async () => {
    const volumes = [{ source: 'src/app.sh', target: '/app', readOnly: false }];
    const error: unknown = await new Daemon()
      .run({ command: ['ls'], volumes }, {}, root, project)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ exitCode: 125 });
    expect(String(error)).toContain('Are you trying to mount a directory onto a file (or vice-versa)?');
  });
});
