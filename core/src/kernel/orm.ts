export { MikroORM } from '@mikro-orm/postgresql';
export { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
