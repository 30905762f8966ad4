// `npm test`: types, lint, unused code, unit and conformance tests, then the page in a real browser.
// `npm test -- unit` runs one part; the parts are the names below.
import { installDependencies, program, run } from './dependencies.mjs';
import { offerFirefox, offerRegistry, requireChromium } from './packages.mjs';

installDependencies();

const parts = {
  types: () => run(program('tsc'), ['--noEmit']),
  lint: () => run(program('biome'), ['check', '.']),
  unused: () => run(program('knip'), []),
  unit: () => {
    offerRegistry();
    run(program('vitest'), ['run']);
  },
  conformance: () => run(process.execPath, ['scripts/conformance.mjs']),
  browser: () => {
    const chromium = requireChromium();
    const firefox = offerFirefox();
    if (firefox === undefined)
      console.log('No Firefox was found (FIREFOX=/path/to/firefox): its test is left out.');
    run(program('vite'), ['build', '--logLevel', 'warn']);
    run(program('vitest'), ['run', '--config', 'vitest.browser.config.ts'], {
      env: { ...process.env, CHROMIUM: chromium, ...(firefox && { FIREFOX: firefox }) },
    });
  },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. The parts are: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const start = Date.now();
  console.log(`\n── ${name}`);
  part();
  console.log(`── ${name}: passed in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}
