import { css } from 'lit';

export const stepCardStyles = css`
  :host {
    display: block;
    scroll-margin: 14px;
  }

  button {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    grid-template-rows: 1fr 1fr;
    align-items: center;
    column-gap: 8px;
    width: 100%;
    height: 52px;
    padding: 4px 12px 5px 10px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--ink);
    text-align: left;
    cursor: pointer;
  }

  button:hover {
    border-color: var(--line-strong);
  }

  :host([pointed]) button {
    border-color: var(--accent);
    box-shadow: 0 0 0 2px color-mix(in oklab, var(--accent), transparent 60%);
  }

  :host([slim]) button {
    grid-template-rows: 1fr;
    grid-template-columns: 20px minmax(0, 1fr) auto;
    height: 30px;
    padding-block: 0;
    background: transparent;
  }

  :host([chosen]) button {
    border-color: var(--accent);
    background: var(--accent-wash);
    box-shadow: inset 0 0 0 1px var(--accent);
  }

  :host([chosen][data-state='failed']) button {
    border-color: var(--failed);
    background: var(--failed-wash);
    box-shadow: inset 0 0 0 1px var(--failed);
  }

  :host([at-cursor]) button {
    border-left: 3px solid var(--accent);
    padding-left: 8px;
  }

  .state {
    display: grid;
    place-items: center;
    color: var(--tone);
  }

  :host {
    --tone: var(--muted);
  }
  :host([data-state='running']) {
    --tone: var(--running);
  }
  :host([data-state='done']) {
    --tone: var(--done);
  }
  :host([data-state='cached']) {
    --tone: var(--cached);
  }
  :host([data-state='failed']) {
    --tone: var(--failed);
  }

  :host([data-state='running']) button {
    border-color: var(--running);
  }
  :host([data-state='running']:not([chosen])) button {
    background: var(--running-wash);
  }
  :host([data-state='failed']) button {
    border-color: var(--failed);
  }
  :host([data-state='failed']:not([chosen])) button {
    background: var(--failed-wash);
  }
  :host([data-state='queued']) button,
  :host([data-state='skipped']) button,
  :host([data-state='cancelled']) button {
    color: var(--ink-soft);
    border-style: dashed;
  }

  :host([data-state='running']) .state svg {
    animation: turn 0.9s linear infinite;
    /* A replay that is paused shows a moment, and in a moment nothing turns. */
    animation-play-state: var(--motion, running);
  }

  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }

  .text {
    overflow: hidden;
    font: 12.5px/1.3 var(--mono);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .text b {
    font-weight: 700;
    letter-spacing: 0.01em;
  }

  .meta {
    display: flex;
    grid-column: 2;
    gap: 8px;
    min-width: 0;
    color: var(--ink-soft);
    font-size: 12px;
    line-height: 1.3;
    white-space: nowrap;
  }

  /* As wide as its longest word: what stands behind it keeps its place. */
  .meta .word {
    flex: none;
    min-width: 52px;
    color: var(--tone);
    font-weight: 600;
  }

  .meta .reason {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .meta .number {
    font-variant-numeric: tabular-nums;
  }

  .chip {
    padding: 0 5px;
    border: 1px solid currentcolor;
    border-radius: 4px;
    color: var(--ink-soft);
    font-size: 11px;
  }

  .chip.stand-in {
    color: var(--running);
  }

  .next {
    padding: 0 6px;
    border: 1px solid var(--running);
    border-radius: 8px;
    background: var(--running-wash);
    color: var(--running);
    font-size: 11px;
    font-weight: 600;
    line-height: 14px;
    white-space: nowrap;
  }

  :host([next]) button {
    border-color: var(--running);
    border-right-width: 4px;
    padding-right: 9px;
  }

  .slim-word {
    color: var(--ink-soft);
    font-size: 12px;
  }
`;
