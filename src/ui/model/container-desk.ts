/**
 * The containers of an engine as the page knows them, and what their terminals have shown so far: it lasts while the
 * area comes and goes.
 */
import type { ContainerInfo, ContainerNews, Engine } from '../../worker/protocol.ts';

/** Bytes of a terminal's past that are kept to be shown again. */
const longestPast = 1 << 20;

/** Shows output; calls back when it is shown. */
export type Screen = (bytes: Uint8Array, onShown: () => void) => void;

interface Past {
  readonly pieces: Uint8Array[];
  bytes: number;
  screen: Screen | undefined;
}

const desks = new WeakMap<Engine, ContainerDesk>();

/** The one desk of an engine. */
export function containerDesk(engine: Engine): ContainerDesk {
  let desk = desks.get(engine);
  if (desk === undefined) {
    desk = new ContainerDesk(engine);
    desks.set(engine, desk);
  }
  return desk;
}

export class ContainerDesk extends EventTarget {
  readonly #engine: Engine;
  readonly #pasts = new Map<string, Past>();
  #containers: readonly ContainerInfo[] = [];
  #areLost = false;

  constructor(engine: Engine) {
    super();
    this.#engine = engine;
    engine.watchContainers((news) => this.#take(news));
  }

  /** The newest first. */
  get containers(): readonly ContainerInfo[] {
    return this.#containers;
  }

  /** The last containers had to be ended, all together. */
  get areLost(): boolean {
    return this.#areLost;
  }

  /** Shows what a terminal has shown so far (`replay`), and then all that comes; the answer ends it. */
  show(attachment: string, replay: (bytes: Uint8Array) => void, screen: Screen): () => void {
    const past = this.#past(attachment);
    for (const piece of past.pieces) replay(piece);
    past.screen = screen;
    return () => {
      if (past.screen === screen) past.screen = undefined;
    };
  }

  #past(attachment: string): Past {
    let past = this.#pasts.get(attachment);
    if (past === undefined) {
      past = { pieces: [], bytes: 0, screen: undefined };
      this.#pasts.set(attachment, past);
    }
    return past;
  }

  #take(news: ContainerNews): void {
    switch (news.type) {
      case 'output':
        this.#takeOutput(news.attachment, news.bytes);
        return;
      case 'changed': {
        const { container } = news;
        const known = this.#containers.some(({ id }) => id === container.id);
        this.#containers = known
          ? this.#containers.map((each) => (each.id === container.id ? container : each))
          : [container, ...this.#containers];
        this.#areLost = false;
        break;
      }
      case 'removed': {
        const gone = this.#containers.find(({ id }) => id === news.id);
        for (const { id } of gone?.attachments ?? []) this.#pasts.delete(id);
        this.#containers = this.#containers.filter(({ id }) => id !== news.id);
        break;
      }
      case 'lost':
        this.#areLost = this.#containers.length > 0;
        this.#containers = [];
        this.#pasts.clear();
    }
    this.dispatchEvent(new Event('change'));
  }

  #takeOutput(attachment: string, bytes: Uint8Array): void {
    const past = this.#past(attachment);
    past.pieces.push(bytes);
    past.bytes += bytes.length;
    while (past.bytes > longestPast && past.pieces.length > 1) {
      past.bytes -= past.pieces.shift()?.length ?? 0;
    }
    const onShown = (): void => {
      this.#engine.outputShown(attachment, bytes.length).catch(() => undefined);
    };
    if (past.screen === undefined) onShown();
    else past.screen(bytes, onShown);
  }
}
