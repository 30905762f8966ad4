/** The variables of a process in a container (moby: container/container.go `CreateDaemonEnvironment`; runc adds HOME). */
import { defaultPath } from '../build/stage-state.ts';
import { wrongUsage } from './refusal.ts';

/**
 * `-e` and the like over the image's variables; the order is that in which names first come.
 * @throws {ContainerRefusal} for a variable without a name.
 */
export function withVariables(env: readonly string[], options: readonly string[]): readonly string[] {
  const variables = new Map(env.map((entry) => [nameOf(entry), entry]));
  for (const option of options) {
    const name = nameOf(option);
    if (name === '') {
      throw wrongUsage(
        `invalid argument "${option}" for "-e, --env" flag: invalid environment variable: ${option}`,
      );
    }
    // Without `=` the value is the one of the shell that docker was started from; here is none.
    if (option.includes('=')) variables.set(name, option);
    else variables.delete(name);
  }
  return [...variables.values()];
}

/** What the runtime puts around the container's own variables. */
export function processEnvironment(
  own: readonly string[],
  around: { readonly hostname: string; readonly tty: boolean; readonly home: string },
): readonly string[] {
  const base = [`PATH=${defaultPath}`, `HOSTNAME=${around.hostname}`, ...(around.tty ? ['TERM=xterm'] : [])];
  const all = withVariables(
    base,
    own.filter((entry) => nameOf(entry) !== ''),
  );
  return all.some((entry) => nameOf(entry) === 'HOME') ? all : [...all, `HOME=${around.home}`];
}

function nameOf(entry: string): string {
  const equals = entry.indexOf('=');
  return equals < 0 ? entry : entry.slice(0, equals);
}
