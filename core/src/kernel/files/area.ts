import { BeginFile } from './begin-file.js';
import { File } from './file.js';
import { FindFile, LinkOfFile } from './find-file.js';
import { filePermissions } from './permissions.js';

export const files = {
  entities: [File],
  resolvers: [BeginFile, FindFile, LinkOfFile],
  permissions: filePermissions,
};
