import type { Area } from '../area.js';
import { AddPersonDocument } from './add-document.js';
import { documentAdded, documentRemoved } from './events.js';
import { documentPermissions } from './permissions.js';
import { PersonDocument } from './person-document.js';
import { PersonDocuments } from './person-documents.js';
import { RemovePersonDocument } from './remove-document.js';
import { SetPersonPhoto } from './set-photo.js';

export const documents: Area = {
  entities: [PersonDocument],
  resolvers: [PersonDocuments, SetPersonPhoto, AddPersonDocument, RemovePersonDocument],
  permissions: documentPermissions,
  events: [documentAdded, documentRemoved],
};
