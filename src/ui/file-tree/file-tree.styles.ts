import { css } from 'lit';

export const fileTreeStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
    container-type: inline-size;
  }

  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 8px;
    padding: 8px 12px;
    border-bottom: 1px solid var(--line);
    font-size: 12px;
  }

  .tools .field {
    flex: 1 1 90px;
    width: auto;
    min-width: 90px;
    max-width: 260px;
    min-height: 28px;
    padding: 2px 8px;
  }

  .tools select,
  .tools ::slotted(select) {
    min-height: 28px;
    padding: 2px 6px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: var(--surface);
    font-size: 12.5px;
  }

  .tools .total {
    margin-left: auto;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }

  .kinds {
    display: flex;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    overflow: hidden;
  }

  .kind {
    position: relative;
    width: 26px;
    min-height: 26px;
    padding: 0;
    border: 0;
    background: var(--surface);
    color: var(--muted);
    font: 700 13px var(--mono);
    cursor: pointer;
  }

  .kind + .kind {
    border-left: 1px solid var(--line);
  }

  .kind[aria-pressed='true'] {
    background: var(--accent-wash);
    color: var(--ink);
  }

  .kind.added[aria-pressed='true'] {
    color: var(--done);
  }

  .kind.changed[aria-pressed='true'] {
    color: var(--running);
  }

  .kind.deleted[aria-pressed='true'] {
    color: var(--failed);
  }

  .kind:focus-visible {
    outline-offset: -2px;
  }

  .tree {
    min-height: 0;
    overflow: auto;
    overflow-anchor: none;
  }

  .tree:focus-visible {
    outline-offset: -2px;
  }

  .all {
    position: relative;
    min-width: 0;
  }

  .row {
    position: absolute;
    inset: 0 0 auto;
    display: grid;
    grid-template-columns: 18px minmax(0, 1fr) 86px 48px 64px;
    align-items: center;
    gap: 6px;
    height: 26px;
    padding: 0 12px 0 8px;
    font-size: 12.5px;
    white-space: nowrap;
    cursor: default;
  }

  .row:hover {
    background: var(--hover);
  }

  .row.active {
    background: var(--accent-wash);
  }

  .row .mark {
    font-family: var(--mono);
    font-weight: 700;
    text-align: center;
  }

  .added .mark {
    color: var(--done);
  }
  .changed .mark {
    color: var(--running);
  }
  .deleted .mark,
  .deleted .name {
    color: var(--failed);
  }
  .deleted .label {
    text-decoration: line-through;
  }
  .unchanged {
    color: var(--ink-soft);
  }

  .name {
    display: flex;
    align-items: center;
    gap: 5px;
    min-width: 0;
  }

  .name svg.icon {
    color: var(--muted);
  }

  .name .twist {
    width: 12px;
    height: 12px;
    transition: rotate 0.12s;
  }

  .open .twist {
    rotate: 90deg;
  }

  .name .gap {
    flex: none;
    width: 12px;
  }

  .label {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .target {
    color: var(--ink-soft);
    text-decoration: none;
  }

  .mode,
  .owner,
  .size {
    color: var(--ink-soft);
    font-family: var(--mono);
    font-size: 12px;
    text-align: right;
  }

  .row.way {
    color: var(--ink-soft);
  }

  mark {
    border-radius: 2px;
    background: color-mix(in oklab, var(--running), transparent 70%);
    color: inherit;
  }

  @container (max-width: 560px) {
    .row {
      grid-template-columns: 18px minmax(0, 1fr) 84px 40px 62px;
    }
  }

  /* Names first: whose a file is stands in its viewer. */
  @container (max-width: 440px) {
    .row {
      grid-template-columns: 18px minmax(0, 1fr) 84px 62px;
    }

    .owner {
      display: none;
    }
  }

  @container (max-width: 300px) {
    .row {
      grid-template-columns: 18px minmax(0, 1fr) 62px;
    }

    .mode {
      display: none;
    }
  }
`;
