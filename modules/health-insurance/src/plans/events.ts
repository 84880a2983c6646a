import { defineEvent } from '@kinga/plugin-sdk';

// Ids are UUIDs, as in the database.

export const planChanged = defineEvent<{ readonly id: string }>('health-insurance.plan-changed', 'A plan was made or changed');
export const planVersionPublished = defineEvent<{ readonly id: string; readonly plan: string }>('health-insurance.plan-version-published', 'A version of a plan was published');
