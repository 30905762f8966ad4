// `npm start`: everything a fresh clone needs, then the app with its address. Arguments go to Vite (`-- --port 8080`).
import { installDependencies, program, run } from './dependencies.mjs';

installDependencies();
run(program('vite'), process.argv.slice(2));
