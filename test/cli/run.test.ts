import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { HostTerminal } from '../../src/cli/host.ts';
import { type CliSurroundings, runCli } from '../conformance/run-cli.ts';
import { temporaryFolder } from './temporary-folder.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function run(args: readonly string[], surroundings: CliSurroundings = {}) {
  const result = await runCli(['run', '--cache-dir', temporaryFolder(), ...args], surroundings);
  return { ...result, output: text(result.standardOutput) };
}

describe('dry-dock run', () => {
  it('runs a command of an image, and ends as it ends', async () => {
    expect(await run(['alpine', 'sh', '-c', 'echo out; echo err >&2; exit 3'])).toMatchObject({
      exitCode: 3,
      output: 'out\n',
      standardError: 'err\n',
    });
  });

  it('runs what was built with a name, as the image and the flags say', async () => {
    const cache = temporaryFolder();
    const context = temporaryFolder({
      Dockerfile:
        'FROM alpine\nENV A=image B=image\nWORKDIR /made\nENTRYPOINT ["echo"]\nCMD ["from CMD"]\nUSER nobody\n',
    });
    await runCli(['build', '--cache-dir', cache, '-t', 'app:1', context]);
    const app = async (args: readonly string[], environment: Record<string, string> = {}) =>
      text((await runCli(['run', '--cache-dir', cache, ...args], { environment })).standardOutput);
    expect(await app(['app:1'])).toBe('from CMD\n');
    expect(await app(['app:1', '-n', 'typed'])).toBe('typed');
    expect(await app(['--entrypoint', 'sh', 'app:1', '-c', 'pwd; id -un'])).toBe('/made\nnobody\n');
    expect(
      await app(
        [
          ...['-u', '0:5', '-w', '/tmp', '-h', 'box', '-e', 'A=flag', '-e', 'C', '-e', 'B'],
          ...['--entrypoint=sh', 'app:1', '-c', 'echo $A/$B/$C $(id -u):$(id -g) $(pwd) $(hostname)'],
        ],
        { C: 'shell' },
      ),
    ).toBe('flag//shell 0:5 /tmp box\n');
  });

  it('gives standard input to a container that asks for it, and to no other', async () => {
    const standardInput = new TextEncoder().encode('hello\n');
    expect((await run(['-i', 'alpine', 'tr', 'a-z', 'A-Z'], { standardInput })).output).toBe('HELLO\n');
    expect((await run(['alpine', 'cat'], { standardInput })).output).toBe('');
    // Nobody reads it to its end.
    expect((await run(['-i', 'alpine', 'true'], { standardInput })).exitCode).toBe(0);
  });

  it('reads no more of standard input than the container wants', async () => {
    let read = 0;
    const megabytes = function* () {
      for (; read < 64; read++) yield new Uint8Array(1024 ** 2);
    };
    const wants = (bytes: string) =>
      run(['-i', 'alpine', 'sh', '-c', `head -c ${bytes} | wc -c; sleep 0.2`], {
        standardInput: Readable.from(megabytes()),
      });
    expect((await wants('10')).output).toBe('10\n');
    expect(read).toBeLessThan(10);
    read = 0;
    expect((await wants(String(64 * 1024 ** 2))).output).toBe(`${64 * 1024 ** 2}\n`);
  });

  it('writes all that is said, however much', async () => {
    const { standardOutput } = await run(['alpine', 'sh', '-c', 'yes 0123456789 | head -n 100000']);
    expect(standardOutput.length).toBe(1_100_000);
  });

  it('shows a copy of files of this machine, and says when it was written to', async () => {
    const folder = temporaryFolder({ 'a/b': 'content', 'one.conf': 'x=1' });
    const volumes = ['-v', `${folder}/a:/work`, '-v', `${folder}/one.conf:/etc/one.conf:ro`];
    const { output, standardError, exitCode } = await run([
      ...[...volumes, '-w', '/work', 'alpine', 'sh', '-c'],
      'cat b /etc/one.conf; echo new > b; echo y > /etc/one.conf',
    ]);
    expect(output).toBe('contentx=1');
    expect(exitCode).toBe(1);
    expect(standardError).toBe(
      "sh: can't create /etc/one.conf: Read-only file system\n" +
        `\nNOTE: ${folder}/a is as it was: what was written to /work went into a copy.\n`,
    );
    expect(readFileSync(join(folder, 'a/b'), 'utf8')).toBe('content');
    const missing = await run(['-v', `${folder}/nothing:/x`, 'alpine', 'ls', '-A', '/x']);
    expect(missing).toMatchObject({ exitCode: 0, output: '', standardError: '' });
  });

  it('has a terminal with -t', async () => {
    const { output } = await run(['-t', 'alpine', 'sh', '-c', 'tty; stty size; echo $TERM']);
    expect(output).toBe('/dev/pts/0\r\n24 80\r\nxterm\r\n');
  });

  it('hands its own terminal over with -it, and takes it back', async () => {
    const raw: boolean[] = [];
    let listeners = 0;
    const terminal: HostTerminal = {
      size: () => ({ rows: 30, columns: 100 }),
      setRaw: (isRaw) => raw.push(isRaw),
      onResize: () => {
        listeners++;
        return () => listeners--;
      },
    };
    const standardInput = new TextEncoder().encode('stty size; exit 4\r');
    const { exitCode, output } = await run(['-it', 'alpine', 'sh'], { standardInput, terminal });
    expect(exitCode).toBe(4);
    expect(output).toContain('30 100\r\n');
    expect(raw).toEqual([true, false]);
    expect(listeners).toBe(0);
  });

  it('passes the signal that stops it on to the container', async () => {
    const stop = new AbortController();
    const { exitCode, output } = await run(
      [
        'alpine',
        'sh',
        '-c',
        'trap "echo stopped; exit 7" INT; echo ready >&2; while true; do sleep 0.05; done',
      ],
      { signal: stop.signal, onStandardError: () => stop.abort(new Error('SIGINT')) },
    );
    expect({ exitCode, output }).toEqual({ exitCode: 7, output: 'stopped\n' });
  });

  // Exit codes and sentences as Docker 28.5.2 has them.
  it('ends with 125, 126 and 127 where there is no process', async () => {
    const cases: readonly (readonly [readonly string[], number, string])[] = [
      [['alpine', 'nosuch'], 127, 'exec: "nosuch": executable file not found in $PATH'],
      [['alpine', '/etc'], 126, 'exec: "/etc": is a directory: permission denied'],
      [['-w', 'rel', 'alpine'], 125, "the working directory 'rel' is invalid"],
      [['-u', 'nobodyx', 'alpine'], 125, 'unable to find user nobodyx: no matching entries in passwd file'],
      [['--pull', 'never', 'nosuch'], 125, "Unable to find image 'nosuch:latest' locally"],
      [['Bad:1'], 125, 'docker: invalid reference format: repository name (library/Bad) must be lowercase'],
      [['-v', '/etc/hosts:rel', 'alpine'], 125, "invalid mount path: 'rel' mount path must be absolute"],
    ];
    for (const [args, exitCode, sentence] of cases) {
      const result = await run(args);
      expect(result).toMatchObject({ exitCode, output: '' });
      expect(result.standardError).toContain(sentence);
      expect(result.standardError).toMatch(/\n\nRun 'dry-dock run --help' for more information\n$/);
    }
  });

  it('says what is not here, and what to do', async () => {
    const cases: readonly (readonly [readonly string[], number, string])[] = [
      [[], 1, 'It is the name of an image: dry-dock run alpine echo hello'],
      [['-it', 'alpine'], 1, 'the input device is not a TTY\n'],
      [['--foo', 'alpine'], 125, 'ERROR: unknown flag: --foo\n'],
      [['-d', 'alpine'], 125, 'a container lives as long as the command that started it'],
      [['-p', '80:80', 'alpine'], 125, 'Containers have no network here'],
      [['-v', 'data:/x', 'alpine'], 125, 'For the folder of that name write ./data:/x'],
      [['-v', './x:/x:zz', 'alpine'], 125, 'ERROR: invalid mode: zz\n'],
      [['-v', '/x', 'alpine'], 125, "ERROR: invalid volume specification: '/x'\n"],
      [['-e', '=x', 'alpine'], 125, 'invalid environment variable: =x'],
      [['--pull', 'bad', 'alpine'], 125, "invalid pull option: 'bad'"],
      [['node:14-alpine', 'node', 'x.js'], 127, 'node is not in this image here.'],
    ];
    for (const [args, exitCode, sentence] of cases) {
      const result = await run(args);
      expect(result.standardError).toContain(sentence);
      expect(result.exitCode).toBe(exitCode);
    }
    expect((await run(['--help'])).output).toMatch(/^Usage: {2}dry-dock run /);
  });
});
