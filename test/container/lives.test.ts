/** What becomes of containers: exec, stop, kill, rm, diff and commit, as Docker 28.5.2 does them. */
import { describe, expect, test } from 'vitest';
import { diff } from '../../src/filesystem/diff.ts';
import { Daemon } from './harness.ts';

const trapping = ['sh', '-c', 'trap "echo got; exit 7" TERM; echo up; while :; do sleep 0.01; done'];
const stubborn = ['sh', '-c', 'while :; do sleep 0.01; done'];

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function started(daemon: Daemon, command: readonly string[], marker = 'up') {
  const container = await daemon.run({ command, name: 'live' });
  const main = container.info().attachments[0]?.id ?? '';
  await until(() => daemon.said(main).includes(marker));
  return { container, main };
}

const exec = { env: [], tty: false, interactive: false } as const;
const size = { rows: 24, columns: 80 };

describe('docker stop', () => {
  test('sends the stop signal, and the handler says how it ends', async () => {
    const daemon = new Daemon();
    const { container, main } = await started(daemon, trapping);
    await daemon.containers.stop('live');
    expect(container.info()).toMatchObject({ state: 'exited', exitCode: 7, wasKilled: false });
    expect(daemon.said(main)).toBe('up\ngot\n');
  });

  test('kills what does not end in time: 137', async () => {
    const daemon = new Daemon();
    const container = await daemon.run({ command: stubborn, name: 'live' });
    await daemon.containers.stop('live', 0.05);
    expect(container.info()).toMatchObject({ exitCode: 137, wasKilled: true });
  });

  test('sends STOPSIGNAL of the image', async () => {
    const daemon = new Daemon();
    const command = ['sh', '-c', 'trap "exit 9" USR1; echo up; while :; do sleep 0.01; done'];
    const container = await daemon.run({ command, name: 'live' }, { StopSignal: 'USR1' });
    const main = container.info().attachments[0]?.id ?? '';
    await until(() => daemon.said(main).includes('up'));
    await daemon.containers.stop('live');
    expect(container.info()).toMatchObject({ exitCode: 9, stopSignal: 'SIGUSR1' });
  });
});

describe('docker kill, rm and ps', () => {
  test('kill knows signals by name, and says what it does not know', async () => {
    const daemon = new Daemon();
    const { container } = await started(daemon, trapping);
    expect(() => daemon.containers.kill('live', 'NOSUCH')).toThrow('Invalid signal: NOSUCH');
    daemon.containers.kill('live', 'sigterm');
    await container.ended;
    expect(container.info().exitCode).toBe(7);
    expect(() => daemon.containers.kill('live')).toThrow(`container ${container.id} is not running`);
  });

  test('--rm forgets it at its end', async () => {
    const daemon = new Daemon();
    const container = await daemon.run({ command: ['true'], remove: true });
    await container.ended;
    await until(() => daemon.containers.list().length === 0);
    expect(daemon.events.at(-1)).toEqual({ type: 'removed', id: container.id });
  });

  test('a container is found by the beginning of its id', async () => {
    const daemon = new Daemon();
    const container = await daemon.run({ command: ['true'] });
    expect(daemon.containers.find(container.id.slice(0, 12))).toBe(container);
    expect(() => daemon.containers.find('nolive')).toThrow(
      'Error response from daemon: No such container: nolive',
    );
  });
});

describe('docker exec', () => {
  test.each([
    [['nosuch'], 127, 'exec: "nosuch": executable file not found in $PATH'],
    [['/etc/passwd'], 126, 'exec: "/etc/passwd": permission denied'],
  ])('%j', async (command, exitCode, said) => {
    const daemon = new Daemon();
    await started(daemon, trapping);
    let error: unknown;
    try {
      daemon.containers.exec('live', { ...exec, command }, size);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({
      exitCode,
      message: `OCI runtime exec failed: exec failed: unable to start container process: ${said}`,
    });
    await daemon.containers.remove('live');
  });

  test('runs beside the first process, which sees what it did', async () => {
    const daemon = new Daemon();
    const { container } = await started(daemon, trapping);
    const id = daemon.containers.exec(
      'live',
      {
        ...exec,
        command: ['sh', '-c', 'id -u; echo $X; pwd; ps -o pid,ppid,args | tail -n 3 | head -n 1'],
        env: ['X=1'],
        workdir: '/tmp',
        user: 'app',
      },
      size,
    );
    await until(() => container.info().attachments.find((each) => each.id === id)?.exitCode === 0);
    expect(daemon.said(id)).toMatch(/^1000\n1\n\/tmp\n/);
    await daemon.containers.remove('live');
    expect(() => daemon.containers.exec('live', { ...exec, command: ['ls'] }, size)).toThrow(
      'No such container',
    );
  });
});

describe('docker diff and commit', () => {
  test('the layer of a commit is the difference, and history says how it was made', async () => {
    const daemon = new Daemon();
    const command = ['sh', '-c', 'echo 1 > /new; rm /etc/group; chmod 600 /etc/passwd; mkdir -p /a/b'];
    const container = await daemon.run({ command, name: 'made', env: ['A=1'], workdir: '/tmp' });
    await container.ended;
    const { from, tree } = daemon.containers.layer('made');
    expect(diff(from, tree).map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'added /a',
      'added /a/b',
      'parent /etc',
      'deleted /etc/group',
      'modified /etc/passwd',
      'added /new',
    ]);
    const image = await daemon.containers.commit('made', {
      message: 'a message',
      author: 'someone',
      changes: ['CMD ["x"]', 'ENV A=b', 'WORKDIR sub'],
    });
    expect(image.layers).toHaveLength(1);
    expect(await daemon.blobs.has(image.layers[0]?.digest ?? 'sha256:')).toBe(true);
    expect(image.config).toMatchObject({ author: 'someone' });
    expect(image.config.history).toEqual([
      {
        created: image.config.created,
        created_by: command.join(' '),
        author: 'someone',
        comment: 'a message',
      },
    ]);
    expect(image.config.config).toMatchObject({ Cmd: ['x'], WorkingDir: '/tmp/sub' });
    expect(image.config.config.Env?.slice(1)).toEqual(['A=b']);
  });

  test('without changes there is no layer, and a wrong -c is refused', async () => {
    const daemon = new Daemon();
    await (await daemon.run({ command: ['true'], name: 'same' })).ended;
    const image = await daemon.containers.commit('same', { changes: [] });
    expect(image.layers).toEqual([]);
    expect(image.config.history.at(-1)).toMatchObject({ empty_layer: true });
    await expect(daemon.containers.commit('same', { changes: ['RUN x'] })).rejects.toThrow(
      'RUN is not a valid change command',
    );
  });
});
