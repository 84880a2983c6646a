import type { SubjectPart } from '../../kernel/privacy/classification.js';
import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import type { Columns, RowScope } from '../../kernel/schema/resource.js';
import { through } from '../../people/scope.js';
import { byPlaceAndProgramme } from '../scope.js';

const of = ({ overpayment }: Columns): Sql => overpayment ?? trusted('null');

/** Whom rows that belong to an overpayment are about. */
export const payeeOfOverpayment: SubjectPart = (columns) => sql`(select o.payee_id from programmes.overpayment o where o.id = ${of(columns)})`;

/** They are seen by whoever sees the overpayment. */
export const byOverpayment: RowScope = through((columns, seen) => sql`exists (select 1 from programmes.overpayment o where o.id = ${of(columns)} and ${seen({ place: sql`o.place_id`, programme: sql`o.programme_id` })})`, byPlaceAndProgramme);
