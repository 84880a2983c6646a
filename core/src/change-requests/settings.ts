import { z } from 'zod';
import type { Platform } from '../kernel/platform.js';
import { requiredPolicies } from './required-policies.js';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'lower case, words joined by hyphens');
const decimal = z.string().regex(/^\d{1,30}(\.\d{1,20})?$/, 'a number as a text, such as "1000.00"');

/** Who may decide: all that is said must be so. */
const deciders = z
  .object({
    /** A permission that they have. */
    permission: z.string().min(1).optional(),
    /** A role that they have. */
    role: z.string().min(1).optional(),
    /** One of `groups` that they are in. */
    group: name.optional(),
  })
  .strict()
  .refine((by) => Object.values(by).some((each) => each !== undefined), 'says nobody: give permission, role or group');

const condition = z
  .object({
    /** Where in the input, `lines.amount` for one inside of another; what an id refers to is read on, as `runId.total.amount`. */
    field: z.string().min(1),
    /** From this amount on, whichever its sign; of several values, such as those of lines, the sum of those above zero or of those below, as it is larger. */
    from: decimal.optional(),
    /** Where one of the values is one of these. */
    in: z.array(z.string()).min(1).optional(),
  })
  .strict()
  .refine(({ from, in: values }) => (from === undefined) !== (values === undefined), 'takes either from or in');

const step = z
  .object({
    /** Steps of one name that several policies ask for are one, which takes what each of them says. */
    name,
    /** Who decides; whoever may decide on change requests where left out. */
    by: deciders.optional(),
    /** How many of them must approve. */
    approvals: z.number().int().min(1).max(20).default(1),
    /** Where all of these hold; always where left out. */
    when: z.array(condition).min(1).optional(),
    /** Working days until it is due, counted from its opening. */
    days: z.number().int().min(0).max(3650).optional(),
    /** Whether the request lapses where it is not done by then. */
    lapses: z.boolean().default(false),
    /** Who else may decide from then on. */
    escalate: deciders.optional(),
  })
  .strict()
  .refine(({ days, lapses, escalate }) => days !== undefined || !(lapses || escalate), 'lapses and escalate take days');

const policy = z
  .object({
    /** Name of a mutation. */
    operation: z.string().min(1),
    /** Fields of its input, `attributes.roof` for one inside of another: only inputs that give one of them are held back. */
    fields: z.array(z.string().min(1)).min(1).optional(),
    /** Only inputs for which all of these hold are held back. */
    when: z.array(condition).min(1).optional(),
    /** A permission that approving takes beyond `change-requests.requests.decide`, in each step. */
    approve: z.string().min(1).optional(),
    /** What must be approved one after the other; one step by one person where left out. Where none of them applies, neither does the policy. */
    steps: z.array(step).min(1).max(20).optional(),
    /** Whether one person may decide several steps. */
    repeats: z.boolean().default(false),
    /** Whether evidence must be given with the change. */
    evidence: z.boolean().default(false),
    /** After how many days nobody can approve it any more. */
    days: z.number().int().min(1).max(3650).optional(),
  })
  .strict();

const group = z.object({ code: name, name: z.string().min(1).max(200) }).strict();

/** A deployment's settings of `change-requests`: which mutations wait for approval, and whose. */
export const changeRequestSettings = z
  .object({
    policies: z.array(policy).default([]),
    /** Groups that decide; who is in them is said in the API. */
    groups: z.array(group).default([]),
    /** Code of the calendar by which days of steps are counted; every day counts where left out. */
    calendar: z.string().min(1).optional(),
  })
  .strict();

/** What a deployment puts behind approval. */
export type ChangePolicy = z.infer<typeof policy>;
export type ChangeStep = z.infer<typeof step>;
export type ChangeCondition = z.infer<typeof condition>;
export type StepDeciders = z.infer<typeof deciders>;

interface Settings extends z.infer<typeof changeRequestSettings> {
  readonly byOperation: ReadonlyMap<string, readonly ChangePolicy[]>;
}

const known = new WeakMap<Platform, Settings>();

export function approvalSettings(platform: Platform): Settings {
  const found = known.get(platform);
  if (found) return found;
  const settings = changeRequestSettings.parse(platform.settings('change-requests') ?? {});
  const required = [...platform.extensions(requiredPolicies).values()].map(({ description: _description, ...given }) => policy.parse(given));
  const policies = [...required, ...settings.policies];
  const read = { ...settings, policies, byOperation: Map.groupBy(policies, ({ operation }) => operation) };
  known.set(platform, read);
  return read;
}
