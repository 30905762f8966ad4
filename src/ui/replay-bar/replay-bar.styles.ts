import { css } from 'lit';

export const replayBarStyles = css`
  :host {
    display: block;
    border-top: 1px solid var(--line);
    background: var(--surface);
  }

  .bar {
    padding: 5px 12px 5px 16px;
  }

  .caption {
    display: flex;
    gap: 10px;
    height: 22px;
    overflow: hidden;
    font-size: 13px;
    line-height: 22px;
    white-space: nowrap;
  }

  .text {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .number {
    flex: none;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }

  .keys {
    display: flex;
    align-items: center;
    gap: 4px;
    margin-left: -8px;
  }

  .toggle {
    color: var(--accent);
  }

  input[type='range'] {
    flex: 1;
    min-width: 60px;
    height: 24px;
    margin: 0 6px;
    accent-color: var(--accent);
  }

  .time {
    flex: none;
    min-width: 118px;
    color: var(--ink-soft);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    text-align: right;
    white-space: nowrap;
  }

  .field {
    width: auto;
    min-height: 28px;
    padding: 2px 4px;
    font-size: 12px;
  }

  @container (max-width: 480px) {
    .time {
      display: none;
    }
  }
`;
