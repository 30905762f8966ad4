import { css } from 'lit';

export const stepDetailsStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--surface);
  }

  .head {
    padding: 10px 16px 8px;
  }

  .title {
    display: flex;
    align-items: baseline;
    gap: 10px;
  }

  h2 {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    font: 600 13px/1.45 var(--mono);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  .title .link {
    flex: none;
    font-size: 12px;
  }

  /* Two lines, also while it is "Running now.": what is below keeps its place. */
  .why {
    min-height: 2.9em;
    margin-top: 3px;
    color: var(--ink-soft);
    font-size: 12.5px;
    line-height: 1.45;
    overflow-wrap: anywhere;
  }

  .problem {
    margin-top: 6px;
    padding: 6px 12px;
    border-left: 3px solid var(--failed);
    border-radius: 0 var(--radius-small) var(--radius-small) 0;
    background: var(--failed-wash);
    font-size: 13px;
    line-height: 1.45;
    overflow-wrap: anywhere;
  }

  .problem b {
    display: block;
    font-weight: 600;
  }

  .explanation {
    display: var(--explanation, block);
    white-space: pre-line;
  }

  .notes {
    margin-top: 8px;
    padding: 8px 12px;
    border-left: 3px solid var(--running);
    border-radius: 0 var(--radius-small) var(--radius-small) 0;
    background: var(--running-wash);
    font-size: 12.5px;
    line-height: 1.45;
  }

  .notes li + li {
    margin-top: 3px;
  }

  .tabs {
    display: flex;
    align-items: flex-end;
    gap: 2px;
    padding: 0 12px;
    border-bottom: 1px solid var(--line);
  }

  .tabs button {
    padding: 7px 12px 8px;
    border: 0;
    border-bottom: 2px solid transparent;
    margin-bottom: -1px;
    background: none;
    color: var(--ink-soft);
    font-size: 13px;
    cursor: pointer;
  }

  .tabs button:hover {
    color: var(--ink);
  }

  .tabs button[aria-selected='true'] {
    border-bottom-color: var(--accent);
    color: var(--ink);
    font-weight: 600;
  }

  /* It has its place before it has words. */
  .tabs .aside {
    flex: 1;
    min-height: 33px;
    text-align: right;
    padding: 8px 4px;
    color: var(--ink-soft);
    font-size: 12px;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .panel {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }

  .panel > * {
    flex: 1;
    min-height: 0;
  }
`;
