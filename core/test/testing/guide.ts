import { readFile } from 'node:fs/promises';
import { parse, type OperationDefinitionNode } from 'graphql';

/** An operation of a guide, with the variables that stand under it. */
export interface GuideStep {
  readonly name: string;
  readonly source: string;
  readonly variables: string;
}

/** The operations of a guide in their order. */
export async function guideSteps(guide: string): Promise<readonly GuideStep[]> {
  const text = await readFile(new URL(`../../../docs/guides/${guide}`, import.meta.url), 'utf8');
  return [...text.matchAll(/```graphql\n([\s\S]*?)```\n+```json\n([\s\S]*?)```/g)].map(([, source = '', variables = '']) => ({
    source, variables, name: (parse(source).definitions[0] as OperationDefinitionNode).name?.value ?? '',
  }));
}

/** Variables of a step, what begins with `$` taken from what is known. */
export function withKnown(variables: string, known: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(variables, (_key, value: unknown) => (typeof value === 'string' && value.startsWith('$') ? known[value.slice(1)] : value)) as Record<string, unknown>;
}
