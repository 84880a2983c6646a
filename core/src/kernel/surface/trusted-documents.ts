import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { GraphQLError, Kind, parse, print, visit, type DefinitionNode, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { z } from 'zod';

const notTrusted = (): GraphQLError => new GraphQLError('This deployment answers only the operations of its own applications.', { extensions: { code: 'DOCUMENT_NOT_TRUSTED', http: { status: 400 } } });

/** Documents by the SHA-256 of their canonical text, in hexadecimal. */
export const trustedFile = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string());
export type TrustedFile = z.output<typeof trustedFile>;

/** The documents that may be asked, where not any may. */
export interface TrustedDocuments {
  /**
   * The text to run: the one of the hash that a client gives instead of a text, or its text where it is one of them, however
   * it is laid out.
   *
   * @throws GraphQLError DOCUMENT_NOT_TRUSTED
   */
  find(asked: { readonly query?: unknown; readonly documentId?: unknown }): string;
}

/** @throws Error where the file can't be read, or a text is not the one that its hash names */
export async function readTrusted(file: string): Promise<TrustedFile> {
  const read = trustedFile.parse(JSON.parse(await readFile(file, 'utf8')));
  for (const [hash, text] of Object.entries(read)) if (hashOf(parse(text)) !== hash) throw new Error(`${file}: ${hash} is not the hash of its document.`);
  return read;
}

const MOST_KNOWN = 1_000;

export function trustedDocuments(file: TrustedFile): TrustedDocuments {
  const texts = new Map(Object.entries(file));
  const known = new Map<string, string>();
  return {
    find({ query, documentId }) {
      if (typeof query === 'string' && query !== '') {
        const hash = known.get(query) ?? hashOfText(query);
        if (hash === undefined || !texts.has(hash)) throw notTrusted();
        if (known.size >= MOST_KNOWN) known.clear();
        known.set(query, hash);
        return query;
      }
      const text = typeof documentId === 'string' ? texts.get(documentId.replace(/^sha256:/, '')) : undefined;
      if (text === undefined) throw notTrusted();
      return text;
    },
  };
}

/** The same for every layout, comment and order of definitions. */
export function hashOf(document: DocumentNode): string {
  return createHash('sha256').update(canonical(document)).digest('hex');
}

export function canonical(document: DocumentNode): string {
  return document.definitions.map((definition) => print(definition)).sort().join('\n\n');
}

function hashOfText(text: string): string | undefined {
  try {
    return hashOf(parse(text, { noLocation: true }));
  } catch {
    return undefined;
  }
}

/** Each operation of some documents, with the fragments that it takes: what a client sends is one of them. */
export function toTrusted(documents: readonly DocumentNode[]): TrustedFile {
  const found: Record<string, string> = {};
  const shared = fragmentsOf(documents.flatMap(({ definitions }) => definitions));
  for (const { definitions } of documents) {
    // A file's own fragments go before those of others that bear the same names.
    const fragments = new Map([...shared, ...fragmentsOf(definitions)]);
    for (const definition of definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      const document = withFragments(definition, fragments);
      found[hashOf(document)] = canonical(document);
    }
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function fragmentsOf(definitions: readonly DefinitionNode[]): Fragments {
  return new Map(definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));
}

function withFragments(operation: OperationDefinitionNode, fragments: Fragments): DocumentNode {
  const taken = new Set<FragmentDefinitionNode>();
  const open: DefinitionNode[] = [operation];
  for (let definition = open.pop(); definition; definition = open.pop()) {
    visit(definition, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || taken.has(fragment)) return;
        taken.add(fragment);
        open.push(fragment);
      },
    });
  }
  return { kind: Kind.DOCUMENT, definitions: [operation, ...taken] };
}
