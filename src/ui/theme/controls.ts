/** Looks that every element shares: box sizing, focus, buttons, fields, and text for screen readers only. */
import { css } from 'lit';

export const controls = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  [hidden] {
    display: none !important;
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }

  h2,
  h3,
  h4,
  p,
  ol,
  ul,
  dl,
  dd,
  pre {
    margin: 0;
    padding: 0;
  }

  ol,
  ul {
    list-style: none;
  }

  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 32px;
    padding: 0 12px;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--raised);
    color: var(--ink);
    font-size: 13px;
    white-space: nowrap;
    text-decoration: none;
    cursor: pointer;
  }

  .button:hover:not(:disabled) {
    background: var(--hover);
    border-color: var(--line-strong);
  }

  .button:disabled {
    color: var(--muted);
    cursor: default;
    opacity: 0.6;
  }

  .button.primary {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }

  .button.primary:hover:not(:disabled) {
    background: color-mix(in oklab, var(--accent), var(--ink) 14%);
  }

  .button.icon {
    width: 32px;
    padding: 0;
    border-color: transparent;
    background: transparent;
    color: var(--ink-soft);
  }

  .button.icon:hover:not(:disabled) {
    background: var(--hover);
    color: var(--ink);
  }

  .button.small {
    min-height: 28px;
    padding: 0 9px;
    font-size: 12px;
  }

  .button.icon.small {
    width: 28px;
    padding: 0;
  }

  .link {
    padding: 0;
    border: 0;
    border-radius: 3px;
    background: none;
    color: var(--accent);
    font-size: inherit;
    text-align: inherit;
    text-decoration: underline;
    text-decoration-color: color-mix(in oklab, currentcolor, transparent 60%);
    text-underline-offset: 2px;
    cursor: pointer;
  }

  .link:hover {
    text-decoration-color: currentcolor;
  }

  .field {
    width: 100%;
    min-height: 32px;
    padding: 5px 9px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: var(--surface);
    color: var(--ink);
    font-size: 13px;
  }

  .field::placeholder {
    color: var(--muted);
    opacity: 1;
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .mono {
    font-family: var(--mono);
  }

  svg.icon {
    flex: none;
    width: 16px;
    height: 16px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .empty {
    padding: 20px 16px;
    color: var(--ink-soft);
    font-size: 13px;
    line-height: 1.5;
    text-align: center;
    text-wrap: balance;
  }

  progress {
    appearance: none;
    display: block;
    width: 100%;
    height: 3px;
    border: 0;
    border-radius: 2px;
    background: var(--line);
    overflow: hidden;
  }

  progress::-webkit-progress-bar {
    background: var(--line);
  }

  progress::-webkit-progress-value {
    background: var(--accent);
  }

  progress::-moz-progress-bar {
    background: var(--accent);
  }

  progress:indeterminate {
    background: linear-gradient(90deg, var(--line) 35%, var(--accent) 50%, var(--line) 65%) 0 0 / 300% 100%;
    animation: passing 1.4s linear infinite;
  }

  progress:indeterminate::-webkit-progress-bar {
    background: transparent;
  }

  progress:indeterminate::-moz-progress-bar {
    background: transparent;
  }

  @keyframes passing {
    from {
      background-position: 100% 0;
    }
    to {
      background-position: 0% 0;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`;
