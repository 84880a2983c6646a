import { defineEvent } from '@kinga/plugin-sdk';

export const employerRegistered = defineEvent<{ readonly id: string }>('pensions.employer-registered', 'An organisation was registered as an employer');
export const memberRegistered = defineEvent<{ readonly id: string }>('pensions.member-registered', 'A person became a member of a scheme');
