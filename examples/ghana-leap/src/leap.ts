/** Ghana's Livelihood Empowerment Against Poverty, as published. */

const MEMBER_WHO_COUNTS = (m: string): string =>
  [
    `(${m}.age < 18 && ${m}.attributes.orphanOrVulnerable)`,
    `(${m}.age >= 65 && ${m}.attributes.withoutSupport)`,
    `${m}.attributes.severelyDisabled`,
    `${m}.attributes.pregnantOrNursing`,
  ].join(' || ');

const SOURCES = {
  categories: 'LEAP eligible member categories, https://www.modernghana.com/news/1422084/ (press; not checked against the programme manual)',
  doubled2023: 'Grants doubled, https://allafrica.com/stories/202209230550.html and later press (not checked against the budget statement)',
  doubled2024: 'Grants doubled from the January-February 2024 cycle, https://gna.org.gh/2024/02/ (press; not checked against the budget statement)',
  raised: 'Grants raised by 25 % from cycle 96, https://www.modernghana.com/news/1422084/ (press; not checked against the budget statement)',
};

export const programme = {
  code: 'LEAP',
  name: 'Livelihood Empowerment Against Poverty',
  scheme: 'cash-transfers',
  target: 'HOUSEHOLD',
  currency: 'GHS',
  startsOn: '2008-03-01',
  eligibility: {
    effectiveFrom: '2008-03-01',
    expression: `household.attributes.poverty == "EXTREMELY_POOR" && household.members.exists(m, ${MEMBER_WHO_COUNTS('m')})`,
    source: SOURCES.categories,
  },
} as const;

const rates = (one: string, two: string, three: string, four: string) =>
  [one, two, three, four].map((amount, index) => ({ members: index + 1, amount }));

/** Per two-month cycle, in cedis, for 1, 2, 3, and 4 or more members who count. */
export const schedules = [
  { effectiveFrom: '2008-03-01', rates: rates('64.00', '76.00', '88.00', '106.00'), source: `${SOURCES.categories}; amounts as paid until May 2023, their first day is not known here` },
  { effectiveFrom: '2023-06-01', rates: rates('128.00', '152.00', '176.00', '212.00'), source: SOURCES.doubled2023 },
  { effectiveFrom: '2024-01-01', rates: rates('256.00', '304.00', '352.00', '424.00'), source: SOURCES.doubled2024 },
  { fromCycle: 96, rates: rates('320.00', '380.00', '440.00', '530.00'), source: SOURCES.raised },
].map((schedule) => ({ ...schedule, memberRule: MEMBER_WHO_COUNTS('member') }));
