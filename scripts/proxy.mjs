// `npm run proxy`: a CORS proxy for registries on this machine; `-- --help` says more, and docs/proxy.md.
import { installDependencies } from './dependencies.mjs';

installDependencies();
const { register } = await import('tsx/esm/api');
register();
const { startProxy } = await import('../proxy/main.ts');
try {
  startProxy(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
