import { settingsIn, type Setting } from '../../../model/setting.ts';
import * as pools from '../../../settings/pools.ts';
import * as pymongo from '../../../settings/pymongo.ts';
import * as redis from '../../../settings/redis-py.ts';
import type { InCode } from './python-code.ts';

const named = (module: object, kind: string): ReadonlyMap<string, Setting> => new Map(settingsIn(module, kind).map((setting) => [setting.name, setting]));

/** Engines of SQLAlchemy, and the options that Flask-SQLAlchemy hands over to them. */
export const sqlalchemyInCode: InCode = {
  words: ['create_engine', 'create_async_engine', 'SQLALCHEMY_ENGINE_OPTIONS', 'engine_options'],
  calls: /^(?:sqlalchemy|sqlmodel)(?:\.[a-z_]+)*\.(?:create_engine|create_async_engine)$/,
  dictionary: 'SQLALCHEMY_ENGINE_OPTIONS',
  settings: named(pools, 'sqlalchemy'),
  without: /^sqlite/,
  kind: { argument: 'poolclass', usual: /QueuePool$/ },
};

/** Connection pools of redis-py, and clients that make one. */
export const redisInCode: InCode = {
  words: ['redis'],
  calls: /^redis(?:\.asyncio|\.client|\.connection|\.asyncio\.[a-z]+)?\.(?:(?:Blocking)?ConnectionPool|Redis|StrictRedis)(?:\.from_url)?$|^redis(?:\.asyncio)?\.from_url$/,
  settings: named(redis, 'redis_py'),
};

/** Clients of MongoDB. */
export const pymongoInCode: InCode = {
  words: ['MongoClient', 'PyMongo', 'AsyncIOMotorClient'],
  calls: /^(?:pymongo(?:\.[a-z_]+)*\.(?:Async)?MongoClient|motor\.motor_asyncio\.AsyncIOMotorClient|flask_pymongo\.PyMongo)$/,
  settings: named(pymongo, 'pymongo'),
};
