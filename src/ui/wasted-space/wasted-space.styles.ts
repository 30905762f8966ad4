import { css } from 'lit';

export const wastedSpaceStyles = css`
  :host {
    display: block;
    min-height: 0;
    padding: 14px 16px 24px;
    overflow: auto;
    font-size: 13px;
    container-type: inline-size;
  }

  h2 {
    font-size: 13px;
    font-weight: 650;
  }

  h2:not(.figure h2) {
    margin: 20px 0 6px;
  }

  .figures {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 12px;
  }

  .figure {
    padding: 10px 12px 12px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--raised);
  }

  .number {
    font-size: 24px;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.01em;
  }

  .of {
    color: var(--ink-soft);
    font-size: 12px;
  }

  .meter {
    height: 6px;
    margin: 4px 0 6px;
    border-radius: 3px;
    background: color-mix(in oklab, var(--failed), transparent 55%);
    overflow: hidden;
  }

  .meter span {
    display: block;
    height: 100%;
    background: var(--done);
  }

  .help {
    margin-top: 4px;
    color: var(--ink-soft);
    font-size: 12px;
    text-wrap: pretty;
  }

  .advice li {
    padding: 6px 0 6px 12px;
    border-left: 3px solid var(--accent);
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }

  .advice li + li {
    margin-top: 6px;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 12.5px;
  }

  th {
    padding: 4px 12px 4px 0;
    border-bottom: 1px solid var(--line);
    color: var(--ink-soft);
    font-size: 12px;
    font-weight: 500;
    text-align: left;
    white-space: nowrap;
  }

  td {
    padding: 5px 12px 5px 0;
    border-bottom: 1px solid var(--line);
    vertical-align: top;
    white-space: nowrap;
  }

  .size {
    width: 1%;
    text-align: right;
    font-variant-numeric: tabular-nums;
  }

  .path {
    width: 90%;
    font-family: var(--mono);
    white-space: normal;
    overflow-wrap: anywhere;
  }

  .path small {
    margin-left: 8px;
    color: var(--ink-soft);
    font: 12px var(--sans);
    white-space: nowrap;
  }

  .path small.deleted {
    color: var(--failed);
  }

  .path small.replaced {
    color: var(--running);
  }

  .button {
    margin-top: 10px;
  }

  @container (max-width: 620px) {
    .figures {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
