import { describe, expect, it } from 'vitest';
import { treeOf } from '../../src/model/source.ts';
import { SECOND } from '../../src/model/value.ts';
import { applicationReader } from '../../src/readers/inside/application.ts';
import { connectionsOf } from '../../src/readers/inside/application/addresses.ts';
import { spelled } from '../../src/readers/inside/application/spellings.ts';
import { gunicornReader } from '../../src/readers/inside/gunicorn.ts';
import { nodeReader } from '../../src/readers/inside/node.ts';
import { containerOf, factsOf, placeOf, valuesOf, type Said } from './container.ts';

const application = (said: Said) => factsOf(applicationReader, said);
const python = (requirements: string, environment: Readonly<Record<string, string>> = {}, command: readonly string[] = ['gunicorn', 'app']) => factsOf(gunicornReader, { command, files: { '/app/requirements.txt': requirements }, environment });
const node = (dependencies: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>> = {}, cores?: number) =>
  nodeReader.read(containerOf({ image: 'node:20', files: { '/app/package.json': JSON.stringify({ dependencies }) }, environment }), { tree: treeOf({}), ...(cores === undefined ? {} : { cores }) });

describe('names', () => {
  it.each([
    ['DB_POOL_SIZE', 'max'], ['DATABASE_POOL_SIZE', 'max'], ['POOL_SIZE', 'max'], ['DB_MAX_POOL_SIZE', 'max'], ['SHOP_DB__POOL_SIZE', 'max'], ['SHOP_DB__DB_POOL_SIZE', 'max'], ['shop_database_pool_max_size', 'max'], ['MAX_DB_CONNECTIONS', 'max'], ['POSTGRES_MAX_CONNS', 'max'],
    ['DB_MAX_OPEN_CONNS', 'max'], ['POSTGRES_POOLSIZE', 'max'], ['PG_POOL', 'max'], ['READ_DATABASE_POOL_SIZE', 'max'], ['SHOP_DB__max_overflow', 'overflow'], ['MAX_OVERFLOW', 'overflow'], ['DB_POOL_MIN', 'min'], ['DB_POOL_TIMEOUT', 'wait'], ['maxPoolSize', 'max'],
  ])('%s is %s', (name, means) => expect(spelled(name)).toEqual({ means }));

  it.each(['MAX_CONNECTIONS', 'HTTP_MAX_CONNECTIONS', 'REDIS_POOL_SIZE', 'SERVER_MAX_CONNECTIONS', 'THREAD_POOL_SIZE', 'DB_CONNECTION', 'DB_HOST', 'POSTGRES_DB', 'DB_MAX_IDLE_CONNS', 'POOL_MODE', 'WORKER_POOL_SIZE', 'SQLITE_POOL_SIZE', 'CARPOOL_SIZE'])('%s is no pool', (name) => expect(spelled(name)).toBeUndefined());
});

