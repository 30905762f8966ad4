/** A person at a container's terminal: the line discipline, job control, and programs that draw on a whole screen. */
import { describe, expect, test } from 'vitest';
import { attend, attendShell, join, type Person, plainSize } from './attended.ts';
import { contentOf, file, treeWith } from './shell.ts';

const ctrl = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) & 31);
const up = '\x1b[A';

/** Types a command that is in front when this resolves: keys pressed before would be the shell's. */
async function startInFront(person: Person, command: string): Promise<void> {
  person.types(`sh -c 'echo re""ady; exec ${command}'\n`);
  await person.sees('ready\r\n');
}

describe('a shell at a terminal', () => {
  test('echoes what is typed, answers, and ends with exit', async () => {
    const { container, person } = await attendShell();
    person.types('echo $((6*7))\n');
    expect(await person.sees('42\r\n')).toContain('echo $((6*7))\r\n');
    await person.sees('$ ');
    person.types('exit 3\n');
    expect(await container.ended).toEqual({ exitCode: 3 });
  });

  test('ends at Ctrl-D on an empty line', async () => {
    const { container, person } = await attendShell();
    person.types(ctrl('D'));
    expect(await container.ended).toEqual({ exitCode: 0 });
  });

  test('brings earlier lines back with the arrow keys, and completes names with Tab', async () => {
    const { person } = await attendShell();
    person.types('echo fir""st\n');
    await person.sees('first\r\n$ ');
    person.types(`${up}\x7f\x7f\x7f\x7f""m\n`);
    await person.sees('firm\r\n$ ');
    person.types('ls -d /etc/pass\t\n');
    await person.sees('\n/etc/passwd\r\n');
  });

  test('knows its terminal by name, in /proc and through stty', async () => {
    const { person } = await attendShell();
    person.types('tty; ls -l /dev/pts/0 | cut -c1-10; stty size; test -t 0 && echo yes\n');
    await person.sees('/dev/pts/0\r\ncrw--w----\r\n24 80\r\nyes\r\n');
    person.types('ps -o pid,pgid,sid,tty | sed -n 2p\n');
    await person.sees('    1     1     1 136,0\r\n');
    person.types('(echo over there >/dev/tty) 2>/dev/null >/dev/null\n');
    await person.sees('\r\nover there\r\n');
  });
});

describe('keys that send signals', () => {
  test('Ctrl-C ends the command in front, not the shell', async () => {
    const { person } = await attendShell();
    await startInFront(person, 'sleep 1000');
    person.types(ctrl('C'));
    await person.sees('^C');
    await person.sees('$ ');
    person.types('echo status $?\n');
    await person.sees('\nstatus 130\r\n');
  });

  test('Ctrl-C reaches programs that compute without a system call: awk, sed, bc and the shell itself', async () => {
    const { person } = await attendShell({ root: treeWith({ '/tmp/loop': file('while(1){}\n') }) });
    const loops = [
      'awk "BEGIN{while(1);}"',
      'sed ":a;ba" /etc/passwd',
      'bc /tmp/loop',
      'sh -c "while :; do :; done"',
    ];
    for (const loop of loops) {
      await startInFront(person, loop);
      person.types(ctrl('C'));
      await person.sees('^C');
      await person.sees('$ ');
    }
  });

  test('Ctrl-C does nothing to a first process without a handler, as in Docker', async () => {
    const { container, person } = attend(['sleep', '1000']);
    person.types(ctrl('C'));
    await person.sees('^C');
    expect(container.isRunning).toBe(true);
    container.signal(15);
    expect(container.isRunning).toBe(true);
    container.signal(9);
    expect(await container.ended).toEqual({ exitCode: 137 });
  });

  test('Ctrl-\\ quits', async () => {
    const { person } = await attendShell();
    // Not by way of a shell: those ignore SIGQUIT.
    person.types(`awk 'BEGIN { print "re" "ady"; while (1); }'\n`);
    await person.sees('ready\r\n');
    person.types('\x1c');
    await person.sees('^\\');
    await person.sees('Quit\r\n');
  });
});

