// `npm run bench`: every bench; `npm run bench -- sandbox image`: the named ones. Figures are medians; compare
// ratios, since machines are shared. A bench is a module test/bench/NAME.ts that exports `run(): Promise<void>`.
import { installDependencies, root, run } from './dependencies.mjs';

installDependencies();
run(process.execPath, [
  '--expose-gc',
  '--import',
  'tsx',
  `${root}/test/bench/main.ts`,
  ...process.argv.slice(2),
]);
