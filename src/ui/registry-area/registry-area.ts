import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DockState } from '../model/dock-state.ts';
import { controls } from '../theme/controls.ts';
import '../image-import/image-import.ts';
import '../registry-settings/registry-settings.ts';

/** Where base images come from: files, and registries. */
@customElement('dry-registry-area')
export class RegistryArea extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        padding: 16px;
        overflow: auto;
        background: var(--surface);
      }

      dry-registry-settings {
        margin-top: 28px;
      }
    `,
  ];

  @property({ attribute: false }) dock: DockState | undefined;

  override render(): TemplateResult {
    const { engine, incoming, registry = {} } = this.dock ?? {};
    return html`<dry-image-import .engine=${engine} .incoming=${incoming}></dry-image-import>
      <dry-registry-settings .settings=${registry}></dry-registry-settings>`;
  }
}
