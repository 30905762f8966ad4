/** What processes cost in the sandbox: making them, many at once, computing in them. */
import { toBytes } from '../../src/filesystem/byte-string.ts';
import { loadDigester } from '../../src/image/digest.ts';
import { file, makeSandbox, run as runProgram, sh, treeWith } from '../sandbox/shell.ts';
import { medianTime } from './median.ts';

const runs = 7;
const loops = 2000;
const soak = 20_000;
const alive = 1000;
const megabytes = 20;

export async function run(): Promise<void> {
  const sandbox = makeSandbox();
  const count = (times: number, body: string) =>
    `i=0; while [ $i -lt ${times} ]; do ${body}; i=$((i+1)); done`;
  const script =
    (text: string, options = {}) =>
    async () => {
      const { exitCode, err } = await sh(text, options, sandbox);
      if (exitCode !== 0) throw new Error(`${text} ended with ${exitCode}: ${err}`);
    };
  await script(count(loops, '/bin/true'))();

  const empty = await medianTime(runs, script(count(loops, ':')));
  const forks = await medianTime(runs, script(count(loops, '(:)')));
  const execs = await medianTime(runs, script(count(loops, '/bin/true')));
  const pipes = await medianTime(runs, script(count(loops / 10, 'echo a | cat | cat > /dev/null')));
  print('fork + wait', (forks - empty) / loops);
  print('fork + exec + wait', (execs - empty) / loops, 'ms, bar 0.12');
  print('pipeline of three', (pipes - empty / 10) / (loops / 10));
  print('RUN true', await medianTime(200, () => runProgram(['true'], {}, sandbox)), 'ms, bar 0.1');
  print(
    'RUN true, first of a sandbox',
    await medianTime(runs, () => runProgram(['true'], {}, makeSandbox())),
  );

  const before = residentMegabytes();
  print(`${soak} processes in one script`, await medianTime(1, script(count(soak, '/bin/true'))));
  print('  resident memory before', before, 'MB');
  print('  resident memory after', residentMegabytes(), 'MB');

  const gate = `mkfifo /tmp/g; exec 9<>/tmp/g; ${count(alive, '{ (read x <&9) & }')}; yes '' | head -n ${alive} >&9; wait`;
  print(`${alive} processes alive at once`, await medianTime(3, script(gate)));
  print('  instances', sandbox.instances, '');

  const content = new Uint8Array(megabytes << 20).map((_, at) => at);
  const root = treeWith({ '/data': file(content) });
  const inSandbox = await medianTime(runs, () => runProgram(['sha256sum', '/data'], { root }, sandbox));
  const digester = await loadDigester();
  const outside = await medianTime(runs, () => digester.digest(content));
  print(`sha256sum of ${megabytes} MB`, inSandbox);
  print('  the same by our own digester', outside);
  const words = treeWith({ '/words': file(toBytes('some words on a line\n'.repeat(200_000))) });
  const grep = script('grep -c words /words; sort /words | uniq | wc -l', { root: words });
  print('grep and sort of 4 MB', await medianTime(3, grep));
  const pump = 'dd if=/dev/zero bs=65536 count=1600 2>/dev/null | cat | wc -c';
  print('100 MB through a pipeline', await medianTime(3, script(pump)));
}

function residentMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 1024 ** 2;
}

function print(name: string, figure: number, unit = 'ms'): void {
  const digits = unit === '' ? 0 : figure < 10 ? 3 : 1;
  console.log(`${name.padEnd(40)}${figure.toFixed(digits).padStart(10)} ${unit}`);
}