describe('job control', () => {
  test('Ctrl-Z stops, jobs lists, fg brings back', async () => {
    const { person } = await attendShell();
    await startInFront(person, 'sh -c "sleep 0.1; echo slept"');
    person.types(ctrl('Z'));
    await person.sees('[1]+  Stopped');
    await person.sees('$ ');
    person.types('jobs\n');
    await person.sees('[1]+  Stopped');
    await person.sees('$ ');
    person.types('fg\n');
    await person.sees('\nslept\r\n$ ');
    person.types('jobs; echo none left\n');
    expect(await person.sees('none left\r\n')).not.toContain('Stopped');
  });

  test('bg lets it go on behind, kill %1 ends it', async () => {
    const { person } = await attendShell();
    await startInFront(person, 'sleep 1000');
    person.types(ctrl('Z'));
    await person.sees('$ ');
    person.types('bg\n');
    await person.sees('exec sleep 1000');
    await person.sees('$ ');
    person.types('kill %1; wait; echo gone\n');
    await person.sees('\ngone\r\n');
  });

  test('a background job that reads is stopped until it is brought to the front', async () => {
    const { person } = await attendShell();
    person.types('cat &\n');
    await person.sees('$ ');
    person.types('sleep 0.05; echo\n');
    await person.sees('[1]+  Stopped (tty input)');
    await person.sees('$ ');
    person.types('fg\n');
    await person.sees('cat\r\n');
    person.types('to the cat\n');
    await person.sees('to the cat\r\nto the cat\r\n');
    person.types(ctrl('D'));
    await person.sees('$ ');
  });

  test('a background job may write, unless the terminal says tostop', async () => {
    const { person } = await attendShell();
    person.types('(sleep 0.02; echo from behind) & wait\n');
    await person.sees('\nfrom behind\r\n');
    await person.sees('$ ');
    person.types('stty tostop; (echo held back) & sleep 0.05; jobs\n');
    expect(await person.sees('Stopped (tty output)')).not.toContain('\nheld back');
    person.types('fg\n');
    await person.sees('\nheld back\r\n');
  });

  test('a pipeline is one group, in front as a whole', async () => {
    const { person } = await attendShell();
    person.types('(echo re""ady; sleep 1000) | cat | cat\n');
    await person.sees('ready\r\n');
    person.types(ctrl('C'));
    await person.sees('^C');
    await person.sees('$ ');
    person.types('echo still $?\n');
    await person.sees('\nstill 130\r\n');
  });

  test('the shell says that there are stopped jobs, and hangs them up when it leaves', async () => {
    const { person, container } = await attendShell();
    const inner = join(container, ['sh']);
    await inner.person.sees('$ ');
    inner.person.types(`sh -c 'trap "echo hung up > /tmp/told" HUP; echo re""ady; sleep 1000; sleep 1000'\n`);
    await inner.person.sees('ready\r\n');
    inner.person.types(ctrl('Z'));
    await inner.person.sees('$ ');
    inner.person.types('exit\n');
    await inner.person.sees('You have stopped jobs');
    inner.person.types('exit\n');
    expect(await inner.process.ended).toBe(0);
    person.types('while ! [ -e /tmp/told ]; do sleep 0.01; done; cat /tmp/told\n');
    await person.sees('\nhung up\r\n');
  });

  test('wait4 tells of stops and continues', async () => {
    const { person } = await attendShell();
    person.types(
      'sleep 1000 & sleep 0.01; kill -STOP $!; sleep 0.01; ps -o stat,args | grep "[s]leep 1000"\n',
    );
    await person.sees('T ');
    person.types('kill -CONT $!; sleep 0.01; ps -o stat,args | grep "[s]leep 1000"\n');
    await person.sees('S ');
  });
});

describe('the size of the terminal', () => {
  test('is what stty says, and programs are told of a new one', async () => {
    const { container, person } = await attendShell();
    person.types('sh -c \'trap "stty size; exit" WINCH; echo re""ady; while :; do sleep 0.01; done\'\n');
    await person.sees('ready\r\n');
    container.main.resize({ rows: 40, columns: 132 });
    await person.sees('40 132\r\n');
    person.types('stty size\n');
    await person.sees('40 132\r\n');
  });
});