describe('libraries', () => {
  it('counts the default of the library that the manifest names', () => {
    const facts = python('flask==3.0.0\nSQLAlchemy>=2.0\npsycopg2-binary\ngunicorn==21.2.0\n');
    expect(valuesOf(facts)).toMatchObject({ 'pool.library': 'sqlalchemy', 'sqlalchemy.pool_size': 5, 'sqlalchemy.max_overflow': 10, 'sqlalchemy.pool_timeout': 30 * SECOND, 'component.version': '21.2.0' });
    expect(facts.entries.find((entry) => entry.id === 'db.sqlalchemy.pool_size')?.origin).toEqual({ from: 'default', of: 'SQLAlchemy' });
  });

  it('puts names of the team under the library', () => {
    const facts = python('sqlalchemy', { DB_POOL_SIZE: '10', DB_MAX_OVERFLOW: '20' });
    expect(valuesOf(facts)).toMatchObject({ 'sqlalchemy.pool_size': 10, 'sqlalchemy.max_overflow': 20, 'sqlalchemy.pool_timeout': 30 * SECOND });
    expect(placeOf(facts, 'sqlalchemy.pool_size')).toBe('docker-compose.yml:10:5');
  });

  it.each([[{ pg: '^8' }, 'pg', 'node.pool_max', 10], [{ postgres: '^3' }, 'postgresjs', 'postgresjs.max', 10], [{ sequelize: '6', pg: '8' }, 'sequelize', 'sequelize.max', 5], [{ knex: '3', pg: '8' }, 'knex', 'knex.max', 10], [{ typeorm: '0.3', pg: '8' }, 'typeorm', 'typeorm.poolSize', 10], [{ '@prisma/client': '^7.1.0' }, 'prisma', 'prisma.connection_limit', 10]] as const)(
    '%j', (dependencies, library, id, size) => expect(valuesOf(node(dependencies as Readonly<Record<string, string>>))).toMatchObject({ 'pool.library': library, [id]: size }));

  it('knows that the pool of Prisma follows the host', () => {
    expect(valuesOf(node({ '@prisma/client': '5.0.0' }, {}, 4))['prisma.connection_limit']).toBe(9);
    expect(node({ '@prisma/client': '5.0.0' }).unread[0]?.id).toBe('db.prisma.connection_limit');
    const stated = node({ '@prisma/client': '5.0.0' }, { DATABASE_URL: 'postgresql://u:p@db:5432/shop?connection_limit=20&pool_timeout=5&pgbouncer=true' });
    expect(valuesOf(stated)).toMatchObject({ 'prisma.connection_limit': 20, 'prisma.pool_timeout': 5 * SECOND, 'prisma.pgbouncer': true });
  });

  it('lets Django have a connection for each thread', () => {
    expect(valuesOf(python('Django==5.0', {}, ['gunicorn', '--threads', '4', 'shop.wsgi']))).toMatchObject({ 'pool.library': 'django', 'django.connections': 4 });
    expect(valuesOf(python('django', { CONN_MAX_AGE: '60' }))).toMatchObject({ 'django.connections': 1, 'django.CONN_MAX_AGE': 60 * SECOND });
  });

  it('reads the JVM, .NET, Go, Ruby, Elixir, Rust and PHP', () => {
    expect(valuesOf(application({ image: 'eclipse-temurin:21', environment: { JAVA_OPTS: '-Xms256m -Xmx512m', SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE: '30' } }))).toMatchObject({ 'hikari.maximumPoolSize': 30, 'hikari.connectionTimeout': 30 * SECOND, 'jvm.Xmx': 512 * 1024 ** 2 });
    expect(valuesOf(application({ image: 'eclipse-temurin:21', files: { '/app/pom.xml': '<artifactId>spring-boot-starter-data-jpa</artifactId>' } }))['hikari.maximumPoolSize']).toBe(10);
    expect(valuesOf(application({ image: 'mcr.microsoft.com/dotnet/aspnet:8.0', environment: { ConnectionStrings__Default: 'Host=db;Port=5432;Username=u;Password=p;Maximum Pool Size=40' } }))).toMatchObject({ 'npgsql.Maximum Pool Size': 40, 'npgsql.Timeout': 15 * SECOND });
    expect(valuesOf(application({ image: 'golang:1.22', environment: { DATABASE_URL: 'postgres://u:p@db/shop?pool_max_conns=25' } }))).toMatchObject({ 'pgx.pool_max_conns': 25 });
    expect(valuesOf(application({ image: 'golang:1.22', files: { '/src/go.mod': 'require github.com/lib/pq v1.10.9\n' } }))['database_sql.MaxOpenConns']).toBe(0);
    const rails = application({ image: 'ruby:3.3', command: ['bundle', 'exec', 'puma', '-C', 'config/puma.rb'], environment: { RAILS_MAX_THREADS: '8' }, files: { '/app/Gemfile': 'gem "rails"\n', '/app/config/puma.rb': 'threads_count = ENV.fetch("RAILS_MAX_THREADS") { 5 }\nthreads threads_count, threads_count\nworkers ENV.fetch("WEB_CONCURRENCY", 2)\n', '/app/config/database.yml': 'production:\n  pool: <%= ENV.fetch("DB_POOL") { 7 } %>\n' } });
    expect(valuesOf(rails)).toMatchObject({ 'application.workers': 2, 'application.threads': 8, 'activerecord.pool': 7 });
    expect(valuesOf(application({ image: 'elixir:1.16', environment: { POOL_SIZE: '15' }, files: { '/app/mix.exs': '{:ecto_sql, "~> 3.10"}' } }))['ecto.pool_size']).toBe(15);
    expect(valuesOf(application({ image: 'rust:1', files: { '/app/Cargo.toml': '[dependencies]\nsqlx = "0.7"\n' } }))['sqlx.max_connections']).toBe(10);
    expect(valuesOf(application({ image: 'php:8.3-fpm', files: { '/usr/local/etc/php-fpm.d/www.conf': '[www]\npm.max_children = 50\n' } }))).toMatchObject({ 'php_fpm.pm.max_children': 50, 'container.listens[9000]': true });
    expect(valuesOf(application({ image: 'postgrest/postgrest:v12', environment: { PGRST_DB_POOL: '20' } }))['postgrest.db-pool']).toBe(20);
  });

  describe('Rails', () => {
    const files = { '/app/config/puma.rb': 'max_threads_count = ENV.fetch("RAILS_MAX_THREADS") { 5 }\nthreads max_threads_count, max_threads_count\nworkers ENV.fetch("WEB_CONCURRENCY") { 2 }\n', '/app/config/database.yml': 'production:\n  adapter: postgresql\n  pool: <%= ENV.fetch("RAILS_MAX_THREADS") { 5 } %>\n' };
    const environment = { RAILS_MAX_THREADS: '16', WEB_CONCURRENCY: '8', DATABASE_URL: 'postgresql://u:p@db/shop?pool=5' };

    it('lays DATABASE_URL over database.yml, and points to the variables that files ask for', () => {
      const web = application({ image: 'ruby:3.3', command: ['bundle', 'exec', 'puma', '-C', 'config/puma.rb'], environment, files });
      expect(valuesOf(web)).toMatchObject({ 'application.workers': 8, 'application.threads': 16, 'activerecord.pool': 5, 'pool.library': 'activerecord' });
      expect([placeOf(web, 'application.threads'), placeOf(web, 'application.workers'), placeOf(web, 'activerecord.pool')]).toEqual(['docker-compose.yml:10:5', 'docker-compose.yml:11:5', 'docker-compose.yml:12:5']);
      expect(web.unread).toEqual([]);
      expect(placeOf(application({ image: 'ruby:3.3', command: ['puma'], files }), 'application.workers')).toBe('app/config/puma.rb:3:9');
    });

    it('runs Sidekiq in one process with threads of its own', () => {
      const worker = (more: readonly string[], own = {}) => valuesOf(application({ image: 'ruby:3.3', command: ['bundle', 'exec', 'sidekiq', ...more], environment: own, files }));
      expect(worker(['-c', '25'], environment)).toMatchObject({ 'application.workers': 1, 'application.threads': 25, 'activerecord.pool': 5 });
      expect(worker([], { RAILS_MAX_THREADS: '7' })).toMatchObject({ 'application.workers': 1, 'application.threads': 7, 'activerecord.pool': 7 });
      expect(worker([])).toMatchObject({ 'application.workers': 1, 'application.threads': 5 });
    });
  });

  it('names of its own count without a manifest', () => {
    expect(valuesOf(factsOf(nodeReader, { image: 'node:22', environment: { PGHOST: 'db', PGPOOL_MAX: '30' } }))).toMatchObject({ 'pool.library': 'pool', 'pool.max': 30 });
    expect(spelled('PGPOOL_MAX_POOL')).toBeUndefined();
  });

  it('a pool in a connection string makes an application of what says nothing else', () => {
    const said = { image: 'registry.example.com/api', environment: { DATABASE_URL: 'Host=pg;Port=5432;Username=u;Password=p;Maximum Pool Size=100;Timeout=60' } };
    expect(applicationReader.recognises(containerOf(said))).toBe(true);
    expect(applicationReader.recognises(containerOf({ image: 'exporter', environment: { DATA_SOURCE_NAME: 'postgresql://u:p@db/shop?sslmode=disable' } }))).toBe(false);
    expect(valuesOf(application(said))).toMatchObject({ 'npgsql.Maximum Pool Size': 100, 'npgsql.Timeout': 60 * SECOND });
  });

  it('says what decides where nothing is told', () => {
    const origin = application({ image: 'golang:1.23' }).entries.find(({ id }) => id === 'db.application.workers')?.origin;
    expect(origin).toEqual({ from: 'default', of: 'go: one process unless told' });
  });

  it('tells flags that the JVM reads from those of a start script', () => {
    const by = (said: Said) => valuesOf(application(said))['jvm.options_variable'];
    expect(by({ image: 'shop/app:1', environment: { JAVA_OPTS: '-Xmx2g' } })).toBe('JAVA_OPTS');
    expect(by({ image: 'tomcat:10', environment: { JAVA_OPTS: '-Xmx2g' } })).toBeUndefined();
    expect(by({ image: 'shop/app:1', command: ['sh', '-c', 'java $JAVA_OPTS -jar app.jar'], environment: { JAVA_OPTS: '-Xmx2g' } })).toBeUndefined();
    expect(by({ image: 'shop/app:1', environment: { JAVA_TOOL_OPTIONS: '-Xmx2g' } })).toBeUndefined();
  });

  it('reads GOMEMLIMIT', () => {
    const limit = (text: string) => valuesOf(application({ image: 'golang:1.23', environment: { GOMEMLIMIT: text } }))['go.GOMEMLIMIT'];
    expect([limit('600MiB'), limit('1048576'), limit('4096B'), limit('off')]).toEqual([600 * 1024 ** 2, 1_048_576, 4096, undefined]);
  });

  it('reads application.properties and application.yml, under the environment', () => {
    const files = { '/app/pom.xml': 'spring-boot-starter-data-jpa', '/app/src/main/resources/application.properties': 'spring.datasource.url=jdbc:postgresql://${DB_HOST:db}:5432/shop\nspring.datasource.hikari.maximum-pool-size=${POOL:25}\n' };
    const facts = application({ image: 'eclipse-temurin:21', files });
    expect(valuesOf(facts)['hikari.maximumPoolSize']).toBe(25);
    expect(placeOf(facts, 'hikari.maximumPoolSize')).toBe('app/src/main/resources/application.properties:2:44');
    expect(facts.connections.map(({ host, port, protocol }) => [host, port, protocol])).toEqual([['db', 5432, 'postgres']]);
    expect(valuesOf(application({ image: 'eclipse-temurin:21', files, environment: { POOL: '7' } }))['hikari.maximumPoolSize']).toBe(7);
    const yaml = { '/app/application.yml': 'spring:\n  datasource:\n    hikari:\n      maximum-pool-size: 12\n' };
    expect(valuesOf(application({ image: 'eclipse-temurin:21', files: yaml }))['hikari.maximumPoolSize']).toBe(12);
  });

  it('knows libraries by what only they understand', () => {
    expect(valuesOf(application({ image: 'eclipse-temurin:21', environment: { SPRING_DATASOURCE_URL: 'jdbc:postgresql://db/shop' } }))['hikari.maximumPoolSize']).toBe(10);
    expect(valuesOf(python('requests', { DATABASE_URL: 'postgresql+asyncpg://u:p@db/shop' }))).toMatchObject({ 'pool.library': 'sqlalchemy', 'sqlalchemy.pool_size': 5, 'sqlalchemy.max_overflow': 10 });
    expect(valuesOf(application({ image: 'mcr.microsoft.com/dotnet/aspnet:8.0', environment: { ConnectionStrings__Shop: 'Host=db;Username=u;Password=p;Port=5432' } }))['npgsql.Maximum Pool Size']).toBe(100);
  });

  it('takes the manifests of its own language, in the build folder too', () => {
    const tree = treeOf({ 'api/requirements.txt': 'sqlalchemy\n', 'api/frontend/package.json': '{"dependencies": {"pg": "8"}}', 'go.mod': 'require github.com/jackc/pgx/v5 v5.5.0\n' });
    const at = { file: 'docker-compose.yml', line: 3, column: 5 };
    expect(valuesOf(gunicornReader.read({ ...containerOf({ command: ['gunicorn', 'app'] }), build: 'api' }, { tree }))['pool.library']).toBe('sqlalchemy');
    const go = { ...containerOf({}), build: '.', base: { text: 'golang:1.22', at } };
    expect(valuesOf(applicationReader.read(go, { tree, cores: 8 }))).toMatchObject({ 'pool.library': 'pgx', 'pgx.pool_max_conns': 8 });
    expect(applicationReader.read(go, { tree }).unread[0]).toMatchObject({ id: 'db.pgx.pool_max_conns' });
  });

  it('says that it does not know, where nothing tells', () => {
    expect(python('psycopg2-binary', { DATABASE_URL: 'postgres://db/shop' }).unread).toEqual([expect.objectContaining({ id: 'db.pool.max', because: 'app/requirements.txt names no library whose pool is known' })]);
    expect(python('requests').unread).toEqual([]);
    expect(factsOf(gunicornReader, { command: ['gunicorn', 'app'], files: { '/app/requirements.txt': 'sqlalchemy' }, unresolved: { DB_POOL_SIZE: '${POOL} is not set' } }).unread).toEqual([expect.objectContaining({ id: 'db.sqlalchemy.pool_size', because: '${POOL} is not set' })]);
  });
});

