/** Looks of an area that is read from top to bottom: framed sections under one another, with legends and marks. */
import { css } from 'lit';

export const sheet = css`
  :host {
    display: block;
    overflow: auto;
    background: var(--bg);
    font-size: 13px;
  }

  section {
    margin: 14px 16px;
    padding: 14px 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }

  h3 {
    margin-bottom: 10px;
    font-size: 14px;
    font-weight: 650;
  }

  summary {
    cursor: pointer;
    font-weight: 650;
  }

  .soft {
    color: var(--ink-soft);
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 18px;
  }

  .legend span::before {
    display: inline-block;
    width: 9px;
    height: 9px;
    margin-right: 6px;
    border-radius: 2px;
    background: var(--tone);
    content: '';
  }

  .chip {
    flex: none;
    padding: 0 6px;
    border: 1px solid var(--line-strong);
    border-radius: 9px;
    color: var(--ink-soft);
    font-family: var(--sans);
    font-size: 11px;
    white-space: nowrap;
  }

  @container (max-width: 760px) {
    section {
      margin: 10px 12px;
      padding: 12px;
    }
  }
`;
