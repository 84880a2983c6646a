import 'reflect-metadata';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refused } from '../../kernel/write/refusal.js';
import { readOutline } from './geojson.js';

const square = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]];

function why(geometry: unknown): string {
  try {
    readOutline(typeof geometry === 'string' ? geometry : JSON.stringify(geometry), 'geometry');
  } catch (error) {
    if (error instanceof Refused) return `${error.refusals[0]?.code} ${error.refusals[0]?.values['what']}`;
    throw error;
  }
  return 'accepted';
}

describe('an outline', () => {
  it('is a Polygon or a MultiPolygon, with the box around it', () => {
    expect(readOutline(JSON.stringify({ type: 'Polygon', coordinates: [square] }), 'geometry').box).toEqual({ west: 0, south: 0, east: 1, north: 1 });
    const islands = { type: 'MultiPolygon', coordinates: [[square], [square.map(([x = 0, y = 0]) => [x + 5, y - 7])]] };
    expect(readOutline(JSON.stringify(islands), 'geometry')).toEqual({ geometry: islands, box: { west: 0, south: -7, east: 6, north: 1 } });
  });

  it('is refused with what is wrong and where', () => {
    expect(why('{')).toMatch(/^GEOMETRY_INVALID .*JSON/);
    expect(why({ type: 'Point', coordinates: [0, 0] })).toMatch(/^GEOMETRY_INVALID type: /);
    expect(why({ type: 'Polygon', coordinates: [] })).toBe('GEOMETRY_INVALID coordinates: a polygon has at least one ring');
    expect(why({ type: 'Polygon', coordinates: [square.slice(0, 4)] })).toBe('GEOMETRY_INVALID coordinates.0: the last position of a ring equals the first');
    expect(why({ type: 'Polygon', coordinates: [square.slice(2)] })).toBe('GEOMETRY_INVALID coordinates.0: a ring has at least four positions');
    expect(why({ type: 'Polygon', coordinates: [[[0, 0], [181, 0], [1, 1], [0, 0]]] })).toMatch(/^GEOMETRY_INVALID coordinates\.0\.1\.0: /);
    expect(why({ type: 'Polygon', coordinates: [[[0, 0], [0, 91], [1, 1], [0, 0]]] })).toMatch(/^GEOMETRY_INVALID coordinates\.0\.1\.1: /);
  });

  it('never makes anything but a refusal, whatever the text', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(why(text)).toMatch(/^GEOMETRY_INVALID /);
    }));
  });
});
