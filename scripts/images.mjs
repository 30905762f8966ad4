// `npm run images`: makes the bundled base images in public/images/ anew; the same bytes on every run.
import { installDependencies, root, run } from './dependencies.mjs';

installDependencies();
run(process.execPath, ['--import', 'tsx', `${root}/scripts/images/main.ts`, ...process.argv.slice(2)]);
