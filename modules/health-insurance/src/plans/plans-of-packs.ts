import { encodeId, mutate, packParts, readRows, z, type PackInstalling } from '@kinga/plugin-sdk';

const amount = z.union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)]).transform(String);
const count = z.number().int().min(0);

const limit = z.strictObject({
  kind: z.enum(['DEDUCTIBLE', 'CEILING']), per: z.enum(['TREATMENT', 'MEMBER', 'POLICY']), care: z.enum(['ANY', 'OUT_PATIENT', 'IN_PATIENT']).default('ANY'), amount, extraMemberAmount: amount.optional(), mostAmount: amount.optional(),
});

const version = z.strictObject({
  from: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written as 2026-03-31'), source: z.string().min(1).max(1000),
  coverMonths: count.min(1), administrationMonths: count.optional(), graceEnrolmentMonths: count.optional(), graceRenewalMonths: count.optional(), gracePaymentMonths: count.optional(), cycles: z.array(z.string()).optional(),
  adultFrom: count.optional(), maxMembers: count.optional(), threshold: count.optional(), lumpSum: amount.optional(), premiumAdult: amount.optional(), premiumChild: amount.optional(),
  registrationLumpSum: amount.optional(), registrationFee: amount.optional(), assemblyLumpSum: amount.optional(), assemblyFee: amount.optional(),
  enrolmentDiscount: amount.optional(), enrolmentDiscountMonths: count.optional(), renewalDiscount: amount.optional(), renewalDiscountMonths: count.optional(), maxInstalments: count.min(1).optional(),
  activation: z.enum(['CONTRIBUTION', 'PAYMENT', 'READY']).optional(), inPatient: z.enum(['HOSPITAL', 'STAY']).optional(),
  limits: z.array(limit).default([]),
  categoryLimits: z.array(z.strictObject({ category: z.enum(['CONSULTATION', 'SURGERY', 'DELIVERY', 'HOSPITALISATION', 'ANTENATAL', 'VISIT']), most: count.optional(), amount: amount.optional() })).default([]),
  /** Which organisation pays what the rules of the kind SUBSIDY give; one that is not there is registered. */
  subsidies: z.array(z.strictObject({ rule: z.string(), payer: z.strictObject({ code: z.string().min(1), name: z.string().min(1) }) })).default([]),
});

const plans = z.array(z.strictObject({ programme: z.string(), versions: z.array(version).min(1) })).min(1);
type Plans = z.infer<typeof plans>;
type Version = Plans[number]['versions'][number];

async function organisationOf({ drafter, done }: PackInstalling, { code, name }: Version['subsidies'][number]['payer']): Promise<string> {
  const { rows: [known] } = await readRows<{ id: string }>(drafter, 'select id from people.organisation where code = $1', [code]);
  if (known) return encodeId('organisation', known.id);
  const { organisationRegister } = await mutate<{ organisationRegister: { organisation: { id: string } } }>(drafter,
    'mutation ($input: OrganisationRegisterInput!) { organisationRegister(input: $input) { organisation { id } userErrors { code message path } } }', { input: { code, name, roles: [{ role: 'funder' }] } });
  done({ what: `organisation ${code}`, did: 'created' });
  return organisationRegister.organisation.id;
}

async function planOf({ drafter, done }: PackInstalling, programme: string): Promise<string> {
  const { rows: [known] } = await readRows<{ id: string; plan: string | null }>(drafter, 'select g.id, p.id as plan from programmes.programme g left join health_insurance.plan p on p.programme_id = g.id where g.code = $1', [programme]);
  if (known?.plan) return encodeId('insurance_plan', known.plan);
  const { insurancePlanCreate } = await mutate<{ insurancePlanCreate: { insurancePlan: { id: string } } }>(drafter,
    'mutation ($input: InsurancePlanCreateInput!) { insurancePlanCreate(input: $input) { insurancePlan { id } userErrors { code message path } } }', { input: { programmeId: encodeId('programme', known?.id ?? '') } });
  done({ what: `insurance plan ${programme}`, did: 'created' });
  return insurancePlanCreate.insurancePlan.id;
}

/** Drafts a version that is not there, and publishes it where that is asked: one draft at a time, so that the next waits for somebody else to publish it. */
async function installVersion(installing: PackInstalling, programme: string, planId: string, { from, subsidies, ...terms }: Version): Promise<void> {
  const { drafter, publisher, done } = installing;
  const what = `insurance plan ${programme} from ${from}`;
  const { rows: standing } = await readRows<{ from: string; state: string }>(drafter,
    "select v.effective_from::text as from, v.state from health_insurance.plan_version v join health_insurance.plan p on p.id = v.plan_id join programmes.programme g on g.id = p.programme_id where g.code = $1 and v.state <> 'WITHDRAWN'", [programme]);
  if (standing.some((each) => each.from === from) || standing.some(({ state }) => state === 'DRAFT')) return done({ what, did: 'was there' });
  const payers = [];
  for (const { rule, payer } of subsidies) payers.push({ ruleCode: rule, organisationId: await organisationOf(installing, payer) });
  const { insurancePlanVersionDraft: { insurancePlanVersion } } = await mutate<{ insurancePlanVersionDraft: { insurancePlanVersion: { id: string; version: number } } }>(drafter,
    'mutation ($input: InsurancePlanVersionDraftInput!) { insurancePlanVersionDraft(input: $input) { insurancePlanVersion { id version } userErrors { code message path } } }',
    { input: { planId, effectiveFrom: from, subsidies: payers, ...terms } });
  if (publisher) await mutate(publisher, 'mutation ($input: InsurancePlanVersionPublishInput!) { insurancePlanVersionPublish(input: $input) { userErrors { code message path } } }', { input: insurancePlanVersion });
  done({ what, did: publisher ? 'published' : 'submitted' });
}

/** The terms of insurance plans in country packs: `parts: { insurance-plans: [{ programme, versions: […] }] }`. */
export const plansOfPacks = packParts.contribute('insurance-plans', {
  description: 'The terms of insurance plans: for each a programme of the pack, and versions by the day from which they hold.',
  problems: (part, { programmes }) => {
    const read = plans.safeParse(part);
    if (!read.success) return read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`);
    return read.data.flatMap(({ programme, versions }) => {
      const of = programmes.find(({ code }) => code === programme);
      if (!of) return [`the pack has no programme ${programme}.`];
      const rules = new Set(of.versions.flatMap(({ rules: all }) => all.filter(({ kind }) => kind === 'SUBSIDY').map(({ code }) => code)));
      return versions.flatMap(({ from, subsidies }) => subsidies.filter(({ rule }) => !rules.has(rule)).map(({ rule }) => `${programme} from ${from}: no rule of the kind SUBSIDY is called ${rule}.`));
    });
  },
  install: async (installing, part) => {
    for (const { programme, versions } of plans.parse(part)) {
      const planId = await planOf(installing, programme);
      for (const each of [...versions].sort((one, other) => (one.from < other.from ? -1 : 1))) await installVersion(installing, programme, planId, each);
    }
  },
});
