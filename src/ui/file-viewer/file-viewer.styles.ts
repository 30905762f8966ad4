import { css } from 'lit';

export const fileViewerStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    background: var(--sunken);
  }

  header {
    display: flex;
    align-items: flex-start;
    gap: 8px;
    padding: 7px 12px 4px;
    font-size: 12px;
  }

  header > div {
    flex: 1;
    min-width: 0;
  }

  .path {
    font-family: var(--mono);
    font-size: 12.5px;
    overflow-wrap: anywhere;
  }

  .facts {
    display: flex;
    flex-wrap: wrap;
    column-gap: 12px;
    color: var(--ink-soft);
  }

  .views {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px;
    padding: 0 8px;
    border-bottom: 1px solid var(--line);
  }

  .view {
    min-height: 28px;
    padding: 0 8px;
    border: 0;
    border-bottom: 2px solid transparent;
    background: none;
    color: var(--ink-soft);
    font-size: 12px;
    cursor: pointer;
  }

  .view:hover {
    color: var(--ink);
  }

  .view[aria-pressed='true'] {
    border-bottom-color: var(--accent);
    color: var(--ink);
    font-weight: 600;
  }

  .view:focus-visible {
    outline-offset: -2px;
  }

  dry-virtual-lines,
  dry-file-origin,
  dry-file-changes {
    flex: 1;
    min-height: 0;
  }

  .note {
    padding: 12px;
    color: var(--ink-soft);
    font-size: 12.5px;
  }

  .picture {
    display: grid;
    flex: 1;
    place-items: center;
    min-height: 0;
    padding: 16px;
    overflow: auto;
    background:
      repeating-conic-gradient(light-dark(#e9eef0, #14212b) 0 25%, transparent 0 50%) 0 0 / 16px 16px,
      var(--surface);
  }

  .picture img {
    max-width: 100%;
    max-height: 100%;
    image-rendering: auto;
  }
`;
