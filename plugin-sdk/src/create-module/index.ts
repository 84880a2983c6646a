export { createModule, type CreatedModule, type CreateModuleOptions } from './create-module.js';
