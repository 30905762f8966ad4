import { css } from 'lit';

export const sizeMapStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    padding: 8px 12px 10px;
    font-size: 12.5px;
  }

  .way {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 5px;
    min-height: 26px;
  }

  .way .slash,
  .way .bytes {
    color: var(--ink-soft);
  }

  .way .bytes {
    margin-left: 8px;
    font-variant-numeric: tabular-nums;
  }

  [aria-current] {
    font-weight: 600;
  }

  .map {
    position: relative;
    flex: 1;
    min-height: 200px;
    overflow: hidden;
    border-radius: var(--radius-small);
    background: var(--sunken);
  }

  .area {
    position: absolute;
    display: flex;
    flex-wrap: wrap;
    align-content: flex-start;
    gap: 0 6px;
    padding: 1px 5px;
    overflow: hidden;
    border: 1px solid color-mix(in oklab, var(--ink), transparent 78%);
    border-radius: 2px;
    background: color-mix(in oklab, var(--cached), var(--surface) 72%);
    color: var(--ink);
    font-size: 12px;
    line-height: 15px;
    text-align: left;
    cursor: default;
  }

  .area.directory {
    background: color-mix(in oklab, var(--accent), var(--surface) 78%);
    cursor: zoom-in;
  }

  .area.depth-1 {
    background: color-mix(in oklab, var(--cached), var(--surface) 80%);
  }

  .area.depth-1.directory {
    background: color-mix(in oklab, var(--accent), var(--surface) 66%);
  }

  .area.file {
    cursor: pointer;
  }

  .area.added {
    box-shadow: inset 3px 0 var(--done);
  }

  .area.changed {
    box-shadow: inset 3px 0 var(--running);
  }

  .area:hover {
    border-color: var(--ink);
  }

  .area:focus-visible {
    z-index: 1;
    outline-offset: -2px;
  }

  .name {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .area .bytes {
    color: var(--ink-soft);
    white-space: nowrap;
  }

  .help {
    margin-top: 6px;
    color: var(--ink-soft);
    font-size: 12px;
  }
`;
