/** The engine that an element makes for itself when its page gives it none, and ends when it leaves the page. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Engine } from '../../worker/protocol.ts';

export type DisposableEngine = Engine & { dispose(): void };

interface EngineHost extends ReactiveControllerHost {
  readonly isConnected: boolean;
  engine: Engine | undefined;
}

export class OwnEngine implements ReactiveController {
  readonly #host: EngineHost;
  /** Resolves when nothing is unsaved any more. */
  readonly #settled: () => Promise<void>;
  #own: DisposableEngine | undefined;

  constructor(host: EngineHost, settled: () => Promise<void>) {
    this.#host = host;
    this.#settled = settled;
    host.addController(this);
  }

  /** Makes an engine, unless there is one. */
  make(create: (() => DisposableEngine) | undefined): void {
    if (this.#host.engine || !create) return;
    this.#own = create();
    this.#host.engine = this.#own;
  }

  hostDisconnected(): void {
    void this.#letGo();
  }

  /** An element that was only moved is in the page again by now, and keeps its engine. */
  async #letGo(): Promise<void> {
    await this.#settled();
    const own = this.#own;
    if (this.#host.isConnected || !own) return;
    own.dispose();
    if (this.#host.engine === own) this.#host.engine = undefined;
    this.#own = undefined;
  }
}
