import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { join } from 'node:path';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { peopleFrom } from '../seed/people.mjs';
import { idsFrom, randomFrom } from '../seed/random.mjs';

const HOUSEHOLDS_OF_PART = 2_500;
const HEADER = 'household,place,role,given,family,sex,born,phone\n';

/**
 * Writes the same people twice: as a country's CSV file, and as what COPY takes for each table, so that neither side's clock
 * counts the making of them.
 *
 * @param options `broken`: each row of the CSV file has a sex and a day of birth that cannot be, and each second household a place that there is not
 * @returns `{ csv, parts, persons, households }`; a part is a file for each table
 */
export async function writeFiles(folder, { persons, villages, seed = 1, broken = false }) {
  const random = randomFrom(seed + 1);
  const newId = idsFrom(random, Date.UTC(2024, 0, 1), 1);
  const csv = createWriteStream(join(folder, 'people.csv'));
  csv.write(HEADER);
  const parts = [];
  let part = emptyPart();
  let [written, number] = [0, 0];
  const flush = async () => {
    const files = {};
    for (const [table, lines] of Object.entries(part)) {
      files[table] = join(folder, `${table}-${parts.length}.tsv`);
      const stream = createWriteStream(files[table]);
      stream.end(lines.join(''));
      await finished(stream);
    }
    parts.push(files);
    part = emptyPart();
  };
  for (const { members } of peopleFrom({ households: persons, seed })) {
    const [household, code, place] = [newId(), `H-${String((number += 1)).padStart(8, '0')}`, random.pick(villages)];
    const taken = members.slice(0, persons - written).map((member) => ({ ...member, id: newId(), phone: possible(member.phone) }));
    part.household.push(`${household}\t${code}\t${place.id}\t${taken[0].id}\t2024-01-01\n`);
    part.residence.push(`${newId()}\t${household}\t${place.id}\t2024-01-01\n`);
    let rows = '';
    for (const { id, givenName, familyName, sex, birthDate, role, phone } of taken) {
      part.person.push(`${id}\t${givenName ?? '\\N'}\t${familyName}\t${sex}\t${birthDate ?? '\\N'}\t${place.id}\t${household}\n`);
      part.membership.push(`${newId()}\t${id}\t${household}\t${role}\t2024-01-01\n`);
      if (phone) part.contact_point.push(`${newId()}\t${id}\tPHONE\t${phone}\n`);
      rows += broken
        ? `${code},${number % 2 ? place.code : 'NOWHERE'},${role},${givenName ?? ''},${familyName},NEITHER,1990-02-31,${phone ?? ''}\n`
        : `${code},${place.code},${role},${givenName ?? ''},${familyName},${sex},${birthDate ?? ''},${phone ?? ''}\n`;
    }
    if (!csv.write(rows)) await once(csv, 'drain');
    written += taken.length;
    if (part.household.length === HOUSEHOLDS_OF_PART) await flush();
    if (written >= persons) break;
  }
  if (part.household.length > 0) await flush();
  csv.end();
  await finished(csv);
  return { csv: join(folder, 'people.csv'), parts, persons: written, households: number };
}

function emptyPart() {
  return { household: [], person: [], membership: [], residence: [], contact_point: [] };
}

/** Some countries' made-up numbers have a length that no number of theirs has; an import would reject the household. */
function possible(phone) {
  return phone && parsePhoneNumberFromString(phone)?.isPossible() ? phone : null;
}
