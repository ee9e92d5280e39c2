import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/model/value.ts';
import { gunicornReader } from '../../src/readers/inside/gunicorn.ts';
import { factsOf, placeOf, valuesOf } from './container.ts';

/** An application of gunicorn with a database, whose code is this. */
const read = (code: string, more: { readonly environment?: Readonly<Record<string, string>>; readonly requirements?: string } = {}) => factsOf(gunicornReader, {
  command: ['gunicorn', '-w', '4', 'shop:app'], environment: { DATABASE_URL: 'postgresql://shop@db:5432/shop', ...more.environment },
  files: { '/app/shop/db.py': code, '/app/requirements.txt': more.requirements ?? 'sqlalchemy==2.0.36\ngunicorn==27.0.1\n' },
});

describe('pools in the code of a Python application', () => {
  it('arguments of an engine, each in its place', () => {
    const facts = read('from sqlalchemy import create_engine\nengine = create_engine(URL, pool_size=10, max_overflow=20,\n    pool_timeout=60, pool_recycle=3600, pool_pre_ping=True)\n');
    expect(valuesOf(facts)).toMatchObject({
      'sqlalchemy.pool_size': 10, 'sqlalchemy.max_overflow': 20, 'sqlalchemy.pool_timeout': 60 * SECOND, 'sqlalchemy.pool_recycle': 3600 * SECOND, 'sqlalchemy.pool_pre_ping': true, 'pool.library': 'sqlalchemy',
    });
    expect(placeOf(facts, 'sqlalchemy.pool_size')).toBe('app/shop/db.py:2:39');
    expect(placeOf(facts, 'sqlalchemy.pool_timeout')).toBe('app/shop/db.py:3:18');
  });

  it('an engine inside a function, awaited, under another name, of numbers that the environment gives', () => {
    const code = 'import os\nimport sqlalchemy.ext.asyncio as aio\n\ndef connect():\n    return aio.create_async_engine(os.environ["DATABASE_URL"], pool_size=int(os.getenv("POOL", "7")))\n';
    expect(valuesOf(read(code))).toMatchObject({ 'sqlalchemy.pool_size': 7, 'sqlalchemy.max_overflow': 10 });
    expect(valuesOf(read(code, { environment: { POOL: '12' } }))['sqlalchemy.pool_size']).toBe(12);
  });

  it.each([
    ['a class of Flask', 'class Config:\n    SQLALCHEMY_ENGINE_OPTIONS = {"pool_size": 10, "max_overflow": 20}\n'],
    ['the configuration itself', 'app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {\'pool_size\': 10, \'max_overflow\': 20}\n'],
    ['an update', 'app.config.update(SQLALCHEMY_ENGINE_OPTIONS=dict(pool_size=10, max_overflow=20))\n'],
    ['a mapping', 'app.config.from_mapping({"SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": 10, "max_overflow": 20}})\n'],
  ])('the options of Flask-SQLAlchemy in %s', (_where, code) => {
    expect(valuesOf(read(code, { requirements: 'Flask-SQLAlchemy==3.1.1\n' }))).toMatchObject({ 'sqlalchemy.pool_size': 10, 'sqlalchemy.max_overflow': 20 });
  });

  it('what cannot be known is not the default', () => {
    const unread = (code: string) => read(code).unread.map(({ id, because }) => `${id ?? ''}: ${because}`);
    expect(unread('from sqlalchemy import create_engine\ncreate_engine(URL, pool_size=settings.size)\n')).toEqual(['db.sqlalchemy.pool_size: settings.size is not known']);
    expect(unread('from sqlalchemy import create_engine\ncreate_engine(URL, pool_size=5)\ncreate_engine(OTHER, pool_size=50)\n')).toEqual(['db.sqlalchemy.pool_size: the code makes several pools of different sizes']);
    expect(unread('from sqlalchemy import create_engine\ncreate_engine(URL, **options)\n')).toContain('db.sqlalchemy.max_overflow: app/shop/db.py hands over what is put together elsewhere');
    expect(unread('from sqlalchemy import create_engine\nfrom sqlalchemy.pool import NullPool\ncreate_engine(URL, poolclass=NullPool)\n')).toContain('db.sqlalchemy.pool_size: app/shop/db.py makes another kind of pool');
  });

  it('a variable of the environment says what the code does not', () => {
    const code = 'from sqlalchemy import create_engine\ncreate_engine(URL, pool_size=settings.size)\n';
    expect(valuesOf(read(code, { environment: { DB_POOL_SIZE: '20' } }))['sqlalchemy.pool_size']).toBe(20);
    expect(valuesOf(read('from sqlalchemy import create_engine\ncreate_engine(URL, pool_size=10)\n', { environment: { DB_POOL_SIZE: '20' } }))['sqlalchemy.pool_size']).toBe(10);
  });

  it('fields of pydantic\'s settings: the variable of that name, whatever its case, else the default', () => {
    const code = 'from pydantic_settings import BaseSettings\nfrom pydantic import Field\nfrom sqlalchemy import create_engine\n\nclass Settings(BaseSettings):\n    db_url: str\n    pool: int = 8\n    more: int = Field(default=4, ge=0)\n\nsettings = Settings()\ncreate_engine(settings.db_url, pool_size=settings.pool, max_overflow=settings.more)\n';
    const facts = read(code);
    expect(valuesOf(facts)).toMatchObject({ 'sqlalchemy.pool_size': 8, 'sqlalchemy.max_overflow': 4 });
    expect(placeOf(facts, 'sqlalchemy.pool_size')).toBe('app/shop/db.py:7:17');
    const told = read(code, { environment: { POOL: '12' } });
    expect(valuesOf(told)['sqlalchemy.pool_size']).toBe(12);
    expect(placeOf(told, 'sqlalchemy.pool_size')).toBe('docker-compose.yml:11:5');
    expect(read(code.replace('    pool:', '    model_config = SettingsConfigDict(env_prefix="SHOP_")\n    pool:')).unread.map(({ id }) => id)).toContain('db.sqlalchemy.pool_size');
  });

  it('a database in a file, tests and migrations have no pool of the application', () => {
    expect(valuesOf(read('from sqlalchemy import create_engine\ncreate_engine("sqlite:///x.db", pool_size=50)\n'))['sqlalchemy.pool_size']).toBe(5);
  });

  it('Redis and MongoDB', () => {
    const redis = read('import redis\npool = redis.ConnectionPool.from_url(URL, max_connections=20, retry_on_timeout=True, socket_timeout=1.5)\n');
    expect(valuesOf(redis)).toMatchObject({ 'redis_py.max_connections': 20, 'redis_py.retry_on_timeout': true, 'redis_py.socket_timeout': 1500 });
    expect(valuesOf(read('from pymongo import MongoClient\nclient = MongoClient(URL, maxPoolSize=50, waitQueueTimeoutMS=2500)\n'))).toMatchObject({ 'pymongo.maxPoolSize': 50, 'pymongo.waitQueueTimeoutMS': 2500 });
    const MONGO_URL = 'mongodb://mongo:27017/shop?maxpoolsize=30&waitQueueTimeoutMS=1000';
    expect(valuesOf(read('', { environment: { MONGO_URL } }))).toMatchObject({ 'pymongo.maxPoolSize': 30, 'pymongo.waitQueueTimeoutMS': 1000 });
    expect(valuesOf(read('from pymongo import MongoClient\nMongoClient(URL, maxPoolSize=50)\n', { environment: { MONGO_URL } }))['pymongo.maxPoolSize']).toBe(50);
  });
});
