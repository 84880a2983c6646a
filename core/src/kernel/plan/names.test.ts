import { describe, expect, it } from 'vitest';
import { codesOf, definition, described, problemsOf } from './testing/described.js';

describe('names', () => {
  it('begin with the module that they belong to', () => {
    const table = definition('table');
    const defines = [definition('permission')('transfers.read', 'permissions'), table('cash_transfers.cycle'), table('cash-transfers.cycle', 'class Cycle'), definition('job')('cash-transfers.')];
    expect(problemsOf([described('cash-transfers', { defines })]).map(({ message, cure }) => `${message} ${cure}`)).toEqual([
      'The permission transfers.read (permissions) of cash-transfers 1.0.0 does not say whose it is. Give it a name that begins with cash-transfers.',
      'The table cash-transfers.cycle (class Cycle) of cash-transfers 1.0.0 does not say whose it is. Give it a name that begins with cash_transfers.',
      'The job cash-transfers. (here) of cash-transfers 1.0.0 does not say whose it is. Give it a name that begins with cash-transfers.',
    ]);
  });

  it.each(['Pensions', 'cash_transfers', '2nd', 'a--b', ''])('of modules are kebab-case, not %j', (id) => {
    expect(codesOf([described(id)])).toEqual(['INVALID_MODULE_ID']);
  });
});
