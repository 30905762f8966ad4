/** What a page may hand to the engine at most, in one place. */

/** Bytes of a whole project. A layer of it needs about four times as much memory for a moment. */
export const largestProject = 512 * 1024 * 1024;

/** Files and directories of a project. */
export const mostProjectEntries = 100_000;

/** Bytes of one path of a project, as Linux has it. */
export const longestPath = 4096;
