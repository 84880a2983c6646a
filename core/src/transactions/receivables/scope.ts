import type { SubjectPart } from '../../kernel/privacy/classification.js';
import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import type { Columns, RowScope } from '../../kernel/schema/resource.js';
import { byProgramme, through } from '../../people/scope.js';
import { ofSubject } from '../../programmes/decisions/scope.js';

const payerOf = ({ payer }: Columns): Sql => payer ?? trusted('null');
const whole = { person: sql`payer_of.person_id`, household: sql`payer_of.household_id`, organisation: sql`payer_of.organisation_id`, programme: sql`payer_of.programme_id` };

/** Whoever sees a payer sees what they owe and what they paid. */
export const byPayer: RowScope = through((columns, seen) => sql`exists (select from transactions.payer payer_of where payer_of.id = ${payerOf(columns)} and ${seen(whole)})`, ofSubject);

/** Whoever sees who paid sees the receipt; what is nobody's yet is of no place and of no organisation, and is for those of the whole programme. */
export const byReceipt: RowScope = { ...byPayer, ...byProgramme('programme') };

const part = (column: 'person_id' | 'household_id'): SubjectPart => (columns) => sql`(select payer_of.${trusted(column)} from transactions.payer payer_of where payer_of.id = ${payerOf(columns)})`;

/** Whom rows of a payer are about. */
export const ofThePayer = { person: part('person_id'), household: part('household_id') } as const;

/** Files are of whole programmes: whoever is limited to places sees in the answer of `receiptsReceive` what of theirs was rejected. */
export const byWholeFile: RowScope = { ...byProgramme('programme'), places: () => trusted('false') };
