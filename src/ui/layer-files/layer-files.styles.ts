import { css } from 'lit';

export const layerFilesStyles = css`
  :host {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
    container-type: inline-size;
  }

  :host([viewing]) {
    grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr);
  }

  .tools {
    display: flex;
    grid-column: 1 / -1;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 8px 12px;
    border-bottom: 1px solid var(--line);
    font-size: 12px;
  }

  .tools .field {
    flex: 1;
    width: auto;
    min-width: 120px;
    max-width: 260px;
    min-height: 28px;
    padding: 2px 8px;
  }

  .tools select {
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

  .link {
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

  .viewer {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    border-left: 1px solid var(--line);
    background: var(--sunken);
  }

  .viewer header {
    padding: 7px 12px;
    border-bottom: 1px solid var(--line);
    font-size: 12px;
  }

  .viewer .path {
    font-family: var(--mono);
    font-size: 12.5px;
    overflow-wrap: anywhere;
  }

  .viewer .facts {
    display: flex;
    flex-wrap: wrap;
    column-gap: 12px;
    color: var(--ink-soft);
  }

  .viewer pre {
    flex: 1;
    min-height: 0;
    margin: 0;
    padding: 10px 12px;
    overflow: auto;
    font: 12.5px/1.55 var(--mono);
    tab-size: 4;
  }

  .viewer header {
    display: flex;
    align-items: flex-start;
    gap: 8px;
  }

  .viewer header > div {
    flex: 1;
    min-width: 0;
  }

  .span {
    grid-column: 1 / -1;
  }

  /* The viewer's head says whose the file is. */
  :host([viewing]) .row {
    grid-template-columns: 18px minmax(0, 1fr) 84px 58px;
  }

  :host([viewing]) .owner {
    display: none;
  }

  @container (max-width: 560px) {
    .row {
      grid-template-columns: 18px minmax(0, 1fr) 84px 40px 58px;
    }

    .viewer {
      position: absolute;
      inset: 0;
      border-left: 0;
    }
  }

  /* Names first: whose a file is stands in its viewer. */
  @container (max-width: 400px) {
    .row {
      grid-template-columns: 18px minmax(0, 1fr) 84px 58px;
    }

    .owner {
      display: none;
    }
  }
`;
