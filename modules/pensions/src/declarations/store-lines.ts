import { ask, sql, type TxContext } from '@kinga/plugin-sdk';
import type { LockedDeclaration } from './lock-declaration.js';

/** A line as it was given; amounts as decimal text. */
export interface GivenLine {
  /** Its line in a file; the next number where left out. */
  readonly number?: number;
  readonly memberNumber?: string | null;
  readonly personId?: string | null;
  readonly earnings?: string | null;
  readonly days?: number | null;
  readonly category: string;
  readonly declaredAmount?: string | null;
  /** What stands there, where it cannot be read. */
  readonly given?: string | null;
}

/** Stores lines of a draft, not looked at yet. @returns their numbers; a line of a file that is there already is not stored again */
export async function storeLines(tx: TxContext, { id, programme, employer, person, month }: LockedDeclaration, lines: readonly GivenLine[]): Promise<readonly number[]> {
  const { rows } = await ask<{ number: number }>(tx, sql`
    insert into pensions.declaration_line (declaration_id, programme_id, employer_id, month, number, member_number, person_id, category, days, earnings, declared_amount, given)
    select ${id}::uuid, ${programme}::uuid, ${employer}::uuid, ${month}::date, coalesce(t.number, last.number + row_number() over (order by t.position)), t."memberNumber",
      coalesce(${person}::uuid, found.merged_into_id, found.id, named.merged_into_id, named.id), t.category, t.days, t.earnings, t."declaredAmount", t.given
    from rows from (jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as (number integer, "memberNumber" text, "personId" uuid, earnings numeric, days integer, category text, "declaredAmount" numeric, given text))
      with ordinality as t(number, "memberNumber", "personId", earnings, days, category, "declaredAmount", given, position)
    cross join (select coalesce(max(l.number), 0) as number from pensions.declaration_line l where l.declaration_id = ${id}::uuid) last
    left join people.person found on found.id = t."personId"
    left join pensions.member m on m.programme_id = ${programme}::uuid and m.number = t."memberNumber" left join people.person named on named.id = m.person_id and named.erased_on is null
    on conflict on constraint declaration_line_once do nothing returning number`);
  return rows.map(({ number }) => number);
}
