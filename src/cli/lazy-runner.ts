/** A `CommandRunner` that is made at the first command: a build whose steps are all cached compiles no module. */
import type { CommandRunner } from '../sandbox/run-request.ts';

export function lazyRunner(make: () => Promise<CommandRunner>): CommandRunner {
  let made: Promise<CommandRunner> | undefined;
  return {
    async run(request) {
      made ??= make();
      return (await made).run(request);
    },
  };
}
