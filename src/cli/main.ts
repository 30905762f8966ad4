/** The program `dry-dock`: this process's arguments, streams and signals around `runCommandLine`. */
import { fetchUrlWith } from '../build/download.ts';
import { runCommandLine } from './command-line.ts';
import type { HostTerminal } from './host.ts';
import { lazyRunner } from './lazy-runner.ts';
import { makeSandbox, readPackagedFile } from './packaged-files.ts';

const ownTerminal: HostTerminal = {
  // Some terminals have no size.
  size: () => ({ rows: process.stdout.rows || 24, columns: process.stdout.columns || 80 }),
  setRaw: (isRaw) => void process.stdin.setRawMode(isRaw),
  onResize: (listener) => {
    process.stdout.on('resize', listener);
    return () => process.stdout.off('resize', listener);
  },
};
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Once: a second Ctrl-C ends the process there and then.
  process.once(signal, () => stop.abort(new Error(signal)));
}
// The reader went away (`| head`): there is nobody to tell.
process.stdout.on('error', () => process.exit(1));

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  standardOutput: process.stdout,
  standardError: process.stderr,
  readStandardInput,
  signal: stop.signal,
  fetchFile: readPackagedFile,
  fetchUrl: fetchUrlWith(fetch),
  runner: lazyRunner(makeSandbox),
  container: {
    starter: makeSandbox,
    standardInput: () => process.stdin,
    terminal: process.stdin.isTTY && process.stdout.isTTY ? ownTerminal : undefined,
  },
});

async function readStandardInput(): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}
