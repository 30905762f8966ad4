import { css } from 'lit';

export const stepLogStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--sunken);

    --ansi-0: light-dark(#12262f, #6c8290);
    --ansi-1: light-dark(#b3261e, #ff8f85);
    --ansi-2: light-dark(#1b7045, #63c391);
    --ansi-3: light-dark(#8a5500, #e6b45c);
    --ansi-4: light-dark(#2a5ca4, #86b3ee);
    --ansi-5: light-dark(#86359a, #d79be6);
    --ansi-6: light-dark(#0a6374, #5fc0cf);
    --ansi-7: light-dark(#4b606b, #dfe8ed);
  }

  .scroller {
    flex: 1;
    min-height: 0;
    overflow: auto;
    overflow-anchor: none;
  }

  .scroller:focus-visible {
    outline-offset: -2px;
  }

  .all {
    position: relative;
    min-width: 100%;
    width: max-content;
    margin: 8px 0;
  }

  .shown {
    position: absolute;
    inset: 0 auto auto 0;
    min-width: 100%;
    font: 12.5px/20px var(--mono);
    font-variant-ligatures: none;
    tab-size: 8;
  }

  .line {
    display: flex;
    height: 20px;
    padding-right: 16px;
    white-space: pre;
  }

  .line:hover {
    background: var(--hover);
  }

  .number {
    flex: none;
    width: 52px;
    padding-right: 14px;
    color: var(--muted);
    text-align: right;
    user-select: none;
    font-variant-numeric: tabular-nums;
  }

  .line.stderr .number {
    color: var(--running);
  }

  .bold {
    font-weight: 700;
  }
  .dim {
    opacity: 0.72;
  }
  .italic {
    font-style: italic;
  }
  .underline {
    text-decoration: underline;
  }

  .foot {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 36px;
    padding: 4px 8px 4px 16px;
    border-top: 1px solid var(--line);
    color: var(--ink-soft);
    font-size: 12px;
  }

  .foot .grow {
    flex: 1;
    min-width: 0;
  }

  .follow {
    position: absolute;
    right: 16px;
    bottom: 46px;
    box-shadow: var(--shadow);
  }
`;
