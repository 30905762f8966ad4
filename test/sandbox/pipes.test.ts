import { describe, expect, test } from 'vitest';
import { fromBytes } from '../../src/filesystem/byte-string.ts';
import { contentOf, file, image, outcome, run, sh, treeWith } from './shell.ts';

const allBytes = fromBytes(Uint8Array.from({ length: 256 }, (_, at) => at));

describe('output', () => {
  test('stdout and stderr are told apart', async () => {
    expect(await sh('echo out; echo err >&2')).toMatchObject({ out: 'out\n', err: 'err\n' });
    expect(await sh('(echo out; echo err >&2) 2>&1 >/dev/null')).toMatchObject({ out: 'err\n', err: '' });
  });

  test('every byte comes out as it was', async () => {
    const root = treeWith({ '/tmp/all': file(allBytes) });
    expect((await sh('cat /tmp/all', { root })).out).toBe(allBytes);
    expect((await sh('cat < /tmp/all | cat >&2', { root })).err).toBe(allBytes);
  });

  test('output comes in the order it was written, over both streams', async () => {
    const order: string[] = [];
    const onOutput = (stream: string, bytes: Uint8Array) => order.push(`${stream} ${fromBytes(bytes)}`);
    await sh('for i in 1 2 3; do echo $i; echo $i >&2; done', { onOutput });
    expect(order.join('')).toBe('stdout 1\nstderr 1\nstdout 2\nstderr 2\nstdout 3\nstderr 3\n');
  });

  test('a closed output is an error of the program', async () => {
    expect(await outcome('echo x >&-')).toBe('sh: write error: Bad file descriptor\nexit 1');
  });
});

describe('input', () => {
  test('the first process reads what the request gives', async () => {
    const stdin = Uint8Array.from({ length: 200_000 }, (_, at) => at % 251);
    const { out } = await run(['cat'], { stdin });
    expect(out).toBe(fromBytes(stdin));
  });

  test('without any it is at the end at once', async () => {
    expect(await outcome('read x; echo "$? [$x]"; cat')).toBe('1 []\nexit 0');
  });

  test('a here-document is the input of its command only', async () => {
    expect((await sh('cat <<E | tr a-z A-Z\none\nE\necho two')).out).toBe('ONE\ntwo\n');
  });
});

describe('pipelines', () => {
  test('megabytes pass through several processes unharmed', async () => {
    const script =
      'head -c 5000000 /dev/urandom > /tmp/r; cat /tmp/r | tr a-z a-z | cat | dd bs=777 2>/dev/null > /tmp/s; cmp /tmp/r /tmp/s && wc -c < /tmp/s';
    expect(await outcome(script)).toBe('5000000\nexit 0');
  });

  test('gzip and tar between processes give the bytes back', async () => {
    const script = `mkdir /tmp/d; seq 200000 > /tmp/d/n; tar -C /tmp -cf - d | gzip | gunzip | tar -xOf - d/n | cmp - /tmp/d/n && echo same`;
    expect(await outcome(script)).toBe('same\nexit 0');
  });

  test('a writer whose reader has gone is ended by SIGPIPE', async () => {
    expect(await outcome('(yes; echo "yes $?" >&2) | head -n 2')).toBe('y\ny\nyes 141\nexit 0');
  });

  test('a writer that ignores SIGPIPE gets an error instead', async () => {
    const script = '(trap "" PIPE; sleep 0.05; cat /bin/busybox; echo "cat $?" >&2) | true; sleep 0.2';
    expect((await sh(script)).err).toBe('cat: write error: Broken pipe\ncat 1\n');
  });

  test('fifty stages are no problem', async () => {
    const script = `seq 1000 ${'| cat '.repeat(50)}| tail -n 1`;
    expect((await sh(script)).out).toBe('1000\n');
  });

  test('a pipe holds 64 KiB before its writer waits', async () => {
    const script = `mkfifo /tmp/p; exec 9<>/tmp/p; dd if=/dev/zero bs=65536 count=1 2>/dev/null >&9; echo full
      (echo more >&9; echo written) & sleep 0.1; echo waiting; head -c 4096 <&9 | wc -c; wait`;
    expect((await sh(script)).out).toBe('full\nwaiting\n4096\nwritten\n');
  });
});

describe('FIFOs', () => {
  test('a reader waits for a writer', async () => {
    expect(await outcome('mkfifo /tmp/p; (sleep 0.05; echo hello > /tmp/p) & cat /tmp/p; wait')).toBe(
      'hello\nexit 0',
    );
  });

  test('a writer waits for a reader', async () => {
    const script =
      'mkfifo /tmp/p; (echo hello > /tmp/p; echo wrote >&2) & sleep 0.05; echo opening >&2; cat /tmp/p; wait';
    expect(await sh(script)).toMatchObject({ out: 'hello\n', err: 'opening\nwrote\n' });
  });

  test('open to read and write waits for nobody', async () => {
    expect(await outcome('mkfifo /tmp/p; exec 3<>/tmp/p; echo x >&3; read y <&3; echo $y')).toBe('x\nexit 0');
  });

  test('an open that waits goes on although the name is removed and the process was stopped', async () => {
    const script = `
      mkfifo /tmp/p; ln /tmp/p /tmp/q
      (cat /tmp/p; echo "cat $?") & sleep 0.05; rm /tmp/p
      kill -STOP $!; kill -CONT $!; sleep 0.05; echo hello > /tmp/q; wait`;
    expect(await outcome(script)).toBe('hello\ncat 0\nexit 0');
  });

  test('an open that failed has no part in the next one', async () => {
    const script = `
      mkfifo /tmp/p /tmp/q
      (trap 'echo caught' USR1; read x < /tmp/p; read y < /tmp/q; echo "got $y") & sleep 0.05
      rm /tmp/p; kill -USR1 $!; sleep 0.05; echo hello > /tmp/q; wait`;
    expect((await sh(script)).out).toContain('got hello\n');
  });

  test('a FIFO of the image is a FIFO in the tree after the run, and nothing of it is content', async () => {
    const { tree } = await sh('mkfifo -m 600 /tmp/p; (echo x > /tmp/p &) ; cat /tmp/p');
    expect(tree.root.entries.get('tmp')).toMatchObject({ type: 'directory' });
    const temporary = tree.root.entries.get('tmp');
    expect(temporary?.type === 'directory' && temporary.entries.get('p')).toMatchObject({
      type: 'fifo',
      mode: 0o600,
    });
  });
});

describe('the standard streams as files', () => {
  test('/dev/stdout, /dev/stderr and /proc/self/fd lead to the same places', async () => {
    const script =
      'echo a > /dev/stdout; echo b > /dev/stderr; echo c > /proc/self/fd/1; echo d | cat /dev/stdin';
    expect(await sh(script)).toMatchObject({ out: 'a\nc\nd\n', err: 'b\n', exitCode: 0 });
  });

  test('a file behind them is written where its position is', async () => {
    const { tree } = await sh('{ echo a; echo b >> /dev/stdout; echo c; } >> /tmp/f');
    expect(contentOf(tree, '/tmp/f')).toBe('a\nb\nc\n');
    expect(contentOf(image, '/tmp/f')).toBeUndefined();
  });
});
