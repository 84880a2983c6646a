import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { PoolClient } from 'pg';
import type { Context } from '../../kernel/context.js';
import { keyWrappingOf } from '../../kernel/secrets/key-wrapping.js';
import { scriptOf } from '../../people/persons/names/script.js';
import { copyLine } from './copy-line.js';
import { oneOfManyIds } from './many-ids.js';
import type { MappedRow } from './map/mapped-row.js';

const ROWS_OF_PIECE = 20_000;
const ROWS_OF_BLOCK = 500;

const ROW = 'import_id, number, person_id, membership_id, household_code, place_code, role, since, given_name, patronymic, family_name, script, sex, birth_date, birth_precision, birth_estimated, death_date, phones, emails, attributes, household_attributes';
const IDENTIFIER = 'import_id, number, id, type, value, digest, older, sealed, issuer, key_id, wrapped';
const PROBLEM = 'id, import_id, number, code, field, column_name';

/** The import as the worker that stages it knows it. */
export interface Staging {
  readonly id: string;
  readonly readTo: number;
}

/** Another worker has the import; this one leaves it alone. */
export class TakenOver extends Error {}

/**
 * Puts the next rows of a file into the staging tables, in one transaction with how far they reach.
 *
 * @returns the last row staged, and whether the file has ended
 */
export async function stagePiece(ctx: Context, { id, readTo }: Staging, rows: AsyncIterator<MappedRow>): Promise<{ readonly readTo: number; readonly ended: boolean; readonly stop: boolean }> {
  const client = await ctx.platform.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const { rows: [held] } = await client.query<{ stop: boolean }>("select stop_asked as stop from exchange.import where id = $1 and state = 'READING' and read_to = $2 for update", [id, readTo]);
    if (!held) throw new TakenOver(`the import ${id} is read by another worker`);
    if (held.stop) {
      await client.query('rollback');
      return { readTo, ended: false, stop: true };
    }
    const piece = new Piece(id, readTo);
    await copy(client, 'exchange.import_row', ROW, piece.lines(rows));
    await copy(client, 'exchange.import_identifier', IDENTIFIER, await piece.identifiers(ctx));
    await copy(client, 'exchange.import_problem', PROBLEM, piece.problems);
    await client.query('update exchange.import set read_to = $2, row_count = row_count + $3, state = $4 where id = $1', [id, piece.last, piece.count, piece.ended ? 'CHECKING' : 'READING']);
    await client.query('commit');
    return { readTo: piece.last, ended: piece.ended, stop: false };
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function copy(client: PoolClient, table: string, columns: string, lines: AsyncIterable<string> | readonly string[]): Promise<void> {
  if (Array.isArray(lines) && lines.length === 0) return;
  await pipeline(Readable.from(lines), client.query(copyFrom(`copy ${table} (${columns}) from stdin`)));
}

class Piece {
  count = 0;
  ended = false;
  private readonly numbered: MappedRow[] = [];
  readonly problems: string[] = [];

  constructor(private readonly importId: string, public last: number) {}

  /** The rows as COPY takes them; what belongs to other tables is put aside. */
  async *lines(rows: AsyncIterator<MappedRow>): AsyncGenerator<string> {
    let block = '';
    while (this.count < ROWS_OF_PIECE) {
      const { value: row, done } = await rows.next();
      if (done) {
        this.ended = true;
        break;
      }
      block += this.line(row);
      if (this.count % ROWS_OF_BLOCK === 0) {
        yield block;
        block = '';
      }
    }
    if (block !== '') yield block;
  }

  /** Numbers, with the keys that sealed them, which are wrapped together. */
  async identifiers(ctx: Context): Promise<readonly string[]> {
    const keys = this.numbered.flatMap(({ key }) => key ?? []);
    const wrapped = new Map((await keyWrappingOf(ctx).wrap(ctx, keys)).map((bytes, index) => [keys[index]?.id, bytes]));
    return this.numbered.flatMap(({ number, key, identifiers }) => identifiers.map(({ id, type, value, digest, older, sealed, issuer }) =>
      copyLine([this.importId, number, id, type, value, digest, some(older), sealed, issuer, sealed && key?.id, sealed && wrapped.get(key?.id)])));
  }

  private line(row: MappedRow): string {
    this.count += 1;
    this.last = row.number;
    if (row.identifiers.length > 0) this.numbered.push(row);
    for (const { code, field, column } of row.problems) this.problems.push(copyLine([oneOfManyIds(), this.importId, row.number, code, field, column]));
    return copyLine([
      this.importId, row.number, oneOfManyIds(), oneOfManyIds(), row.householdCode, row.placeCode, row.role, row.since, row.givenName, row.patronymic, row.familyName, scriptOf(row.givenName, row.patronymic, row.familyName), row.sex,
      row.birthDate, row.birthPrecision, row.birthEstimated, row.deathDate, some(row.phones), some(row.emails), filled(row.attributes), filled(row.householdAttributes),
    ]);
  }
}

function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function filled(values: object): object | undefined {
  return Object.keys(values).length > 0 ? values : undefined;
}
