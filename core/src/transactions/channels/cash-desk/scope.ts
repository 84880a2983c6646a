import { sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import type { Columns, RowScope } from '../../../kernel/schema/resource.js';
import { ofOrganisations } from '../../../people/organisations/scope.js';
import { byPlace, byProgramme, through } from '../../../people/scope.js';
import { byPlaceAndProgramme } from '../../scope.js';

const byRunner = { organisations: ({ organisation }: Columns): Sql => ofOrganisations(organisation ?? trusted('null')) };

/** A desk is of its place, and of who runs it. */
export const byDesk: RowScope = { ...byPlace('place'), ...byRunner };

/** A drawer is of its desk, and holds money of one programme. */
export const byDrawer: RowScope = {
  ...through(({ desk }, seen) => sql`exists (select from transactions.cash_desk d where d.id = ${desk ?? trusted('null')} and ${seen({ place: sql`d.place_id`, organisation: sql`d.organisation_id` })})`, byDesk),
  ...byProgramme('programme'),
};

/** What was paid over the counter is seen where the payment is; of actors of some organisations, by those of whoever runs the desk. */
export const byPayout: RowScope = {
  ...through(({ instruction }, seen) => sql`exists (
    select from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id where i.id = ${instruction ?? trusted('null')} and ${seen({ place: sql`i.place_id`, programme: sql`r.programme_id` })})`, byPlaceAndProgramme),
  ...through(({ session }, seen) => sql`exists (
    select from transactions.cash_session s join transactions.cash_desk d on d.id = s.desk_id where s.id = ${session ?? trusted('null')} and ${seen({ organisation: sql`d.organisation_id` })})`, byRunner),
};
