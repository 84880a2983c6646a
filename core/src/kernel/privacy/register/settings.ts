import { z } from 'zod';

/** Why data may be used: the grounds of the GDPR (article 6, paragraph 1) and of laws after its model. */
export const LEGAL_GROUNDS = ['CONSENT', 'CONTRACT', 'LEGAL_OBLIGATION', 'VITAL_INTERESTS', 'PUBLIC_TASK', 'LEGITIMATE_INTERESTS'] as const;
export type LegalGround = (typeof LEGAL_GROUNDS)[number];

/** What a deployment says of itself for its processing register, `privacy` among the settings of `kernel`. */
export const privacySettings = z
  .object({
    /** Who answers for the data: name and address of the authority. */
    controller: z.string().min(1).optional(),
    /** Whom persons ask about their data: the data protection officer. */
    contact: z.string().min(1).optional(),
    /** By purpose: the ground on which data is used, and the act and section that give it. */
    purposes: z.record(z.string(), z.object({ ground: z.enum(LEGAL_GROUNDS).optional(), law: z.string().min(1).optional() }).strict()).default({}),
    /** Whether each request to the API has to say what it is for (`kinga-purpose`); else one that says nothing is for `administration`. */
    purposeRequired: z.boolean().default(false),
    /** By type, such as `Person`: how long it is kept, in words, where no retention schedule says so. */
    retention: z.record(z.string(), z.string().min(1)).default({}),
    /** Who else is given data, in words: processors, other authorities. */
    recipients: z.array(z.string().min(1)).default([]),
  })
  .strict();

export type PrivacySettings = z.infer<typeof privacySettings>;