describe('ports', () => {
  const of = (said: Said) => Object.keys(valuesOf(application(said))).filter((id) => id.startsWith('container.listens'));

  it('are those of which it is certain', () => {
    expect(of({ command: ['flask', 'run', '--host=0.0.0.0', '-p', '8080'] })).toEqual(['container.listens[8080]']);
    expect(of({ command: ['flask', 'run'], environment: { FLASK_RUN_HOST: '0.0.0.0' } })).toEqual(['container.listens[5000]']);
    expect(of({ command: ['flask', 'run'] })).toEqual([]);
    expect(of({ command: ['python', 'manage.py', 'runserver', '0.0.0.0:8000'] })).toEqual(['container.listens[8000]']);
    expect(of({ command: ['python', 'manage.py', 'runserver', '8000'] })).toEqual([]);
    expect(of({ command: ['bundle', 'exec', 'puma', '-p', '3000'] })).toEqual(['container.listens[3000]']);
    expect(of({ command: ['rails', 's', '-b', '0.0.0.0', '-p', '3000'] })).toEqual(['container.listens[3000]']);
    expect(of({ image: 'mcr.microsoft.com/dotnet/aspnet:8.0', environment: { ASPNETCORE_URLS: 'http://+:80' } })).toEqual(['container.listens[80]']);
    expect(of({ image: 'eclipse-temurin:21', environment: { SERVER_PORT: '8081', SPRING_PROFILES_ACTIVE: 'prod' } })).toEqual(['container.listens[8081]']);
  });

  it('workers of Celery are the cores of the host, unless told', () => {
    expect(valuesOf(application({ command: ['celery', '-A', 'shop', 'worker', '-c', '4'] }))['application.workers']).toBe(4);
    expect(application({ command: ['celery', '-A', 'shop', 'worker'] }).unread[0]).toMatchObject({ id: 'db.application.workers' });
  });
});

