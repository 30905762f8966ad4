import { FitAddon } from '@xterm/addon-fit';
import { type ITheme, Terminal } from '@xterm/xterm';
import xtermStyles from '@xterm/xterm/css/xterm.css?inline';
import { css, html, LitElement, type TemplateResult, unsafeCSS } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Engine } from '../../worker/protocol.ts';
import { containerDesk } from '../model/container-desk.ts';

/** A terminal of a container: what it shows, what is typed, and its size. */
@customElement('dry-terminal-pane')
export class TerminalPane extends LitElement {
  static override styles = [
    unsafeCSS(xtermStyles),
    css`
      :host {
        display: block;
        position: relative;
        min-height: 0;
        background: var(--sunken);
      }

      .screen {
        position: absolute;
        inset: 6px 0 0 8px;
        overflow: hidden;
      }
    `,
  ];

  @property({ attribute: false }) engine: Engine | undefined;
  /** Id of the terminal, or of the streams. */
  @property({ attribute: false }) attachment = '';
  /** A real terminal, not just streams: then the program says where lines begin. */
  @property({ type: Boolean }) tty = true;
  /** Read to people who look at no screen. */
  @property({ attribute: false }) label = '';
  @query('.screen') private readonly screen!: HTMLElement | null;

  private terminal: Terminal | undefined;
  private readonly fit = new FitAddon();
  private leave: (() => void) | undefined;
  private readonly observer = new ResizeObserver(() => this.fitToSize());
  private readonly scheme = matchMedia('(prefers-color-scheme: dark)');
  private readonly recolour = () =>
    this.terminal && Object.assign(this.terminal.options, { theme: this.theme() });

  override render(): TemplateResult {
    return html`<div class="screen"></div>`;
  }

  override firstUpdated(): void {
    this.begin();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.scheme.addEventListener('change', this.recolour);
    if (this.hasUpdated) this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.scheme.removeEventListener('change', this.recolour);
    this.observer.disconnect();
    this.leave?.();
    this.terminal?.dispose();
    this.terminal = undefined;
  }

  override focus(): void {
    this.terminal?.focus();
  }

  private begin(): void {
    const { engine, attachment, screen } = this;
    if (engine === undefined || screen === null || this.terminal !== undefined) return;
    const terminal = new Terminal({
      convertEol: !this.tty,
      cursorBlink: false,
      fontFamily: getComputedStyle(this).getPropertyValue('--mono') || 'monospace',
      fontSize: 13,
      screenReaderMode: true,
      scrollback: 5000,
      theme: this.theme(),
    });
    this.terminal = terminal;
    terminal.loadAddon(this.fit);
    terminal.open(screen);
    this.allowStyles(screen);
    terminal.textarea?.setAttribute('aria-label', this.label);
    // The page's own key to the next of its parts: a terminal takes Tab for itself.
    terminal.attachCustomKeyEventHandler((event) => event.key !== 'F6');
    // Programs ask the terminal questions; those of its past have their answers.
    let replayed = true;
    const send = (text: string): void => {
      if (replayed) engine.sendInput(attachment, new TextEncoder().encode(text)).catch(() => undefined);
    };
    terminal.onData(send);
    terminal.onBinary((text) =>
      engine
        .sendInput(
          attachment,
          Uint8Array.from(text, (char) => char.charCodeAt(0)),
        )
        .catch(() => undefined),
    );
    terminal.onResize(({ rows, cols }) => {
      engine.resizeTerminal(attachment, { rows, columns: cols }).catch(() => undefined);
    });
    this.leave = containerDesk(engine).show(
      attachment,
      (bytes) => {
        replayed = false;
        terminal.write(bytes, () => {
          replayed = true;
        });
      },
      (bytes, onShown) => terminal.write(bytes, onShown),
    );
    this.observer.observe(this);
    this.fitToSize();
    terminal.focus();
  }

  private fitToSize(): void {
    if (this.offsetParent !== null && this.clientWidth > 0) this.fit.fit();
  }

  /**
   * xterm puts `<style>` elements beside its screen, which a page with a strict policy refuses. What they say goes into
   * sheets of this element, which every policy allows.
   */
  private allowStyles(screen: HTMLElement): void {
    const root = this.shadowRoot;
    if (root === null) return;
    const own = new CSSStyleSheet();
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, own];
    const copy = () => {
      const texts = [...screen.querySelectorAll('style')].map(({ textContent }) => textContent ?? '');
      own.replaceSync(texts.join('\n'));
    };
    copy();
    new MutationObserver(copy).observe(screen, { childList: true, subtree: true, characterData: true });
  }

  private theme(): ITheme {
    const colour = (name: string): string => {
      const probe = document.createElement('span');
      probe.style.color = `var(${name})`;
      this.shadowRoot?.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    };
    const [background, foreground] = [colour('--sunken'), colour('--ink')];
    return {
      background,
      foreground,
      cursor: colour('--accent'),
      cursorAccent: background,
      selectionBackground: colour('--accent-wash'),
      black: colour('--ink'),
      red: colour('--failed'),
      green: colour('--done'),
      yellow: colour('--running'),
      blue: colour('--cached'),
      magenta: colour('--running'),
      cyan: colour('--accent'),
      white: colour('--ink-soft'),
      brightBlack: colour('--muted'),
      brightRed: colour('--failed'),
      brightGreen: colour('--done'),
      brightYellow: colour('--running'),
      brightBlue: colour('--cached'),
      brightMagenta: colour('--running'),
      brightCyan: colour('--accent'),
      brightWhite: colour('--ink'),
    };
  }
}
