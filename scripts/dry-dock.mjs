// `npm run --silent dry-dock -- build …`: the command line. Paths are taken from the folder that npm was called in.
import { installDependencies } from './dependencies.mjs';

installDependencies();
const { INIT_CWD: calledIn, npm_lifecycle_event: script } = process.env;
if (script === 'dry-dock' && calledIn !== undefined) process.chdir(calledIn);
const { register } = await import('tsx/esm/api');
register();
await import('../src/cli/main.ts');
