/**
 * Pulls an image of 300 MB in 20,000 files from Debian's registry on this machine, into a tree: in Chromium and in
 * Node, against `skopeo copy` and `umoci unpack` of the same. `PULL_ONLY=chromium` leaves the others out, and
 * `PULL_RUNS` says how often.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { launch } from '../browser/chromium.ts';
import { serveStatic } from '../browser/static-server.ts';
import { DebianRegistry, registryMissing } from '../registry/debian-registry.ts';
import { Layout } from '../registry/layouts.ts';
import { median } from './median.ts';
import { imageFiles, imageLayers } from './pull/image.ts';
import { peakMemory, processesOf } from './pull/process-memory.ts';
import type { PullFigures } from './pull/pull-once.ts';

const runs = Number(process.env.PULL_RUNS ?? 3);

interface Sample extends PullFigures {
  /** MB. */
  readonly memory: number;
}

export async function run(): Promise<void> {
  if (registryMissing !== undefined) return console.log(registryMissing);
  const folder = await mkdtemp(join(tmpdir(), 'drydock-pull-'));
  const registry = new DebianRegistry();
  try {
    await registry.start('open');
    const layout = new Layout(join(registry.folder, 'bench'));
    const layers = [...imageLayers()];
    registry.push(layout.name(layout.image(layers, 'gzip')), 'public/bench:1');
    const size = layers.reduce((sum, layer) => sum + layer.length, 0);
    console.log(`${imageFiles} files, ${layers.length} layers, ${(size / 1e6).toFixed(0)} MB of tars`);
    const name = `${registry.host}/public/bench:1`;
    const ways = {
      'skopeo copy + umoci unpack': () => theirs(name, folder),
      'ours in Node': () => inNode(name, folder),
      'ours in Chromium': () => inChromium(name, folder),
    };
    const only = process.env.PULL_ONLY;
    const chosen = Object.entries(ways).filter(
      ([way]) => only === undefined || way.toLowerCase().includes(only),
    );
    const samples: { readonly way: string; readonly sample: Sample }[] = [];
    for (let at = 0; at < runs; at++) {
      for (const [way, pull] of chosen) {
        const sample = await pull();
        console.log(`  ${way}: ${sample.unpacked.toFixed(0)} ms`);
        samples.push({ way, sample });
      }
    }
    for (const [way] of chosen) {
      const own = samples.filter((each) => each.way === way).map(({ sample }) => sample);
      const of = (figure: keyof Sample) => median(own.map((sample) => sample[figure])).toFixed(0);
      console.log(
        `${way.padEnd(30)}${of('stored').padStart(7)} ms fetched${of('unpacked').padStart(8)} ms unpacked` +
          `${of('memory').padStart(7)} MB at most`,
      );
      if (own.some(({ files }) => files !== imageFiles)) throw new Error(`${way}: not all files are there`);
    }
  } finally {
    await registry.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function theirs(name: string, folder: string): Promise<Sample> {
  const [layout, bundle] = [join(folder, 'layout'), join(folder, 'bundle')];
  const start = performance.now();
  const copying = await timed('skopeo', [
    '--insecure-policy',
    'copy',
    '--quiet',
    '--src-tls-verify=false',
    `docker://${name}`,
    `oci:${layout}:it`,
  ]);
  const stored = performance.now() - start;
  const unpacking = await timed('umoci', ['unpack', '--image', `${layout}:it`, bundle]);
  const unpacked = performance.now() - start;
  const { output } = await timed('find', [join(bundle, 'rootfs'), '-type', 'f', '-printf', '.']);
  await Promise.all([layout, bundle].map((path) => rm(path, { recursive: true, force: true })));
  return { stored, unpacked, files: output.length, memory: Math.max(copying.memory, unpacking.memory) };
}

async function inNode(name: string, folder: string): Promise<Sample> {
  const store = join(folder, 'store');
  const script = join(import.meta.dirname, 'pull/in-node.ts');
  const { output, memory } = await timed(process.execPath, ['--import', 'tsx', script, name, store]);
  await rm(store, { recursive: true, force: true });
  return { ...JSON.parse(output), memory };
}

/** Runs a program to its end. */
async function timed(program: string, args: readonly string[]): Promise<{ output: string; memory: number }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  let memory = 0;
  const watching = setInterval(() => {
    memory = Math.max(memory, peakMemory(child.pid ?? 0));
  }, 10);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(watching);
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return { output, memory };
}

async function inChromium(name: string, folder: string): Promise<Sample> {
  const site = join(folder, 'site');
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: site,
      emptyOutDir: true,
      lib: {
        entry: join(import.meta.dirname, 'pull/worker.ts'),
        formats: ['es'],
        fileName: () => 'worker.js',
      },
    },
  });
  await writeFile(join(site, 'index.html'), '<!doctype html><title>pull</title>');
  const served = await serveStatic(site, 'bench');
  const profile = join(folder, 'profile');
  const browser = await launch(profile);
  try {
    const page = await browser.newPage();
    await page.goto(served.url);
    const answer = await page.evaluate(
      (wanted) =>
        new Promise<{ figures?: PullFigures; error?: string }>((resolve) => {
          const worker = new Worker('worker.js', { type: 'module' });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => resolve({ error: message });
          worker.postMessage(wanted);
        }),
      name,
    );
    if (answer.figures === undefined) throw new Error(answer.error);
    const renderers = processesOf(profile).filter(({ command }) => command.includes('--type=renderer'));
    return { ...answer.figures, memory: Math.max(...renderers.map(({ pid }) => peakMemory(pid))) };
  } finally {
    await browser.close();
    await served.close();
    await rm(profile, { recursive: true, force: true });
  }
}
