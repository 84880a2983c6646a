import { runCommandLine } from '@kinga/core';

/** `kinga`: core's commands and those for authors of modules. */
export function runKinga(words: readonly string[]): Promise<void> {
  return runCommandLine(words);
}
