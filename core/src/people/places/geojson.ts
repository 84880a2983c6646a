import { z } from 'zod';
import { refuse } from '../../kernel/write/refusal.js';
import { geometryInvalid } from './refusals.js';

/** Longitude, latitude and, where a file has it, height. */
const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).rest(z.number());
const ring = z.array(position).min(4, 'a ring has at least four positions').refine(
  (positions) => positions[0]?.every((coordinate, index) => coordinate === positions.at(-1)?.[index]) ?? false,
  'the last position of a ring equals the first',
);
const polygon = z.array(ring).min(1, 'a polygon has at least one ring');
/** RFC 7946, sections 3.1.6 and 3.1.7. */
const outline = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: polygon }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1, 'a MultiPolygon has at least one polygon') }),
]);

/** An outline of a place and the box around it. */
export interface Outline {
  readonly geometry: z.infer<typeof outline>;
  readonly box: { readonly west: number; readonly south: number; readonly east: number; readonly north: number };
}

/** Reads the text of a GeoJSON geometry; refuses what is no Polygon or MultiPolygon, says what and where. */
export function readOutline(text: string, path: string): Outline {
  const read = outline.safeParse(parse(text, path));
  if (!read.success) {
    const [issue] = read.error.issues;
    refuse(geometryInvalid(path, { what: [issue?.path.join('.'), issue?.message].filter(Boolean).join(': ') }));
  }
  return { geometry: read.data, box: boxOf(read.data) };
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse(geometryInvalid(path, { what: error instanceof Error ? error.message : String(error) }));
  }
}

function boxOf(geometry: Outline['geometry']): Outline['box'] {
  const box = { west: 180, south: 90, east: -180, north: -90 };
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  for (const [longitude, latitude] of polygons.flat(2)) {
    box.west = Math.min(box.west, longitude);
    box.east = Math.max(box.east, longitude);
    box.south = Math.min(box.south, latitude);
    box.north = Math.max(box.north, latitude);
  }
  return box;
}
