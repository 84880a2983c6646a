import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

const BYTES_OF_ID = 16;
const IDS_OF_POOL = 4_096;
const pool = new Uint8Array(BYTES_OF_ID * IDS_OF_POOL);
let at = pool.length;
let sequence = 0;

/** A UUIDv7 that sorts after those before it, its random bytes taken from the system some thousands at a time: that is what most of its cost is. */
export function oneOfManyIds(): string {
  if (at === pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  at += BYTES_OF_ID;
  sequence = (sequence + 1) & 0x7fff_ffff;
  return uuidv7({ random: pool.subarray(at - BYTES_OF_ID, at), seq: sequence });
}
