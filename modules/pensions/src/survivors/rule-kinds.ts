import { ruleKinds } from '@kinga/plugin-sdk';

export const SHARE = 'SURVIVOR_SHARE';
export const UNTIL = 'SURVIVOR_UNTIL';

const about = {
  name: 'survivor',
  facts: {
    relation: { type: 'text', description: 'What the survivor was to who died: SPOUSE, CHILD, ORPHAN, PARENT, or what else the scheme has.' },
    spouses: { type: 'number', description: 'How many spouses have a share then.' },
    children: { type: 'number', description: 'How many children and orphans have a share then.' },
    others: { type: 'number', description: 'How many others have a share then.' },
  },
} as const;

export const survivorKinds = [
  ruleKinds.contribute(SHARE, { name: SHARE, type: 'number', about, description: 'Which part of the pension of somebody who died a survivor has, from 0 to 1. Together they never have more than the whole: where the shares add up to more, each is reduced alike.' }),
  ruleKinds.contribute(UNTIL, { name: UNTIL, type: 'date', about, description: 'The first day on which a survivor has no share any more; unknown where it does not end.' }),
];
