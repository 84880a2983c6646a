import { MemberRole, Sex, type HouseholdInput, type MemberInput } from '@kinga/plugin-sdk';
import { inventedName } from './names.js';
import type { Random } from './random.js';

const POVERTY = ['EXTREMELY_POOR', 'EXTREMELY_POOR', 'POOR', 'POOR', 'NOT_POOR'] as const;
/** Ages are counted to this day, so that the country is the same whenever it is made. */
const YEAR = 2023;

function member(random: Random, role: MemberRole, age: number, familyName: string, poor: boolean): MemberInput {
  const sex = random.chance(0.5) ? Sex.FEMALE : Sex.MALE;
  const month = String(random.between(1, 12)).padStart(2, '0');
  const day = String(random.between(1, 28)).padStart(2, '0');
  return {
    role, sex, familyName,
    givenName: inventedName(random),
    birthDate: random.chance(0.03) && age > 17 ? null : `${YEAR - 1 - age}-${month}-${day}`,
    attributes: {
      orphanOrVulnerable: age < 18 ? random.chance(poor ? 0.35 : 0.05) : false,
      withoutSupport: age >= 60 ? random.chance(poor ? 0.6 : 0.1) : false,
      severelyDisabled: random.chance(0.03),
      pregnantOrNursing: sex === Sex.FEMALE && age >= 16 && age <= 45 ? random.chance(0.12) : false,
    },
  };
}

/** A made-up household. */
export function inventHousehold(random: Random, code: string, villages: readonly [string, ...string[]]): HouseholdInput {
  const poverty = random.pick(POVERTY);
  const poor = poverty === 'EXTREMELY_POOR';
  const familyName = inventedName(random);
  const headAge = random.between(22, 84);
  const members = [member(random, MemberRole.HEAD, headAge, familyName, poor)];
  if (random.chance(0.6)) members.push(member(random, MemberRole.SPOUSE, Math.max(18, headAge + random.between(-8, 5)), familyName, poor));
  const children = Math.min(random.between(0, 6), Math.max(0, headAge - 18));
  for (let index = 0; index < children; index += 1) {
    members.push(member(random, MemberRole.CHILD, random.between(0, Math.min(17, headAge - 17)), familyName, poor));
  }
  if (random.chance(0.2)) members.push(member(random, MemberRole.PARENT, Math.min(96, headAge + random.between(18, 35)), familyName, poor));
  return { code, placeCode: random.pick(villages), since: '2019-01-01', members, attributes: { poverty } };
}
