import { css } from 'lit';

export const imageDetailsStyles = css`
  :host {
    display: block;
    overflow: auto;
    padding: 14px 16px 20px;
    font-size: 13px;
    container-type: inline-size;
  }

  h3 {
    margin-bottom: 8px;
    font-size: 13px;
    font-weight: 650;
  }

  h3 small {
    margin-left: 6px;
    color: var(--ink-soft);
    font-size: 12px;
    font-weight: 400;
  }

  section + section,
  section + details {
    margin-top: 20px;
  }

  dl {
    display: grid;
    grid-template-columns: 124px minmax(0, 1fr);
    gap: 5px 12px;
  }

  dt {
    color: var(--ink-soft);
    font: 12px/1.5 var(--mono);
  }

  dd {
    font: 12.5px/1.5 var(--mono);
    overflow-wrap: anywhere;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 12.5px;
  }

  th {
    padding: 4px 0;
    border-bottom: 1px solid var(--line);
    color: var(--ink-soft);
    font-size: 12px;
    font-weight: 500;
    text-align: left;
  }

  td {
    padding: 6px 0;
    border-bottom: 1px solid var(--line);
    vertical-align: top;
  }

  td:first-child {
    padding-right: 16px;
    font-family: var(--mono);
    overflow-wrap: anywhere;
  }

  th:last-child,
  td:last-child {
    width: 76px;
    text-align: right;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }

  .none {
    color: var(--muted);
  }

  summary {
    width: fit-content;
    border-radius: 3px;
    color: var(--accent);
    cursor: pointer;
  }

  details pre {
    margin-top: 8px;
    padding: 10px 12px;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--sunken);
    font: 12px/1.5 var(--mono);
  }

  @container (max-width: 420px) {
    dl {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    dd {
      margin-bottom: 8px;
    }
  }
`;
