import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import type { PlanProblem } from '../../kernel/plan/types.js';
import { changesFile, readText, releasedFile } from './files.js';
import { schemaText } from './schema-text.js';
import type { Subject } from './subject.js';

export interface BreakingChange {
  readonly coordinate: string;
  readonly message: string;
  /** Module that answers for it; the type's owner where the field is gone. */
  readonly owner: string | null;
  /** Whether CHANGES.md tells of it. */
  readonly announced: boolean;
}

/** What breaks operations that were written against the last release; undefined where nothing has been released. */
export async function breakingChanges({ deployment: { dir }, schema, ownership }: Subject): Promise<readonly BreakingChange[] | undefined> {
  const released = await readText(releasedFile(dir));
  if (released === undefined) return undefined;
  const announced = unreleased((await readText(changesFile(dir))) ?? '');
  const changes = await diff(buildSchema(released), buildSchema(schemaText(schema)));
  return changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking).map(({ path, message }) => {
    const coordinate = path ?? '';
    return { coordinate, message: message.replace(/\.$/, ''), owner: ownership.ownerOf(coordinate)?.module ?? null, announced: names(announced, coordinate) };
  });
}

export function breakingProblems(changes: readonly BreakingChange[]): readonly PlanProblem[] {
  return changes.filter(({ announced }) => !announced).map(({ coordinate, message, owner }) => ({
    code: 'BREAKING_CHANGE',
    message: `${coordinate} of ${owner ?? 'a module that is gone'} breaks operations that were written against the last release: ${message}.`,
    cure: `Keep what was there, deprecated, beside the new. Where it must go, name it under "Unreleased" in CHANGES.md: \`${coordinate}\`, and what to use instead.`,
  }));
}

/** What CHANGES.md says under its heading "Unreleased". */
function unreleased(changes: string): string {
  return /^##\s+\[?Unreleased\b[^\n]*\n([\s\S]*?)(?=^##\s|$(?![\s\S]))/im.exec(changes)?.[1] ?? '';
}

function names(text: string, coordinate: string): boolean {
  return coordinate !== '' && new RegExp(`(?<![\\w.])${coordinate.replaceAll('.', '\\.')}(?!\\.?\\w)`).test(text);
}
