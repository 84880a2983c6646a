import { definePermissions, defineRole } from '@kinga/plugin-sdk';

export const contributionPermissions = definePermissions({
  'pensions.employers.read': 'See employers',
  'pensions.employers.manage': 'Register employers and end them',
  'pensions.members.read': 'See members of schemes and where they worked',
  'pensions.members.manage': 'Register members and their employment',
  'pensions.rates.read': 'See what contributions are made of',
  'pensions.rates.manage': 'Lay down what contributions are made of, and how a scheme collects',
  'pensions.declarations.read': 'See what was declared',
  'pensions.declarations.file': 'Declare months: open, fill and submit declarations',
  'pensions.declarations.accept': 'Accept declarations that others submitted, or send them back',
  'pensions.declarations.reverse': 'Take back declarations that were accepted',
  'pensions.contributions.record': 'Record credits and what is taken over from before, and take them back',
  'pensions.statistics.read': 'See how many contribute, how much, and what employers declared and paid',
  'pensions.contributions.read': 'See what was contributed for whom',
});

/** Declarations come as files, which jobs read. */
const FILES = ['kernel.files.read', 'kernel.files.upload', 'kernel.jobs.read'];

export const contributionRoles = [
  defineRole('contributions-officer', 'Registers employers, members and employment, and looks after contributions', [
    ...contributionPermissions.map(({ name }) => name), 'people.persons.read', 'people.organisations.read', 'programmes.programmes.read', ...FILES,
  ]),
  defineRole('declarations-clerk', 'Declares, for an employer, who worked and what they earned', [
    'pensions.declarations.file', 'pensions.declarations.read', 'pensions.employers.read', 'pensions.members.read', 'programmes.programmes.read', 'people.organisations.read', ...FILES,
  ]),
];
