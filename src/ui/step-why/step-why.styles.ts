import { css } from 'lit';

export const stepWhyStyles = css`
  :host {
    display: block;
    overflow: auto;
    padding: 12px 16px 20px;
    font-size: 13px;
    line-height: 1.5;
  }

  section + section {
    margin-top: 14px;
  }

  h3 {
    margin-bottom: 4px;
    color: var(--ink-soft);
    font-size: 12px;
    font-weight: 650;
  }

  li + li {
    margin-top: 4px;
  }

  summary {
    cursor: pointer;
  }

  details > dry-file-diff {
    margin-top: 6px;
  }

  .path {
    font-family: var(--mono);
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .what,
  .more,
  .line,
  .time {
    color: var(--ink-soft);
    font-size: 12px;
  }

  .steps li {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 10px;
  }

  .steps .link {
    min-width: 0;
    max-width: 100%;
    overflow: hidden;
    font-family: var(--mono);
    font-size: 12.5px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .line {
    min-width: 46px;
    font-variant-numeric: tabular-nums;
  }

  .advice {
    max-width: 84ch;
    padding: 10px 14px 12px;
    border: 1px solid var(--accent);
    border-radius: var(--radius);
    background: var(--accent-wash);
  }

  .advice p:first-child {
    font-size: 14px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .proof {
    margin: 4px 0 8px;
    color: var(--ink-soft);
    font-size: 12.5px;
  }
`;
