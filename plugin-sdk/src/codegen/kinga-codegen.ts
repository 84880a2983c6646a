import type { CodegenConfig } from '@graphql-codegen/cli';

export interface KingaCodegenOptions {
  /** The schema: a file such as `schema.graphql`, or the address of a server in development. */
  readonly schema: string;
  /** Files with operations, as globs: `.graphql` files, or TypeScript in which `graphql(…)` is called. */
  readonly documents: string | readonly string[];
  /** Folder for what is generated; it is emptied first. */
  readonly out: string;
  /** Passes where `documents` match nothing, as in a new project; fails where left out. */
  readonly allowNoDocuments?: boolean;
}

/** What Kinga's scalars are in JSON: exact decimals, days and instants travel as strings. Others are refused, not taken for `any`. */
const SCALARS = { Decimal: 'string', LocalDate: 'string', PartialDate: 'string', DateTime: 'string', ID: 'string' } as const;

/**
 * A configuration for `graphql-codegen`: operations become typed documents (`TypedDocumentNode`), which every client of
 * GraphQL takes, with the types of their variables and answers, and `graphql()` for operations within TypeScript.
 *
 * Needs the packages `@graphql-codegen/cli` and `@graphql-codegen/client-preset`.
 *
 * @example export default kingaCodegen({ schema: 'schema.graphql', documents: 'src/**\/*.ts', out: 'src/generated/' });
 */
export function kingaCodegen({ schema, documents, out, allowNoDocuments = false }: KingaCodegenOptions): CodegenConfig {
  return {
    schema,
    documents: typeof documents === 'string' ? documents : [...documents],
    ignoreNoDocuments: allowNoDocuments,
    emitLegacyCommonJSImports: false,
    generates: {
      [out.endsWith('/') ? out : `${out}/`]: {
        preset: 'client',
        presetConfig: { fragmentMasking: false },
        config: {
          scalars: SCALARS,
          strictScalars: true,
          useTypeImports: true,
          enumType: 'string-literal',
          immutableTypes: true,
          documentMode: 'documentNode',
          // A client may send what it read back, and leave out what it does not say.
          inputMaybeValue: 'T | null | undefined',
        },
      },
    },
  };
}
