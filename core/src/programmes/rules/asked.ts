import type { Fact, ListFact, RowFact, ValueFact } from './shape.js';

/** Which facts of a row the rules ask for: what is gathered, and no more. */
export class AskedRow {
  readonly facts = new Map<string, AskedFact>();

  value(name: string, fact: ValueFact): void {
    this.facts.set(name, { fact });
  }

  row(name: string, fact: RowFact): AskedRow {
    return this.under(name, fact);
  }

  list(name: string, fact: ListFact): AskedRow {
    return this.under(name, fact);
  }

  private under(name: string, fact: Fact): AskedRow {
    const known = this.facts.get(name)?.of;
    if (known) return known;
    const of = new AskedRow();
    this.facts.set(name, { fact, of });
    return of;
  }
}

/** A fact that is asked for, and what is asked of it where it is a row or a list. */
export interface AskedFact {
  readonly fact: Fact;
  readonly of?: AskedRow;
}
