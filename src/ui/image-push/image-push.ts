import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type {
  Engine,
  PushedBlob,
  PushOutcome,
  RegistrySettings,
  TransferProgress,
} from '../../worker/protocol.ts';
import { formatBytes, shortDigest } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';

/** Pushes the built image: where to, as whom, how far it is, and which way each of its blobs went. */
@customElement('dry-image-push')
export class ImagePush extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        font-size: 13px;
        line-height: 1.5;
      }

      form {
        display: grid;
        grid-template-columns: minmax(0, 5fr) minmax(0, 3fr) minmax(0, 4fr) auto;
        gap: 4px 10px;
        align-items: end;
        margin-top: 10px;
      }

      @container (max-width: 560px) {
        form {
          grid-template-columns: minmax(0, 1fr);
        }
      }

      label {
        display: block;
        margin-bottom: 2px;
        font-weight: 600;
      }

      .help {
        margin-top: 4px;
        color: var(--ink-soft);
        font-size: 12px;
      }

      .state {
        margin-top: 10px;
        overflow-wrap: anywhere;
      }

      .state progress {
        margin: 6px 0;
      }

      .failed {
        color: var(--failed);
      }

      .message {
        font: 600 12.5px var(--mono);
        white-space: pre-line;
      }

      table {
        margin-top: 8px;
        border-collapse: collapse;
        font-size: 12.5px;
      }

      caption {
        text-align: left;
        font-weight: 600;
      }

      td {
        padding: 3px 14px 3px 0;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) registry: RegistrySettings = {};
  /** Name of the image, if it has one. */
  @property({ attribute: false }) tag = '';

  @state() private running: string | undefined;
  @state() private progress: TransferProgress | undefined;
  @state() private outcome: PushOutcome | undefined;
  private stop = new AbortController();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop.abort();
  }

  override render(): TemplateResult {
    const running = this.running !== undefined;
    return html`
      <form @submit=${this.onSubmit} aria-label=${words.push.title}>
        <div>
          <label for="name">${words.push.name}</label>
          <input
            class="field mono"
            id="name"
            name="name"
            required
            autocomplete="off"
            spellcheck="false"
            placeholder=${words.push.namePlaceholder}
            aria-describedby="name-help"
            .value=${this.tag}
          />
        </div>
        <div>
          <label for="user">${words.push.user}</label>
          <input class="field" id="user" name="user" autocomplete="off" spellcheck="false" aria-describedby="credentials-help" />
        </div>
        <div>
          <label for="password">${words.push.password}</label>
          <input class="field" id="password" name="password" type="password" autocomplete="off" aria-describedby="credentials-help" />
        </div>
        ${
          running
            ? html`<button type="button" class="button" @click=${() => this.stop.abort()}>${words.push.stop}</button>`
            : html`<button type="submit" class="button">${icons.upload}${words.push.start}</button>`
        }
      </form>
      <p class="help" id="name-help">${words.push.nameHelp}</p>
      <p class="help" id="credentials-help">${words.push.credentialsHelp}</p>
      <div class="state" role="status" aria-live="polite">${this.status()}</div>
      ${this.blobs()}
    `;
  }

  private status(): TemplateResult | typeof nothing {
    const { running, progress, outcome } = this;
    if (running !== undefined) {
      const { current = 0, total = 0 } = progress ?? {};
      return html`${words.push.running(running)}
        ${
          total === 0
            ? html`<progress aria-label=${words.push.running(running)}></progress>`
            : html`<progress aria-label=${words.push.running(running)} max=${total} .value=${current}></progress>
              <span class="help">${words.push.progress(current, total)}</span>`
        }`;
    }
    switch (outcome?.outcome) {
      case undefined:
        return nothing;
      case 'pushed':
        return html`<p>${words.push.pushed(outcome.name)}</p>
          <p>${words.push.digest} <span class="mono digest">${outcome.digest}</span></p>`;
      case 'cancelled':
        return html`<p>${words.push.stopped}</p>`;
      case 'failed':
        return html`<div class="failed" data-code=${outcome.code}>
          <p class="message">${outcome.message}</p>
          <p>${outcome.explanation}</p>
        </div>`;
    }
  }

  private blobs(): TemplateResult | typeof nothing {
    const { outcome } = this;
    const blobs = outcome?.outcome === 'pushed' ? outcome.blobs : (this.progress?.blobs ?? []);
    if (blobs.length === 0 || outcome?.outcome === 'cancelled') return nothing;
    return html`<table>
      <caption>
        ${words.push.blobs}
      </caption>
      ${blobs.map(
        (blob) => html`<tr>
          <td class="mono" title=${blob.digest}>${shortDigest(blob.digest)}</td>
          <td>${formatBytes(blob.size)}</td>
          <td>${fate(blob)}</td>
        </tr>`,
      )}
    </table>`;
  }

  private onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(form.get(name) ?? '').trim();
    const name = text('name');
    if (name !== '') void this.push(name, { username: text('user'), password: text('password') });
  }

  private async push(
    name: string,
    credentials: { readonly username: string; readonly password: string },
  ): Promise<void> {
    const { engine } = this;
    if (!engine || this.running !== undefined) return;
    this.stop = new AbortController();
    this.running = name;
    this.progress = undefined;
    this.outcome = undefined;
    try {
      this.outcome = await engine.pushImage(
        { name, registry: this.registry, ...(credentials.username === '' ? {} : { credentials }) },
        {
          signal: this.stop.signal,
          onProgress: (progress) => {
            this.progress = progress;
          },
        },
      );
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.outcome = { outcome: 'failed', code: 'engine', message, explanation: '' };
    }
    this.running = undefined;
  }
}

function fate({ outcome, way, sent, size }: PushedBlob): string {
  if (outcome === undefined) return sent === 0 ? words.push.waiting : words.push.sending(sent, size);
  const what = words.push.outcome[outcome];
  return outcome === 'sent' && way !== undefined ? `${what} ${words.push.way[way]}` : what;
}
