/**
 * How fast a browser keeps and gives back a blob, in IndexedDB and in its own file system, in a worker: Chromium, and
 * Firefox where it is installed. docs/decisions/060-store.md decides on these figures.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { launch } from '../browser/chromium.ts';
import { median } from './median.ts';

const sizes = [1, 20, 200];
const runs = 3;
const firefox = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

interface Figure {
  readonly way: string;
  readonly size: number;
  readonly write: number;
  readonly read: number;
}

export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-storage-'));
  try {
    await build({
      configFile: false,
      publicDir: false,
      logLevel: 'error',
      build: {
        outDir: folder,
        emptyOutDir: false,
        lib: {
          entry: join(import.meta.dirname, 'storage/worker.ts'),
          formats: ['es'],
          fileName: () => 'worker.js',
        },
      },
    });
    const script = await readFile(join(folder, 'worker.js'));
    print('Chromium', await measured(script, (url) => inChromium(url, join(folder, 'chromium'))));
    if (!existsSync(firefox)) return console.log(`No Firefox at ${firefox}.`);
    print('Firefox', await measured(script, (url) => inFirefox(url, join(folder, 'firefox'))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Serves the page, and answers what it posts; `show` opens the address in a browser and answers how to end it. */
async function measured(
  script: Uint8Array,
  show: (url: string) => Promise<() => Promise<unknown> | undefined>,
): Promise<readonly Figure[]> {
  const page = `<!doctype html><script>
    const worker = new Worker('worker.js?sizes=${sizes.join()}&runs=${runs}', { type: 'module' });
    worker.onmessage = ({ data }) => fetch('result', { method: 'POST', body: JSON.stringify(data) });
    worker.onerror = (event) => fetch('result', { method: 'POST', body: JSON.stringify({ error: event.message }) });
  </script>`;
  let told: (text: string) => void = () => undefined;
  const result = new Promise<string>((resolve) => {
    told = resolve;
  });
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        response.end();
        told(Buffer.concat(pieces).toString());
      });
      return;
    }
    const isScript = request.url?.startsWith('/worker.js') ?? false;
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = await show(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  try {
    const { figures, error } = JSON.parse(await result) as { figures?: Figure[]; error?: string };
    if (figures === undefined) throw new Error(error);
    return figures;
  } finally {
    await close();
    server.closeAllConnections();
    server.close();
  }
}

async function inChromium(url: string, profile: string) {
  const browser = await launch(profile);
  const page = await browser.newPage();
  await page.goto(url);
  return () => browser.close();
}

async function inFirefox(url: string, profile: string) {
  await mkdir(profile, { recursive: true });
  const child = spawn(firefox, ['--headless', '--no-remote', '--profile', profile, url], { stdio: 'ignore' });
  return async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    return ended;
  };
}

function print(browser: string, figures: readonly Figure[]): void {
  console.log(`${browser}: write / read, milliseconds, medians of ${runs}`);
  const ways = [...new Set(figures.map(({ way }) => way))];
  for (const way of ways) {
    const cells = sizes.map((size) => {
      const own = figures.filter((figure) => figure.way === way && figure.size === size);
      const of = (which: 'write' | 'read') => median(own.map((figure) => figure[which])).toFixed(0);
      return `${size} MiB ${of('write')} / ${of('read')}`.padEnd(24);
    });
    console.log(`  ${way.padEnd(32)}${cells.join('')}`);
  }
}