describe('addresses', () => {
  const of = (environment: Readonly<Record<string, string>>) => connectionsOf(containerOf({ environment }), treeOf({})).map(({ host, port, protocol }) => `${protocol} ${host}${port === undefined ? '' : `:${port}`}`);

  it.each([
    [{ DATABASE_URL: 'postgresql+psycopg2://u:p@ss/w@db:5432/shop' }, ['postgres db:5432']],
    [{ SPRING_DATASOURCE_URL: 'jdbc:postgresql://db:5432/shop' }, ['postgres db:5432']],
    [{ ConnectionStrings__Shop: 'Server=db;Port=3306;Database=shop;Uid=u;Pwd=p;' }, ['mysql db:3306']],
    [{ DSN: 'host=db port=5432 user=u password=p' }, ['postgres db:5432']],
    [{ MYSQL_DSN: 'u:p@tcp(mysql:3306)/shop' }, ['mysql mysql:3306']],
    [{ DB_HOST: 'db', DB_PORT: '5432' }, ['postgres db:5432']], [{ DB_HOST: 'db', DB_CONNECTION: 'mysql' }, ['mysql db']], [{ PGHOST: 'db', PGPORT: '6432' }, ['postgres db:6432']], [{ POSTGRES_SERVER: 'db' }, ['postgres db']],
    [{ REDIS_URL: 'redis://:secret@cache:6379/0' }, ['redis cache:6379']], [{ REDIS_HOST: 'cache' }, ['redis cache']], [{ CELERY_BROKER_URL: 'amqp://guest:guest@rabbit//' }, ['amqp rabbit']], [{ MONGO_URL: 'mongodb://a:27017,b:27017/x' }, ['mongodb a:27017', 'mongodb b:27017']],
    [{ KAFKA_BOOTSTRAP_SERVERS: 'kafka:9092' }, ['kafka kafka:9092']], [{ API_URL: 'http://api:3000/v1' }, ['http api:3000']],
    [{ NEXT_PUBLIC_API_URL: 'http://api:3000' }, []], [{ CORS_ORIGIN: 'http://web:3000' }, []], [{ DATABASE_URL: 'sqlite:///./app.db' }, []], [{ HOST: '0.0.0.0' }, []], [{ APP_HOST: 'app' }, []], [{ MESSAGE: 'see: http' }, []],
  ] as const)('%j', (environment, expected) => expect(of(environment as Readonly<Record<string, string>>)).toEqual(expected));

  it('stand in commands, too', () => {
    const ofCommand = (...command: readonly string[]) => connectionsOf(containerOf({ command }), treeOf({})).map(({ host, protocol, text }) => `${protocol} ${host}, ${text ?? ''}`);
    expect(ofCommand('rq', 'worker', '--url', 'redis://:secret@redis:6379')).toEqual(['redis redis, command: redis://redis:6379']);
    expect(ofCommand('celery', '--broker=amqp://u:secret@rabbit//', 'worker')).toEqual(['amqp rabbit, --broker: amqp://rabbit']);
    expect(ofCommand('curl', 'http://api:3000')).toEqual([]);
  });

  it('points into the value, and keeps no password', () => {
    const tree = treeOf({ 'docker-compose.yml': `${'\n'.repeat(9)}    "postgres://u:secret@db:5432/shop"\n` });
    const [found] = connectionsOf(containerOf({ environment: { DATABASE_URL: 'postgres://u:secret@db:5432/shop' } }), tree);
    expect(found?.at).toEqual({ file: 'docker-compose.yml', line: 10, column: 26 });
    expect(JSON.stringify(found)).not.toContain('secret');
  });
});
