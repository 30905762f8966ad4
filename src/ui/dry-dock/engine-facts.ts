/** What the page is told of its engine: how much is kept and where, and the images that come with it. */
import type { ReactiveControllerHost } from 'lit';
import type { BundledImage, Engine, StorageReport } from '../../worker/protocol.ts';
import { containerDesk } from '../model/container-desk.ts';
import { words } from '../text/words.ts';
import type { NoticeDesk } from './notice-desk.ts';

export class EngineFacts {
  report: StorageReport | undefined;
  images: readonly BundledImage[] = [];
  readonly #host: ReactiveControllerHost;
  readonly #notices: NoticeDesk;

  constructor(host: ReactiveControllerHost, notices: NoticeDesk) {
    this.#host = host;
    this.#notices = notices;
  }

  async begin(engine: Engine): Promise<void> {
    try {
      // From the start: the command line starts containers before anybody looks at them.
      containerDesk(engine);
      this.report = await engine.prepare();
      this.#host.requestUpdate();
      if (this.report.kind === 'memory') {
        const { memoryNotice, memoryReason } = words.storage;
        this.#notices.warn(`${memoryNotice}. ${memoryReason(this.report.reason)}`);
      }
      this.images = await engine.bundledImages();
    } catch (error) {
      this.#notices.warn(error instanceof Error ? error.message : words.build.noEngine);
    }
    this.#host.requestUpdate();
  }

  async measure(engine: Engine | undefined): Promise<void> {
    this.report = (await engine?.storage().catch(() => undefined)) ?? this.report;
    this.#host.requestUpdate();
  }
}
