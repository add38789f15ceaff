import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const START_MS = 60_000;
/** A user of the listener that asks for credentials. */
export const BROKER_USER = { username: 'backfeed', password: 'a-password-for-tests' };

/**
 * One Apache Kafka node in KRaft mode, broker and controller in one, on free ports of 127.0.0.1 with a data folder of its
 * own. `kill` is SIGKILL; `start` brings it back on the same ports and data; `remove` ends it and deletes the folder.
 */
export async function startBroker(classPath) {
  const folder = await mkdtemp(join(tmpdir(), 'backfeed-kafka-'));
  const ports = await freePorts(4);
  const properties = join(folder, 'server.properties');
  const keystore = join(folder, 'broker.p12');
  const certificate = join(folder, 'broker.pem');
  await makeCertificate(keystore, certificate);
  await writeFile(properties, propertiesOf(folder, keystore, ports));
  const { username, password } = BROKER_USER;
  const scram = `SCRAM-SHA-512=[name=${username},password=${password}]`;
  const format = ['format', '-t', 'AAAAAAAAAAAAAAAAAAAAAQ', '-c', properties, '--add-scram', scram];
  await run('java', ['-cp', classPath, 'kafka.tools.StorageTool', ...format]);
  const node = new BrokerNode(classPath, properties, ports);
  await node.start();
  return {
    brokers: [`127.0.0.1:${ports.plain}`],
    /** SASL over TLS, with `caPem` as its certificate. */
    secureBrokers: [`127.0.0.1:${ports.secure}`],
    /** SASL in the clear. */
    saslBrokers: [`127.0.0.1:${ports.sasl}`],
    caPem: await readFile(certificate, 'utf8'),
    start: () => node.start(),
    kill: () => node.end('SIGKILL'),
    async remove() {
      await node.end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

class BrokerNode {
  #process = null;
  #output = '';

  constructor(classPath, properties, ports) {
    this.command = ['-Xmx768m', '-XX:+UseSerialGC', '-cp', classPath, 'kafka.Kafka', properties];
    this.ports = ports;
  }

  async start() {
    this.#output = '';
    this.#process = spawn('java', this.command, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream.setEncoding('utf8').on('data', (text) => (this.#output = (this.#output + text).slice(-20_000)));
    const end = Date.now() + START_MS;
    for (const port of [this.ports.plain, this.ports.sasl, this.ports.secure])
      while (!(await listens(port))) {
        if (this.#process.exitCode !== null || Date.now() > end)
          throw new Error(`the broker did not start: ${this.#output}`);
        await pause(100);
      }
  }

  async end(signal) {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

/** The authority, the broker's key and its certificate are one: self-signed, for 127.0.0.1. */
async function makeCertificate(keystore, certificate) {
  const store = ['-keystore', keystore, '-storepass', 'changeit', '-alias', 'broker'];
  const key = ['-keyalg', 'RSA', '-keysize', '2048', '-dname', 'CN=127.0.0.1', '-ext', 'SAN=ip:127.0.0.1'];
  await run('keytool', ['-genkeypair', '-storetype', 'PKCS12', '-validity', '30', ...key, ...store]);
  await run('keytool', ['-exportcert', '-rfc', '-file', certificate, ...store]);
}

function propertiesOf(folder, keystore, { plain, sasl, secure, controller }) {
  const listeners = `PLAINTEXT://127.0.0.1:${plain},SASL_PLAINTEXT://127.0.0.1:${sasl},SASL_SSL://127.0.0.1:${secure}`;
  const login = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `${listeners},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': listeners,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map':
      'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL',
    'inter.broker.listener.name': 'PLAINTEXT',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config': login,
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': login,
    'ssl.keystore.location': keystore,
    'ssl.keystore.password': 'changeit',
    'ssl.keystore.type': 'PKCS12',
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': false,
    'num.partitions': 6,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 3,
    // Members of a test come when they come; none waits for company.
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const [plain, sasl, secure, controller] = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return { plain, sasl, secure, controller };
}

const listens = async (port) => {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};
