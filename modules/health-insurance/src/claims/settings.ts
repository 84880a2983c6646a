import { z, type Platform } from '@kinga/plugin-sdk';

/** A deployment's settings of claims. */
export const claimSettings = z
  .object({
    /** How long the codes of claims may be. */
    codeLength: z.number().int().min(4).max(60).default(20),
    /** Above which quantity of one service a line has to be explained, as a decimal text; never where null. */
    explainAbove: z.string().regex(/^\d{1,9}(\.\d{1,6})?$/).nullable().default(null),
    /** How many lines a claim may have. */
    mostLines: z.number().int().min(1).max(2000).default(2000),
    /** How often a claim that is rejected may be restored; as often as it takes where null. */
    mostRestores: z.number().int().min(0).nullable().default(null),
    /** From which age on a patient is an adult for what is for adults or minors alone. */
    adultFrom: z.number().int().min(1).max(30).default(18),
    /** Whether the checks of the platform are done; where not, a module puts its own into the chain. */
    ownChecks: z.boolean().default(true),
  })
  .strict()
  .prefault({});

const settings = z.object({ claims: claimSettings }).partial();

/** What a deployment says of claims. */
export function settingsOfClaims(platform: Pick<Platform, 'settings'>): z.infer<typeof claimSettings> {
  return claimSettings.parse(settings.parse(platform.settings('health-insurance') ?? {}).claims ?? {});
}
