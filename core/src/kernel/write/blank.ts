import { getMetadataStorage } from 'class-validator';

type Constructor = abstract new (...given: never[]) => object;

const leasts = new WeakMap<object, ReadonlyMap<string, number>>();
const none: ReadonlyMap<string, number> = new Map();

/** How many characters the texts of an input must have at least, by property; of filters and documents, which are of no class, nothing is known. */
function leastOf(input: object): ReadonlyMap<string, number> {
  const target = (Object.getPrototypeOf(input) as { readonly constructor: Constructor } | null)?.constructor;
  if (!target) return none;
  const known = leasts.get(target);
  if (known) return known;
  const found = new Map(getMetadataStorage().getTargetValidationMetadatas(target, '', true, false).filter(({ name }) => name === 'minLength')
    .map(({ propertyName, constraints }) => [propertyName, Number((constraints as readonly unknown[])[0])] as const));
  leasts.set(target, found);
  return found;
}

/** Blanks, and what nobody sees: joiners, fillers, marks of direction, the empty pattern of braille. */
const UNSEEN = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]+/gu;
/** From so many characters on, words are asked for: why something is done, what it is known from. */
const WORDS = 3;

/** What is wrong with a text that has as many characters as its property asks for, and says nothing by them; undefined where it is fine. */
export function saysNothing(input: object, property: string, text: string): string | undefined {
  const least = leastOf(input).get(property) ?? 0;
  // What is too short, or cannot be stored, is told of already.
  if (least === 0 || text.length < least || text.includes('\0')) return undefined;
  const seen = text.replace(UNSEEN, ' ').trim();
  if (seen.length < least) return `${property} must be longer than or equal to ${least} characters, without blanks at its ends`;
  return least >= WORDS && !/[\p{L}\p{N}]/u.test(seen) ? `${property} must say something in words` : undefined;
}
