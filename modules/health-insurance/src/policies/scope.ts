import { byHousehold, byProgramme, sql, through, trusted, type Columns, type RowScope, type Sql } from '@kinga/plugin-sdk';

const { places } = byHousehold('household');

/** Whoever sees the household sees its policies, of the programmes that they see. */
export const ofHousehold: RowScope = { ...(places && { places }), ...byProgramme('programme') };

const policyOf = ({ policy }: Columns): Sql => policy ?? trusted('null');

/** What belongs to a policy is seen by whoever sees the policy. */
export const ofPolicy: RowScope = through(
  (columns, seen) => sql`exists (select from health_insurance.policy whole where whole.id = ${policyOf(columns)} and ${seen({ household: sql`whole.household_id`, programme: sql`whole.programme_id` })})`, ofHousehold);

/** Of which household it is. */
export const householdOfPolicy = (columns: Columns): Sql => sql`(select whole.household_id from health_insurance.policy whole where whole.id = ${policyOf(columns)})`;
