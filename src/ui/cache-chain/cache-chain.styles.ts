import { css } from 'lit';

export const cacheChainStyles = css`
  :host {
    display: block;
    overflow: auto;
    padding: 14px 16px 20px;
    font-size: 13px;
    line-height: 1.5;
  }

  ol {
    display: flex;
    padding: 2px 2px 8px;
    overflow-x: auto;
  }

  ol li {
    position: relative;
    flex: none;
    padding-right: 26px;
  }

  /* The link to the next lock of the chain. */
  ol li:not(:last-child)::after {
    position: absolute;
    top: 27px;
    right: 3px;
    width: 20px;
    height: 8px;
    border: 2px solid var(--line-strong);
    border-radius: 5px;
    content: '';
  }

  ol li:last-child {
    padding-right: 0;
  }

  button {
    display: grid;
    justify-items: center;
    gap: 1px;
    width: 104px;
    padding: 7px 4px 6px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    cursor: pointer;
  }

  button:hover {
    border-color: var(--line-strong);
  }

  button[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-wash);
    box-shadow: inset 0 0 0 1px var(--accent);
  }

  [data-lock] {
    --tone: var(--muted);
  }
  [data-lock='fits'] {
    --tone: var(--cached);
  }
  [data-lock='first'] {
    --tone: var(--failed);
  }
  [data-lock='broken'] {
    --tone: var(--running);
  }

  [data-lock='first'] button {
    border: 2px solid var(--tone);
    padding: 6px 3px 5px;
  }

  button svg.icon {
    width: 22px;
    height: 22px;
    color: var(--tone);
  }

  .name {
    font: 700 12px var(--mono);
  }

  .digest {
    color: var(--ink-soft);
    font: 11.5px var(--mono);
  }

  .state {
    color: var(--tone);
    font-size: 11.5px;
    font-weight: 600;
  }

  .help,
  .none {
    max-width: 84ch;
    margin-top: 6px;
    color: var(--ink-soft);
    font-size: 12.5px;
  }

  section {
    margin-top: 12px;
  }

  h3 {
    font-size: 13px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  dl {
    margin-top: 6px;
    border-top: 1px solid var(--line);
  }

  dl div {
    display: grid;
    grid-template-columns: 176px minmax(0, 1fr);
    gap: 12px;
    padding: 5px 8px;
    border-bottom: 1px solid var(--line);
  }

  dl div.changed {
    background: var(--running-wash);
    box-shadow: inset 3px 0 0 var(--running);
  }

  dt {
    color: var(--ink-soft);
  }

  dt b {
    color: var(--running);
    font-weight: 600;
  }

  dd {
    min-width: 0;
    overflow-wrap: anywhere;
  }

  code {
    font: 12.5px/1.5 var(--mono);
    white-space: pre-wrap;
  }

  @container (max-width: 480px) {
    dl div {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
  }
`;
