import { css } from 'lit';

export const compareAreaStyles = css`
  .empty {
    max-width: 46ch;
    margin: 48px auto 0;
    font-size: 14px;
  }

  .pickers {
    position: sticky;
    z-index: 2;
    top: 0;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr);
    align-items: center;
    gap: 8px;
    padding: 10px 16px;
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }

  .picker {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
  }

  .letter {
    display: inline-grid;
    flex: none;
    place-items: center;
    width: 22px;
    height: 22px;
    border-radius: 50%;
    background: var(--ink);
    color: var(--surface);
    font-size: 12px;
    font-weight: 700;
  }

  .letter.b {
    background: var(--accent);
    color: var(--on-accent);
  }

  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
    gap: 12px 18px;
  }

  .figures dt {
    color: var(--ink-soft);
    font-size: 12px;
  }

  .figures dd {
    font-size: 15px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .delta {
    display: block;
    color: var(--ink-soft);
    font-size: 12px;
  }

  .less {
    color: var(--done);
  }

  .more {
    color: var(--running);
  }

  .side + .side {
    margin-top: 14px;
    padding-top: 14px;
    border-top: 1px solid var(--line);
  }

  .side-name {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 6px;
  }

  .bar-name {
    margin: 6px 0 3px;
    color: var(--ink-soft);
    font-size: 12px;
  }

  .bars {
    display: flex;
    height: 26px;
    overflow: hidden;
  }

  .segment {
    flex: none;
    min-width: 3px;
    border-right: 1px solid var(--surface);
    background: var(--tone);
  }

  .left .segment {
    border: 1px dashed var(--tone);
    border-right-width: 0;
    background: repeating-linear-gradient(
      -45deg,
      transparent 0 5px,
      color-mix(in oklab, var(--tone), transparent 60%) 5px 7px
    );
  }

  .left .segment:last-child {
    border-right-width: 1px;
  }

  .layers {
    margin-top: 8px;
    columns: 2 320px;
    font-size: 12px;
  }

  .layers li {
    display: flex;
    align-items: baseline;
    gap: 6px;
    padding: 1px 0;
    break-inside: avoid;
  }

  .layers .dot {
    flex: none;
    width: 9px;
    height: 9px;
    border-radius: 2px;
    background: var(--tone);
  }

  .layers .dot.ghost {
    border: 1px dashed var(--tone);
    background: none;
  }

  .layers code {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    font-family: var(--mono);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .number {
    flex: none;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .legend {
    margin-top: 10px;
    color: var(--ink-soft);
    font-size: 12px;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
  }

  th {
    padding: 4px 8px;
    border-bottom: 1px solid var(--line);
    color: var(--ink-soft);
    font-size: 12px;
    font-weight: 600;
    text-align: left;
  }

  td {
    padding: 5px 8px;
    border-bottom: 1px solid var(--line);
    vertical-align: top;
    overflow-wrap: anywhere;
  }

  tr:last-child td {
    border-bottom: 0;
  }

  .steps th:nth-child(n + 2) {
    width: 24%;
  }

  .config th:first-child {
    width: 22%;
  }

  td code,
  .value {
    font-family: var(--mono);
    font-size: 12.5px;
  }

  .old {
    color: var(--ink-soft);
    text-decoration: line-through;
    text-decoration-color: color-mix(in oklab, currentcolor, transparent 40%);
  }

  .state {
    font-weight: 600;
  }

  .state.cached {
    color: var(--cached);
  }

  .state.done {
    color: var(--done);
  }

  .state.failed {
    color: var(--failed);
  }

  td .number {
    white-space: normal;
  }

  .why {
    display: block;
    color: var(--ink-soft);
    font-size: 12px;
  }

  .history li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 5px 0;
    border-bottom: 1px solid var(--line);
  }

  .history li > span:first-child {
    flex: 1 1 220px;
  }

  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    margin-top: 10px;
  }

  @container (max-width: 760px) {
    .pickers {
      grid-template-columns: minmax(0, 1fr) auto;
      padding: 8px 12px;
    }

    .picker {
      grid-column: 1;
    }

    .pickers .swap {
      grid-row: 1 / 3;
      grid-column: 2;
    }

    .steps th:nth-child(n + 2) {
      width: 27%;
    }

    td,
    th {
      padding-inline: 4px;
    }
  }
`;
