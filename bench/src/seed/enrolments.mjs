import { copy } from './copy.mjs';
import { day } from './random.mjs';

export const PROGRAMMES = 10;
const FIRST_DAY = 30_800;

/** Programmes, two enrolments for each person and what each enrolment is owed. */
export async function seedEnrolments(client, { persons, random, newId }) {
  const programmes = Array.from({ length: PROGRAMMES }, (_, index) => [newId(), `P${index}`, `Programme ${index}`, 'cash-transfers', 'PERSON', 'GHS', '2024-01-01']);
  await copy(client, 'programmes.programme', ['id', 'code', 'name', 'scheme', 'target', 'currency', 'starts_on'], programmes);
  const enrolments = [];
  for (const person of persons) {
    const first = random.below(PROGRAMMES);
    const second = (first + 1 + random.below(PROGRAMMES - 1)) % PROGRAMMES;
    for (const index of [first, second]) {
      const exited = random.below(10) === 0;
      enrolments.push({
        id: newId(), programme: programmes[index][0], person: person.id, place: person.placeId, state: exited ? 'EXITED' : 'ENROLLED',
        on: day(FIRST_DAY + random.below(300)), exitedOn: exited ? '2025-11-30' : null, why: exited ? 'MOVED' : null,
      });
    }
  }
  await copy(client, 'programmes.enrolment', ['id', 'programme_id', 'person_id', 'place_id', 'state', 'enrolled_on', 'exited_on', 'reason'],
    enrolments.map((row) => [row.id, row.programme, row.person, row.place, row.state, row.on, row.exitedOn, row.why]));
  await copy(client, 'programmes.entitlement',
    ['id', 'programme_id', 'enrolment_id', 'payee_id', 'place_id', 'period_from', 'period_to', 'due_on', 'amount', 'currency', 'reason', 'facts', 'basis'],
    enrolments.map((row) => [newId(), row.programme, row.id, row.person, row.place, '2025-01-01', '2025-02-28', day(FIRST_DAY + 280 + random.below(60)),
      `${64 + random.below(4) * 12}.00`, 'GHS', 'BY_COUNT', JSON.stringify({ count: 1 + random.below(4) }), '{}']));
  return { programmes: programmes.map(([id]) => id), enrolments };
}
