import { encodeId, mutate, packParts, readRows, z } from '@kinga/plugin-sdk';

const part = z.strictObject({ code: z.string(), branch: z.string(), tier: z.number().int().optional(), paidBy: z.enum(['WORKER', 'EMPLOYER', 'STATE']) });

const schemes = z.array(z.strictObject({
  programme: z.string(),
  parts: z.array(part).min(1),
  collection: z.strictObject({
    creditedWhen: z.enum(['DECLARED', 'PAID']), dueDay: z.number().int().min(1).max(28), employmentNeeded: z.boolean().optional(), interestParameter: z.string().optional(),
  }),
})).min(1);

/** What the contributions of schemes are made of and how they are collected, in country packs: `parts: { contributions: [{ programme, parts: […], collection: {…} }] }`. */
export const contributionsOfPacks = packParts.contribute('contributions', {
  description: 'What contributions are made of and how they are collected: for each a programme of the pack, parts for its rules of the kind CONTRIBUTION, and by when and since when they count.',
  problems: (given, { programmes }) => {
    const read = schemes.safeParse(given);
    if (!read.success) return read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`);
    return read.data.flatMap(({ programme, parts }) => {
      const of = programmes.find(({ code }) => code === programme);
      if (!of) return [`the pack has no programme ${programme}.`];
      const rules = new Set(of.versions.flatMap(({ rules: all }) => all.filter(({ kind }) => kind === 'CONTRIBUTION').map(({ code }) => code)));
      return parts.filter(({ code }) => !rules.has(code)).map(({ code }) => `${programme}: no rule of the kind CONTRIBUTION is called ${code}.`);
    });
  },
  // Months that somebody closed stay closed.
  install: async ({ drafter, done }, given) => {
    for (const { programme, parts, collection } of schemes.parse(given)) {
      const { rows: [known] } = await readRows<{ id: string; closed: string | null }>(drafter, 'select p.id, c.closed_until::text as closed from programmes.programme p left join pensions.collection c on c.programme_id = p.id where p.code = $1', [programme]);
      const programmeId = encodeId('programme', known?.id ?? '');
      await mutate(drafter, 'mutation ($input: ContributionPartsDefineInput!) { contributionPartsDefine(input: $input) { userErrors { code message path } } }', { input: { programmeId, parts } });
      await mutate(drafter, 'mutation ($input: ContributionCollectionSetInput!) { contributionCollectionSet(input: $input) { userErrors { code message path } } }', { input: { programmeId, ...collection, closedUntil: known?.closed ?? null } });
      done({ what: `contributions ${programme}`, did: 'updated' });
    }
  },
});
