import { css } from 'lit';

export const projectFilesStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--sunken);
  }

  header {
    display: flex;
    align-items: center;
    gap: 0;
    min-height: 40px;
    padding: 4px 6px 4px 14px;
  }

  h2 {
    flex: 1;
    font-size: 13px;
    font-weight: 650;
  }

  .list {
    flex: 1;
    min-height: 0;
    padding: 0 6px 8px;
    overflow: auto;
  }

  .row {
    position: relative;
    display: flex;
    align-items: center;
    height: 30px;
    border-radius: var(--radius-small);
    font-size: 13px;
  }

  .row:hover,
  .row:focus-within {
    background: var(--hover);
  }

  .row.chosen {
    background: var(--accent-wash);
    font-weight: 600;
  }

  .open {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 6px;
    min-width: 0;
    height: 100%;
    padding: 0 4px 0 6px;
    border: 0;
    border-radius: var(--radius-small);
    background: none;
    font-weight: inherit;
    text-align: left;
    cursor: pointer;
  }

  .open svg {
    color: var(--muted);
  }

  .chosen .open svg {
    color: var(--accent);
  }

  .open .twist {
    width: 12px;
    height: 12px;
    transition: rotate 0.12s;
  }

  .row.unfolded .twist {
    rotate: 90deg;
  }

  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .exec {
    flex: none;
    padding: 0 5px;
    border-radius: 4px;
    color: var(--done);
    font: 600 11px var(--mono);
  }

  .more {
    opacity: 0;
  }

  .row:hover .more,
  .row:focus-within .more,
  .row.chosen .more {
    opacity: 1;
  }

  @media (hover: none) {
    .more {
      opacity: 1;
    }
  }

  .problem-dot {
    width: 7px;
    height: 7px;
    margin-left: auto;
    flex: none;
    border-radius: 50%;
    background: var(--failed);
  }

  form {
    padding: 2px 4px 6px;
  }

  form .field {
    min-height: 28px;
    padding: 2px 7px;
    background: var(--surface);
  }

  .message {
    margin: 0 8px 8px;
    padding: 8px 10px;
    border-left: 3px solid var(--failed);
    border-radius: 0 var(--radius-small) var(--radius-small) 0;
    background: var(--failed-wash);
    font-size: 12.5px;
    line-height: 1.45;
    overflow-wrap: anywhere;
  }

  .message p + p {
    margin-top: 6px;
  }

  .message .link {
    margin-top: 4px;
  }

  .field-problem {
    padding: 4px 2px 0;
    color: var(--failed);
    font-size: 12px;
  }

  footer {
    padding: 7px 14px 9px;
    border-top: 1px solid var(--line);
    color: var(--ink-soft);
    font-size: 12px;
  }

  footer progress {
    margin-top: 4px;
  }

  .menu {
    position: fixed;
    inset: auto;
    min-width: 168px;
    margin: 0;
    padding: 4px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--raised);
    color: var(--ink);
    box-shadow: var(--shadow);
  }

  .menu button {
    display: flex;
    align-items: center;
    gap: 8px;
    width: 100%;
    min-height: 32px;
    padding: 0 10px;
    border: 0;
    border-radius: var(--radius-small);
    background: none;
    font-size: 13px;
    text-align: left;
    cursor: pointer;
  }

  .menu button:hover,
  .menu button:focus-visible {
    background: var(--hover);
  }

  .menu .tick {
    width: 16px;
    color: var(--accent);
  }

  .menu .danger {
    color: var(--failed);
  }

  .drop {
    position: absolute;
    inset: 4px;
    z-index: 2;
    display: grid;
    place-items: center;
    padding: 16px;
    border: 2px dashed var(--accent);
    border-radius: var(--radius);
    background: color-mix(in oklab, var(--accent-wash), transparent 8%);
    color: var(--accent);
    font-size: 13px;
    font-weight: 600;
    text-align: center;
    pointer-events: none;
  }
`;
