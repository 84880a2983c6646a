import { runCommandLine } from '@kinga/core';
import { addCreateModule } from './add-create-module.js';

/** `kinga`: core's commands and those for authors of modules. */
export function runKinga(words: readonly string[]): Promise<void> {
  return runCommandLine(words, [addCreateModule]);
}