describe('programs that use the whole screen', () => {
  test('vi edits a file', async () => {
    const { container, person } = attend(['vi', '/tmp/note']);
    await person.sees('/tmp/note');
    person.types('ihello\nworld\x1b');
    // Escape is a key of its own only when nothing follows it at once.
    await person.sees('- /tmp/note');
    person.types('kx:wq\n');
    expect(await container.ended).toEqual({ exitCode: 0 });
    expect(contentOf(container.snapshot().tree, '/tmp/note')).toBe('hell\nworld\n');
  });

  test('less pages', async () => {
    const lines = Array.from({ length: 100 }, (_, at) => `line ${at + 1}.\n`).join('');
    const root = treeWith({ '/tmp/long': file(lines) });
    const { container, person } = attend(['less', '/tmp/long'], { root });
    const first = await person.sees('line 23.');
    expect(first).toContain('line 1.');
    expect(first).not.toContain('line 24.');
    person.types(' ');
    await person.sees('line 46.');
    person.types('G');
    await person.sees('line 100.');
    person.types('q');
    expect(await container.ended).toEqual({ exitCode: 0 });
  });

  test('top shows the processes and stops at q', async () => {
    const { container, person } = attend(['top', '-d', '1']);
    await person.sees('Mem: ');
    await person.sees('CPU: ');
    await person.sees('top -d 1');
    person.types('q');
    expect(await container.ended).toEqual({ exitCode: 0 });
  });
});

describe('more terminals in one container', () => {
  test('each is its own, and all end with the first process', async () => {
    const { container, person } = await attendShell();
    const second = join(container, ['sh']);
    await second.person.sees('$ ');
    second.person.types('tty; echo shared > /tmp/f\n');
    await second.person.sees('/dev/pts/1\r\n');
    await second.person.sees('$ ');
    person.types('cat /tmp/f; ls /dev/pts | tr "\\n" " "\n');
    await person.sees('\nshared\r\n0 1 ');
    person.types('exit\n');
    expect(await container.ended).toEqual({ exitCode: 0 });
    expect(await second.process.ended).toBe(137);
  });

  test('a process of its own ends alone, and its number is free again', async () => {
    const { container } = await attendShell();
    expect(await join(container, ['sh', '-c', 'exit 9']).process.ended).toBe(9);
    const next = join(container, ['tty']);
    await next.person.sees('/dev/pts/1');
  });

  test('when the person goes, the session is told', async () => {
    const { container, person } = await attendShell();
    const script = 'trap "echo bye > /tmp/bye; exit 0" HUP; echo ready; while :; do sleep 0.01; done';
    const second = join(container, ['sh', '-c', script]);
    await second.person.sees('ready');
    second.process.endInput();
    expect(await second.process.ended).toBe(0);
    person.types('cat /tmp/bye\n');
    await person.sees('\nbye\r\n');
  });
});

describe('output that nobody takes', () => {
  test('makes programs wait, and Ctrl-C still ends them', async () => {
    const { makeSandbox, image, rootUser, searchPath } = await import('./shell.ts');
    let shown = 0;
    const container = makeSandbox().start({
      root: image,
      argv: ['sh', '-c', 'trap "exit 5" INT; while yes; do :; done'],
      env: [searchPath],
      cwd: '/',
      user: rootUser,
      hostname: 'box',
      attachment: {
        kind: 'terminal',
        size: plainSize,
        onOutput: (bytes) => {
          shown += bytes.length;
        },
      },
    });
    const full = () => new Promise((resolve) => setTimeout(resolve, 50));
    for (let last = -1; shown === 0 || shown !== last; await full()) last = shown;
    const before = shown;
    await full();
    expect(shown).toBe(before);
    expect(before).toBeLessThan(400_000);
    container.main.input(Uint8Array.of(3));
    expect(await container.ended).toEqual({ exitCode: 5 });
  });
});

describe('the writable layer', () => {
  test('can be looked at while the container runs, and has nothing of what is mounted', async () => {
    const { container, person } = await attendShell();
    const before = container.snapshot().tree;
    person.types('echo new > /tmp/f; mkdir /made\n');
    await person.sees('$ ');
    const after = container.snapshot().tree;
    expect(contentOf(before, '/tmp/f')).toBeUndefined();
    expect(contentOf(after, '/tmp/f')).toBe('new\n');
    person.types('test -c /dev/null && test -e /etc/hosts && echo all there\n');
    await person.sees('\nall there\r\n');
  });

  test('is the tree itself while nothing is written, mount points included', async () => {
    const root = treeWith({});
    const { container } = attend(['sh'], {
      root,
      mounts: [{ target: '/made/for/it', content: file('x'), readOnly: true }],
    });
    expect(container.snapshot().tree).toBe(root);
    container.signal(9);
    await container.ended;
    expect(container.snapshot().tree).toBe(root);
  });
});
