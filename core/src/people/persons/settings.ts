import { z } from 'zod';
import type { Context } from '../../kernel/context.js';

/** A type of identifier that a deployment describes without code. */
const identifierType = z
  .object({
    /** What it is, for people. */
    description: z.string().min(1),
    /** Who gives it, where that is always the same. */
    issuer: z.string().min(1).optional(),
    /** What a number looks like once it holds capital letters and digits alone: a regular expression of all of it. */
    pattern: z.string().min(1).refine(isPattern, 'is no regular expression'),
    /** The check digit at its end. */
    checkDigit: z.enum(['LUHN', 'MOD97', 'VERHOEFF', 'DAMM']).optional(),
    /** Whether it is sealed in the database and masked in answers. */
    secret: z.boolean().default(true),
  })
  .strict();

/** Settings of persons, among those of `people`. */
export const personSettingsShape = {
  /** Types of identifiers by code, beside those of the modules or in the place of one. */
  identifiers: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'is no code in kebab case'), identifierType).default({}),
  /** Whether somebody may have several spouses at a time. */
  severalSpouses: z.boolean().default(false),
  /** Country (ISO 3166-1 alpha-2) of telephone numbers that are written without `+`; such numbers are refused where left out. */
  phoneCountry: z.string().regex(/^[A-Z]{2}$/).optional(),
  /** How often one may look somebody up by a whole number (`personByIdentifier`, the search box) within an hour. */
  numberLookUpsPerHour: z.number().int().min(1).max(1_000_000).default(600),
  /** How masked fields are opened with a reason. */
  reveal: z
    .object({
      /** Minutes that they stay open to who opened them. */
      minutes: z.number().int().min(1).max(240).default(15),
      /** How often one may open them within an hour. */
      perHour: z.number().int().min(1).max(1_000).default(10),
    })
    .strict()
    .prefault({}),
};

const shape = z.object(personSettingsShape);

/** Settings of reveals alone. */
export function revealSettings(ctx: Pick<Context, 'platform'>): z.infer<typeof personSettingsShape.reveal> {
  return personSettings(ctx).reveal;
}

export function personSettings(ctx: Pick<Context, 'platform'>): z.infer<typeof shape> {
  return shape.parse(ctx.platform.settings('people') ?? {});
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
