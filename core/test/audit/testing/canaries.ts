import { getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLInputObjectType, type GraphQLInputType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Class } from '../../../src/kernel/module/define-module.js';
import { encodeId } from '../../../src/kernel/schema/ids.js';
import { referencesOf, type Reference } from '../../../src/kernel/schema/input-fields.js';
import { resourceOptions } from '../../../src/kernel/schema/resource.js';

/**
 * What a canary stands for: `secret` belongs nowhere in clear, `sealed` only where it is declared sensitive, `personal` where it is
 * declared personal or sensitive; `text` is any text of a request, which the inside of the platform has no business with.
 */
export type CanaryClass = 'secret' | 'sealed' | 'personal' | 'text';

export interface Canary {
  readonly where: string;
  readonly of: CanaryClass;
}

/** Texts of which each stands in one place of what is sent, and can be told from all others wherever it turns up. */
export interface Canaries {
  readonly planted: ReadonlyMap<string, Canary>;
  word(where: string, of?: CanaryClass): string;
  /** A telephone number. */
  phone(where: string): string;
  /** What the server itself made and told once, such as a secret. */
  told(secret: string, where: string): string;
  /** Those in a text, however it is written. */
  in(text: string): readonly string[];
}

export function canaries(): Canaries {
  const planted = new Map<string, Canary>();
  const secrets: string[] = [];
  const next = (): string => String(planted.size).padStart(4, '0');
  const plant = (text: string, where: string, of: CanaryClass): string => {
    planted.set(text, { where, of });
    return text;
  };
  return {
    planted,
    word: (where, of = 'text') => plant(`QANARI${next()}Z`, where, of),
    phone: (where) => `+233${plant(`20977${next()}`, where, 'personal')}`,
    told: (secret, where) => {
      secrets.push(secret);
      return plant(secret, where, 'secret');
    },
    in: (text) => [...new Set([
      ...[...text.matchAll(/qanari\d{4}z/gi)].map(([word]) => word.toUpperCase()),
      ...[...text.matchAll(/20977\d{4}/g)].map(([digits]) => digits).filter((digits) => planted.has(digits)),
      ...secrets.filter((secret) => text.includes(secret)),
    ])],
  };
}

interface Store {
  readonly inputTypes: readonly { readonly name: string; readonly target: Class }[];
}

const VALUES: Readonly<Record<string, unknown>> = { Int: 1, Float: 1, Boolean: true, Decimal: '1', LocalDate: '2020-01-01', DateTime: '2020-01-01T00:00:00Z', PartialDate: '1980' };
const DEEPEST = 4;

/**
 * An input in which every text is a canary. The rest is well-formed, ids of rows that there are where `idOf` knows some; or, `wrong`,
 * canaries as well, which no other type takes.
 */
export function filled(input: GraphQLInputType, where: string, marks: Canaries, { wrong = false, deepest = DEEPEST, idOf }: { readonly wrong?: boolean; readonly deepest?: number; readonly idOf: (prefix: string) => string | undefined }): unknown {
  const { inputTypes } = getMetadataStorage() as unknown as Store;
  const value = (type: GraphQLInputType, path: string, depth: number, prefix: string): unknown => {
    const nullable = getNullableType(type);
    if (isListType(nullable)) return [value(nullable.ofType, path, depth, prefix)];
    if (isInputObjectType(nullable)) return object(nullable, path, depth);
    const { name } = getNamedType(type);
    if (name === 'ID' && !wrong) return encodeId(prefix, idOf(prefix) ?? uuidv7());
    if (name === 'String' || wrong) return marks.word(path);
    return isEnumType(nullable) ? nullable.getValues()[0]?.name : VALUES[name];
  };
  const object = (type: GraphQLInputObjectType, path: string, depth: number): unknown => {
    const target = inputTypes.find(({ name }) => name === type.name)?.target;
    const references = target ? referencesOf(Object.create(target.prototype as object) as object) : new Map<string, Reference>();
    const fields = Object.values(type.getFields()).filter(({ type: of }) => isNonNullType(of) || depth < deepest);
    const asked = type.isOneOf ? fields.slice(0, 1) : fields;
    return Object.fromEntries(asked.map((field) => {
      const to = references.get(field.name)?.to();
      // A key names the sending, and is kept as it is.
      const made = field.name === 'idempotencyKey' ? uuidv7() : value(field.type, `${path}.${field.name}`, depth + 1, (to && resourceOptions(to)?.prefix) ?? 'person');
      return [field.name, made];
    }));
  };
  return value(input, where, 0, 'person');
}
