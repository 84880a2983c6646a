import { GraphQLError, Kind, parse, type DocumentNode, type SelectionSetNode } from 'graphql';
import { documentTooLarge, tooManyTokens } from './faults.js';
import type { Limits } from './limits.js';
import { checkSize } from './measure.js';

/** What is known of a document by its text. */
export interface KnownDocument {
  /** Whether it asks for nothing but introspection and type names. */
  readonly tellsNothing: boolean;
}

/** Texts of documents that were found to be within the limits. */
export interface Documents {
  /**
   * @returns `undefined` where the text is no document, which whoever parses it will say
   * @throws GraphQLError LIMIT_EXCEEDED
   */
  check(source: string): KnownDocument | undefined;
}

/** In characters, of all texts together. */
const MOST_KEPT = 2_000_000;

export function documents(limits: Limits): Documents {
  const known = new Map<string, KnownDocument>();
  let kept = 0;
  return {
    check(source) {
      const found = known.get(source);
      if (found) return found;
      if (source.length > limits.documentBytes || Buffer.byteLength(source) > limits.documentBytes) throw documentTooLarge(limits.documentBytes);
      const document = parsed(source, limits.tokens);
      if (!document) return undefined;
      checkSize(document, limits);
      const checked = { tellsNothing: tellsNothing(document) };
      if ((kept += source.length) > MOST_KEPT) {
        known.clear();
        kept = source.length;
      }
      known.set(source, checked);
      return checked;
    },
  };
}

function parsed(source: string, maxTokens: number): DocumentNode | undefined {
  try {
    return parse(source, { maxTokens, noLocation: true });
  } catch (error) {
    if (error instanceof GraphQLError && /more th[ae][nt] \d+ tokens/.test(error.message)) throw tooManyTokens(maxTokens);
    return undefined;
  }
}

function tellsNothing(document: DocumentNode): boolean {
  const fragments = new Map(document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition.selectionSet] as const] : [])));
  const open: SelectionSetNode[] = document.definitions.flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? [definition.selectionSet] : []));
  for (let set = open.pop(); set; set = open.pop()) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        if (!selection.name.value.startsWith('__')) return false;
      } else if (selection.kind === Kind.INLINE_FRAGMENT) open.push(selection.selectionSet);
      else {
        const spread = fragments.get(selection.name.value);
        fragments.delete(selection.name.value);
        if (spread) open.push(spread);
      }
    }
  }
  return true;
}
