import type { Context } from '../kernel/context.js';
import { extensionPoint } from '../kernel/module/extension-point.js';

/** Who installs a pack, who publishes where that is asked, and where it is told what was done. */
export interface PackInstalling {
  readonly drafter: Context;
  readonly publisher: Context | null;
  readonly done: (step: { readonly what: string; readonly did: 'created' | 'updated' | 'proposed' | 'submitted' | 'published' | 'was there' }) => void;
}

/** What of a pack a part may refer to: its programmes, and the rules of their versions. */
export interface PackProgrammes {
  readonly pack: string;
  readonly programmes: readonly { readonly code: string; readonly versions: readonly { readonly rules: readonly { readonly code: string; readonly kind: string }[] }[] }[];
}

/** What a module takes out of packs beside programmes: lies in `pack.yaml` under `parts`, by the name under which it is contributed. */
export interface PackPart {
  readonly description: string;
  /** What is wrong with the part of a pack, each in a sentence that says where; nothing is written. */
  problems(part: unknown, pack: PackProgrammes): readonly string[];
  /** Installs it through the API, once the programmes of the pack are there. What is there already stays. */
  install(installing: PackInstalling, part: unknown): Promise<void>;
}

export const packParts = extensionPoint<PackPart>('programmes.pack-parts', 'many', 'What modules take out of country packs beside programmes');
