import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { MikroORM } from '@mikro-orm/postgresql';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { buildSchema } from 'type-graphql';
import { entities } from './naive-entities.mjs';
import { loadersOf } from './naive-loaders.mjs';
import { naiveResolvers } from './naive-resolvers.mjs';
import { given, POOL_SIZE, ready } from './ready.mjs';

/** What many would write first: Apollo, type-graphql and MikroORM as their guides show them, over Kinga's entity classes. */
const { databaseUrl } = given();
const orm = new MikroORM({ entities, metadataProvider: ReflectMetadataProvider, clientUrl: databaseUrl, pool: { min: 0, max: POOL_SIZE } });
const schema = await buildSchema({ resolvers: naiveResolvers, validate: false });
const server = new ApolloServer({ schema });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async () => {
    const em = orm.em.fork();
    return { em, ...loadersOf(em) };
  },
});
ready(url);
