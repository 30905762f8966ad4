/** A container that runs in the tests' image, with somebody at its terminal: types, and waits for what is shown. */
import { type ByteString, fromBytes, toBytes } from '../../src/filesystem/byte-string.ts';
import type { Container, ContainerProcess } from '../../src/sandbox/container.ts';
import type { ContainerProcessRequest, ContainerRequest } from '../../src/sandbox/container-request.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { TerminalSize } from '../../src/sandbox/terminal.ts';
import { image, makeSandbox, rootUser, searchPath } from './shell.ts';

const shared = makeSandbox();

/** What is on one terminal, and whoever sits there. */
export class Person {
  #process: ContainerProcess | undefined;
  #shown: ByteString = '';
  /** Where `sees` looks from. */
  #seen = 0;
  #waiting: (() => void) | undefined;
  /** How the last `sees` that is still waiting would fail. */
  #over: Error | undefined;

  readonly show = (bytes: Uint8Array): void => {
    this.#shown += fromBytes(bytes);
    this.#process?.taken(bytes.length);
    this.#waiting?.();
  };

  sitsAt(process: ContainerProcess): void {
    this.#process = process;
    void process.ended.then((exitCode) => {
      this.#over = new Error(`ended with ${exitCode}; shown: ${JSON.stringify(this.#shown)}`);
      this.#waiting?.();
    });
  }

  types(text: ByteString): void {
    this.#process?.input(toBytes(text));
  }

  /** Waits until the text is shown after what was seen before; gives everything shown in between. */
  async sees(text: ByteString): Promise<ByteString> {
    for (;;) {
      const at = this.#shown.indexOf(text, this.#seen);
      if (at >= 0) {
        const between = this.#shown.slice(this.#seen, at);
        this.#seen = at + text.length;
        return between;
      }
      if (this.#over !== undefined) throw this.#over;
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
  }

  get shown(): ByteString {
    return this.#shown;
  }
}

export interface Attended {
  readonly container: Container;
  readonly person: Person;
}

export const plainSize: TerminalSize = { rows: 24, columns: 80 };

type Options = Partial<Omit<ContainerRequest, 'argv' | 'attachment'>>;

const defaults = {
  root: image,
  env: [searchPath, 'HOME=/root', 'TERM=xterm', 'PS1=$ '],
  cwd: '/',
  user: rootUser,
  hostname: 'box',
};

/** Starts a program at a terminal. */
export function attend(
  argv: readonly ByteString[],
  options: Options = {},
  sandbox: Sandbox = shared,
): Attended {
  const person = new Person();
  const container = sandbox.start({
    ...defaults,
    ...options,
    argv,
    attachment: { kind: 'terminal', size: plainSize, onOutput: person.show },
  });
  person.sitsAt(container.main);
  return { container, person };
}

/** An interactive shell with a prompt, `$ `. */
export async function attendShell(options?: Options, sandbox?: Sandbox): Promise<Attended> {
  const attended = attend(['sh'], options, sandbox);
  await attended.person.sees('$ ');
  return attended;
}

/** One more process in the container, at a terminal of its own. */
export function join(
  container: Container,
  argv: readonly ByteString[],
  options: Partial<ContainerProcessRequest> = {},
): { readonly person: Person; readonly process: ContainerProcess } {
  const person = new Person();
  const { env, cwd, user } = defaults;
  const process = container.exec({
    env,
    cwd,
    user,
    ...options,
    argv,
    attachment: { kind: 'terminal', size: plainSize, onOutput: person.show },
  });
  person.sitsAt(process);
  return { person, process };
}
