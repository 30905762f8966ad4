/** Where base images come from, as the person chose it, and the file that waits to become one. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RegistrySettings } from '../../worker/protocol.ts';
import { rememberedRegistry, rememberRegistry } from '../model/registry-choice.ts';

export class RegistryDesk implements ReactiveController {
  settings: RegistrySettings = {};
  incoming: File | undefined;
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // What was chosen in this page, with its accounts, stays when the element is only moved.
    if (Object.keys(this.settings).length === 0) this.settings = rememberedRegistry();
  }

  /** What a request carries; nothing where nothing was chosen. */
  get request(): { readonly registry?: RegistrySettings } {
    return Object.keys(this.settings).length === 0 ? {} : { registry: this.settings };
  }

  change(settings: RegistrySettings): void {
    this.settings = settings;
    rememberRegistry(settings);
    this.#host.requestUpdate();
  }

  choosePlatform({ image, platform }: { readonly image: string; readonly platform: string }): void {
    this.change({ ...this.settings, platforms: { ...this.settings.platforms, [image]: platform } });
  }

  import(file: File): void {
    this.incoming = file;
    this.#host.requestUpdate();
  }
}
