import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RegistrySettings as Settings } from '../../worker/protocol.ts';
import { isHost, isProxy } from '../model/registry-choice.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { labelledFields } from '../theme/labelled-fields.ts';
import { registrySettingsStyles } from './registry-settings.styles.ts';

type Policy = NonNullable<Settings['policy']>;
const policies: readonly Policy[] = ['unbundled', 'always', 'never'];

/**
 * Which registries are asked, how, and as whom. What is no address is shown as such and changes nothing.
 *
 * @event registry-change - `detail` is the new settings. Bubbles.
 */
@customElement('dry-registry-settings')
export class RegistrySettings extends LitElement {
  static override styles = [controls, labelledFields, registrySettingsStyles];

  @property({ attribute: false }) settings: Settings = {};
  @state() private badProxy = false;
  @state() private badHost = '';

  override render(): TemplateResult {
    const { policy = 'unbundled', proxy = '', insecure = [] } = this.settings;
    return html`
      <h3>${words.registry.settings}</h3>
      <div class="fields">
        <div>
          <label for="policy">${words.registry.policy}</label>
          <select class="field" id="policy" aria-describedby="policy-help" @change=${this.onPolicy}>
            ${policies.map(
              (each) =>
                html`<option value=${each} ?selected=${each === policy}>${words.registry.policies[each]}</option>`,
            )}
          </select>
          <p class="help" id="policy-help">${words.registry.policyHelp}</p>
        </div>
        <div>
          <label for="proxy">${words.registry.proxy}</label>
          <input
            class="field mono"
            id="proxy"
            inputmode="url"
            autocomplete="off"
            spellcheck="false"
            placeholder=${words.registry.proxyPlaceholder}
            aria-describedby="proxy-help"
            aria-invalid=${this.badProxy ? 'true' : 'false'}
            .value=${proxy}
            @change=${this.onProxy}
          />
          <p class="help ${this.badProxy ? 'bad' : ''}" id="proxy-help">
            ${this.badProxy ? words.registry.badProxy : words.registry.proxyHelp}
          </p>
        </div>
        <div>
          <label for="insecure">${words.registry.insecure}</label>
          <input
            class="field mono"
            id="insecure"
            autocomplete="off"
            spellcheck="false"
            placeholder=${words.registry.insecurePlaceholder}
            aria-describedby="insecure-help"
            aria-invalid=${this.badHost === '' ? 'false' : 'true'}
            .value=${insecure.join(' ')}
            @change=${this.onInsecure}
          />
          <p class="help ${this.badHost === '' ? '' : 'bad'}" id="insecure-help">
            ${this.badHost === '' ? words.registry.insecureHelp : words.registry.badHost(this.badHost)}
          </p>
        </div>
      </div>
      ${this.accounts()} ${this.platforms()}
    `;
  }

  private accounts(): TemplateResult {
    const accounts = Object.entries(this.settings.credentials ?? {});
    return html`<h4>${words.registry.accounts}</h4>
      <p class="help">${words.registry.accountsHelp}</p>
      ${
        accounts.length === 0
          ? html`<p class="help">${words.registry.accountsNone}</p>`
          : html`<ul aria-label=${words.registry.accounts}>
            ${accounts.map(
              ([host, { username }]) => html`<li>
                <span><span class="mono">${host}</span>: ${username}</span>
                <button
                  type="button"
                  class="button small"
                  aria-label=${words.registry.remove(host)}
                  @click=${() => this.setAccounts(accounts.filter(([other]) => other !== host))}
                >
                  ${words.registry.forget}
                </button>
              </li>`,
            )}
          </ul>`
      }
      <form autocomplete="off" @submit=${this.onAccount}>
        <div>
          <label for="registry">${words.registry.registry}</label>
          <input class="field mono" id="registry" name="registry" spellcheck="false" placeholder=${words.registry.registryPlaceholder} />
        </div>
        <div>
          <label for="user">${words.registry.user}</label>
          <input class="field" id="user" name="user" autocomplete="off" spellcheck="false" />
        </div>
        <div>
          <label for="password">${words.registry.password}</label>
          <input class="field" id="password" name="password" type="password" autocomplete="off" />
        </div>
        <button type="submit" class="button">${words.registry.add}</button>
      </form>`;
  }

  private platforms(): TemplateResult | typeof nothing {
    const chosen = Object.entries(this.settings.platforms ?? {});
    if (chosen.length === 0) return nothing;
    return html`<h4>${words.registry.platforms}</h4>
      <ul aria-label=${words.registry.platforms}>
        ${chosen.map(
          ([image, platform]) => html`<li>
            <span class="mono">${words.registry.platformOf(image, platform)}</span>
            <button
              type="button"
              class="button small"
              aria-label=${words.registry.platformForget(image)}
              @click=${() =>
                this.change({ platforms: Object.fromEntries(chosen.filter(([other]) => other !== image)) })}
            >
              ${words.registry.forget}
            </button>
          </li>`,
        )}
      </ul>`;
  }

  private onPolicy(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    const policy = policies.find((each) => each === value);
    if (policy !== undefined) this.change({ policy });
  }

  private onProxy(event: Event): void {
    const proxy = (event.target as HTMLInputElement).value.trim();
    this.badProxy = proxy !== '' && !isProxy(proxy);
    if (!this.badProxy) this.change({ proxy });
  }

  private onInsecure(event: Event): void {
    const hosts = (event.target as HTMLInputElement).value.split(/[\s,]+/).filter((host) => host !== '');
    this.badHost = hosts.find((host) => !isHost(host)) ?? '';
    if (this.badHost === '') this.change({ insecure: hosts });
  }

  private onAccount(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const text = (name: string): string => String(new FormData(form).get(name) ?? '').trim();
    const host = text('registry') || 'docker.io';
    const [username, password] = [text('user'), text('password')];
    if (username === '' || password === '' || !isHost(host)) return;
    form.reset();
    this.setAccounts([
      ...Object.entries(this.settings.credentials ?? {}).filter(([other]) => other !== host),
      [host, { username, password }],
    ]);
  }

  private setAccounts(
    accounts: readonly (readonly [string, { readonly username: string; readonly password: string }])[],
  ): void {
    this.change({ credentials: Object.fromEntries(accounts) });
  }

  /** What is empty is as if it had never been said. */
  private change(change: Settings): void {
    const { proxy, insecure, ...rest } = { ...this.settings, ...change };
    const detail: Settings = {
      ...rest,
      ...(proxy === undefined || proxy === '' ? {} : { proxy }),
      ...(insecure === undefined || insecure.length === 0 ? {} : { insecure }),
    };
    this.dispatchEvent(new CustomEvent('registry-change', { detail, bubbles: true, composed: true }));
  }
}
