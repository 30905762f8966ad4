/** `dry-dock build --check`: what a build would warn of. Results go to standard output, as Docker's do. */

import { join } from 'node:path';
import { checkBuild } from '../build/check-build.ts';
import { adviseOn } from '../dockerfile/checks/teaching.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { BuildOptions } from './arguments.ts';
import { adviceText, checkErrorText, checkJson, warningsText } from './check-text.ts';
import type { Host } from './host.ts';
import { openBuild } from './open-build.ts';

/** The exit code: 0 when there is nothing to mend, else 1. */
export async function checkCommand(options: BuildOptions, host: Host): Promise<number> {
  const { source, baseImages, progress, engine } = await openBuild(options, host);
  const { warnings, error } = await checkBuild(engine, { baseImages });
  progress.show({ type: 'end' });
  const { format, ignoreStatus } = options.call;
  const out = (text: string) => void host.standardOutput.write(text);
  const text = source.dockerfile;
  const advice = options.advice && error === undefined ? adviseOn(parseDockerfile(text)) : [];
  if (format === 'json') {
    out(checkJson(warnings, error, { text, path: source.dockerfileName }));
    return (error !== undefined || warnings.length > 0) && !ignoreStatus ? 1 : 0;
  }
  const shown = { text, path: pathOf(options, source.dockerfileName) };
  out(warningsText(warnings, shown));
  if (error !== undefined) {
    if (warnings.length > 0) out('\n');
    const explanation = error.explanation === '' ? '' : `${error.explanation}\n`;
    host.standardError.write(`${checkErrorText(error, shown)}${explanation}`);
    return 1;
  }
  if (warnings.length === 0) out('Check complete, no warnings found.\n');
  out(adviceText(advice, shown));
  return warnings.length > 0 && !ignoreStatus ? 1 : 0;
}

/** As buildx prints it: the context's path and the file's name, or what -f says. */
function pathOf({ context, file }: BuildOptions, name: string): string {
  if (file !== undefined && file !== '-') return file;
  return context === '-' || file === '-' ? name : join(context, name);
}
