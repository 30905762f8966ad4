/**
 * The page itself in a real Chromium: how much arrives before anything else may, how soon it can be used, whether it keeps
 * its frames while a build floods it with output, and how long a layer of 50,000 files takes to open.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { Dock, type Ground, openGround } from '../browser/dock.ts';
import { median } from './median.ts';

const visits = 5;

/** About 2,000 lines a second for five seconds. */
const noisy = `FROM alpine
RUN i=0; while [ $i -lt 500 ]; do \\
      j=0; while [ $j -lt 20 ]; do echo "line $i.$j of a log that never seems to end"; j=$((j+1)); done; \\
      sleep 0.01; i=$((i+1)); \\
    done
`;

const manyFiles = `FROM alpine
RUN d=0; while [ $d -lt 250 ]; do \\
      mkdir -p /data/$d && cd /data/$d && seq 200 | xargs touch; d=$((d+1)); \\
    done
`;

export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-bench-'));
  try {
    await build({
      root: resolve(import.meta.dirname, '../..'),
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: true },
    });
    await firstLoad(folder);
    const interactive: number[] = [];
    for (let at = 0; at < visits; at++) {
      const ground = await openGround({ folder });
      interactive.push(await timeToInteractive(ground).finally(() => ground.close()));
    }
    print('navigation → Build can be pressed', `${median(interactive).toFixed(0)} ms`);
    const ground = await openGround({ folder });
    try {
      const dock = await Dock.open(ground.browser, ground.site.url);
      await framesDuringNoise(dock);
      await openLargeLayer(dock);
    } finally {
      await ground.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function print(name: string, figure: string): void {
  console.log(`${name.padEnd(60)}${figure.padStart(16)}`);
}

/** Bytes of the page's script with all that it imports at once, gzip: the rest arrives when it is wanted. */
async function firstLoad(folder: string): Promise<void> {
  const seen = new Map<string, number>();
  const visit = async (path: string): Promise<void> => {
    if (seen.has(path)) return;
    const bytes = await readFile(path);
    seen.set(path, gzipSync(bytes, { level: 9 }).length);
    const text = bytes.toString('utf8');
    const imports = text.matchAll(
      /(?:^|[;\s])(?:import|export)\s*(?:[\w$*{}\s,]+from\s*)?["'](\.[^"']+)["']/g,
    );
    for (const [, target = ''] of imports) await visit(join(dirname(path), target));
  };
  await visit(join(folder, 'dry-dock.js'));
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  for (const [, style = ''] of html.matchAll(/<link[^>]+href="(\.[^"]+\.css)"/g))
    await visit(join(folder, style));
  const total = [...seen.values()].reduce((sum, bytes) => sum + bytes, 0);
  print(`script and styles at first load, ${seen.size} files, gzip`, `${(total / 1000).toFixed(1)} kB`);
}

async function timeToInteractive(ground: Ground): Promise<number> {
  const page = await ground.browser.newPage();
  await page.goto(ground.site.url, { waitUntil: 'commit' });
  await page.locator('dry-build-bar .button.primary:not([disabled])').waitFor();
  return page.evaluate(() => performance.now());
}

const recordFrames = `
  window.frameIntervals = [];
  let last = performance.now();
  requestAnimationFrame(function next(now) {
    window.frameIntervals.push(now - last);
    last = now;
    requestAnimationFrame(next);
  });
`;

/** Intervals between frames while a build prints, milliseconds. */
async function framesDuringNoise(dock: Dock): Promise<void> {
  await dock.begin(noisy);
  // As text: the compiler that runs benches gives functions a helper that the page doesn't have.
  await dock.page.evaluate(recordFrames);
  await dock.build();
  const intervals = await dock.page.evaluate(
    () => (window as unknown as { frameIntervals: readonly number[] }).frameIntervals,
  );
  const sorted = [...intervals].sort((a, b) => a - b);
  const percentile = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  print('frames during 10,000 lines of output, median interval', `${median(intervals).toFixed(1)} ms`);
  print('the same, 95th and 99th percentile', `${percentile(0.95)} / ${percentile(0.99)} ms`);
  const dropped = intervals.filter((interval) => interval > 25).length;
  print('frames that came late (over 25 ms)', `${((dropped / intervals.length) * 100).toFixed(1)} %`);
}

async function openLargeLayer(dock: Dock): Promise<void> {
  await dock.begin(manyFiles);
  await dock.build();
  await dock.chooseStep('0/1');
  const taken: number[] = [];
  for (let at = 0; at < visits; at++) {
    await dock.tab('Log').click();
    const start = Date.now();
    await dock.tab('Layer').click();
    await dock.page.locator('dry-step-details [role="treeitem"]').first().waitFor();
    taken.push(Date.now() - start);
  }
  print('a layer of 50,000 files, from the click to its tree', `${median(taken).toFixed(0)} ms`);
}
