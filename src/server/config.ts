/** What a server is run with: the shape of a rendered server.config.mjs, and of one written by hand. Times are in milliseconds, sizes in bytes, and limits those of one process, where a name says nothing else. */
export interface Config {
  readonly name: string;
  readonly listen: Listen;
  readonly processes: Processes;
  readonly http: Http;
  /** Those that differ from the rest. */
  readonly routes: readonly Route[];
  readonly postgres?: Postgres;
  /** Further ones by name. */
  readonly otherDatabases?: Readonly<Record<string, Postgres>>;
  readonly redis?: Redis;
  /** Further ones by name. */
  readonly otherCaches?: Readonly<Record<string, Redis>>;
  readonly kafka?: Kafka;
  /** Further ones by name. */
  readonly otherQueues?: Readonly<Record<string, Kafka>>;
  /** Addresses of other applications by name. */
  readonly services?: Readonly<Record<string, string>>;
  /** How long cached data is kept. */
  readonly cache: Lifetimes;
  /** When to answer 503 instead of working, in the names of Fastify's under-pressure. */
  readonly pressure: Pressure;
  /** What to do after SIGTERM, in this order. */
  readonly shutdown: Shutdown;
  /** Paths that the platform asks. */
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Where the server listens. */
export interface Listen {
  readonly host: string;
  readonly port: number;
  readonly backlog: number;
  /** Every process listens itself, without a primary that hands connections out. */
  readonly reusePort: boolean;
}

/** How many processes there are, and what each may use. */
export interface Processes {
  readonly workers: number;
  /** MiB of each. */
  readonly heap: number;
  /** MiB of each. */
  readonly semiSpace: number;
  /** For UV_THREADPOOL_SIZE, which must be set before a process starts. */
  readonly threadPool: number;
  /** The flags of each; NODE_OPTIONS says the same. */
  readonly execArgv: readonly string[];
}

/** For `http.createServer`, and what frameworks have beside it. */
export interface Http {
  readonly keepAliveTimeout: number;
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly connectionsCheckingInterval: number;
  readonly maxHeaderSize: number;
  /** 0 is without end. */
  readonly maxRequestsPerSocket: number;
  readonly maxConnections: number;
  readonly bodyLimit: number;
  /** 0 is without end. */
  readonly handlerTimeout: number;
  /** How many proxies are believed. */
  readonly trustProxy: number;
}

/** What one path, and all below it, has instead of what the rest has. */
export interface Route {
  readonly path: string;
  readonly bodyLimit?: number;
  /** Instead of `http.handlerTimeout`. */
  readonly timeout?: number;
  readonly stream: 'none' | 'websocket' | 'sse';
}

/** A pool of database connections. */
export interface Postgres {
  /** For `new pg.Pool`. */
  readonly pool: PostgresPool;
  readonly passwordFile: string;
  /** Whether named prepared statements may be used. */
  readonly prepare: boolean;
}

/** The options of `new pg.Pool`, of each process. */
export interface PostgresPool {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: () => string;
  readonly max: number;
  readonly connectionTimeoutMillis: number;
  readonly idleTimeoutMillis: number;
  readonly maxLifetimeSeconds: number;
  readonly statement_timeout?: number;
  readonly application_name: string;
  readonly keepAlive: boolean;
}

/** A client of a cache. */
export interface Redis {
  /** For `new Redis` of ioredis. */
  readonly client: RedisClient;
  readonly connections: number;
}

/** The options of `new Redis`, of each process. */
export interface RedisClient {
  readonly host: string;
  readonly port: number;
  /** Whom to ask where the master is; `host` and `port` then stand for those who cannot ask. */
  readonly sentinels?: readonly RedisSentinel[];
  /** The master's name, as the sentinels know it. */
  readonly name?: string;
  /** Whether a new master is heard of from the sentinels, not only by a connection that breaks. */
  readonly failoverDetector?: boolean;
  readonly connectTimeout: number;
  readonly commandTimeout: number;
  readonly maxRetriesPerRequest: number;
}

/** Clients of a queue. */
export interface Kafka {
  /** For `new Kafka` of kafkajs, or of @confluentinc/kafka-javascript in its KafkaJS form. */
  readonly client: KafkaClient;
  /** For `kafka.consumer`: all processes of all replicas are one group. */
  readonly consumer: KafkaConsumer;
  readonly consumers: number;
  /** For `consumer.run`. */
  readonly partitionsConsumedConcurrently: number;
}

/** The options of `new Kafka`, of each process. */
export interface KafkaClient {
  readonly clientId: string;
  readonly brokers: string[];
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
}

/** The options of a consumer. */
export interface KafkaConsumer {
  readonly groupId: string;
  readonly sessionTimeout: number;
  readonly heartbeatInterval: number;
  readonly rebalanceTimeout: number;
  readonly maxBytesPerPartition: number;
}

/** A process that watches the copies of a cache. */
export interface RedisSentinel {
  readonly host: string;
  readonly port: number;
}

/** How long cached data is kept. */
export interface Lifetimes {
  readonly short: number;
  readonly medium: number;
  readonly long: number;
}

/** When to answer 503 instead of working. */
export interface Pressure {
  /** Requests worked on at once. */
  readonly maxInFlight: number;
  readonly maxEventLoopDelay: number;
  /** 0 to 1, over each interval. */
  readonly maxEventLoopUtilization: number;
  readonly eventLoopUtilizationMode: 'interval';
  readonly maxHeapUsedBytes: number;
  readonly maxRssBytes: number;
  readonly sampleInterval: number;
  /** Seconds. */
  readonly retryAfter: number;
}

/** How long each step after SIGTERM may take. */
export interface Shutdown {
  /** Say "not ready" and keep serving. */
  readonly delay: number;
  /** Let running requests finish. */
  readonly drain: number;
  /** Close pools. */
  readonly close: number;
}

/** Paths that the platform asks. */
export interface Health {
  /** Whether the process lives. */
  readonly live: string;
  /** Whether it wants traffic. */
  readonly ready: string;
}

/** Where metrics are served: on a port of their own, not the public one. */
export interface Metrics {
  readonly port: number;
  /** The response time around which durations are counted most closely; half of `pressure.maxEventLoopDelay` where it is left out. */
  readonly latency?: number;
  /** A response time that an alert asks for: a bucket ends there. */
  readonly threshold?: number;
}

/** What is logged: `fatal` to `trace`, or `silent`. */
export interface Log {
  readonly level: string;
}
