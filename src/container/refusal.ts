/** A container or a process in it that can't be had: Docker's own words for it, and the exit code of the command. */
import type { RunProblem, RunStartError } from '../sandbox/run-request.ts';

export class ContainerRefusal extends Error {
  override readonly name = 'ContainerRefusal';
  /** What `docker run` or `docker exec` would have ended with. */
  readonly exitCode: number;
  /** What lies behind it, when it lies in this sandbox. */
  readonly problem: RunProblem | undefined;

  constructor(message: string, exitCode: number, problem?: RunProblem) {
    super(message);
    this.exitCode = exitCode;
    this.problem = problem;
  }
}

/** What the daemon refuses before anything is made: exit code 125. */
export function refused(message: string): ContainerRefusal {
  return new ContainerRefusal(`docker: Error response from daemon: ${message}`, 125);
}

/** What the command line itself refuses. */
export function wrongUsage(message: string): ContainerRefusal {
  return new ContainerRefusal(message, 125);
}

/** The first process of a container that did not start, in the words of Docker 28.5.2 with runc 1.3. */
export function runRefusal({ message, exitCode, problem }: RunStartError): ContainerRefusal {
  // This one the new process says itself, so that it is the container's output.
  if (exitCode === 255) return new ContainerRefusal(message, exitCode, problem);
  return new ContainerRefusal(
    'docker: Error response from daemon: failed to create task for container: failed to create shim task: ' +
      'OCI runtime create failed: runc create failed: unable to start container process: ' +
      `error during container init: ${message}`,
    exitCode,
    problem,
  );
}

/** The same for `docker exec`. */
export function execRefusal({ message, exitCode, problem }: RunStartError): ContainerRefusal {
  if (exitCode === 255) return new ContainerRefusal(message, exitCode, problem);
  return new ContainerRefusal(
    `OCI runtime exec failed: exec failed: unable to start container process: ${message}`,
    exitCode === 125 ? 126 : exitCode,
    problem,
  );
}
