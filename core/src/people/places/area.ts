import type { Area } from '../area.js';
import { PlaceBoundary } from './boundary.js';
import { ChangePlaceCodes } from './change-codes.js';
import { PlaceCode } from './code.js';
import { placeHierarchyRegistered, placesMoved, placesRegistered, placesReplaced, placeUpdated } from './events.js';
import { PlaceHierarchy } from './hierarchy.js';
import { LeavePlaceHierarchy } from './leave-hierarchy.js';
import { PlaceLink } from './link.js';
import { MovePlaces } from './move-places.js';
import { placePermissions } from './permissions.js';
import { GivePlaceStatistics } from './place-statistics.js';
import { Place } from './place.js';
import { PointOfPlace } from './point.js';
import { RegisterPlaceHierarchy } from './register-hierarchy.js';
import { RegisterPlaces } from './register-places.js';
import { ReplacePlaces } from './replace-places.js';
import { placeDirectory } from './scope-directory.js';
import { SetPlaceBoundary } from './set-boundary.js';
import { PlaceSuccession } from './succession.js';
import { UpdatePlace } from './update-place.js';

export const places: Area = {
  entities: [Place, PlaceHierarchy, PlaceLink, PlaceCode, PlaceBoundary, PlaceSuccession],
  resolvers: [
    RegisterPlaces, RegisterPlaceHierarchy, UpdatePlace, MovePlaces, LeavePlaceHierarchy, ReplacePlaces, ChangePlaceCodes, SetPlaceBoundary, PointOfPlace, GivePlaceStatistics,
  ],
  permissions: placePermissions,
  contributes: [placeDirectory],
  events: [placesRegistered, placeUpdated, placesMoved, placesReplaced, placeHierarchyRegistered],
};
