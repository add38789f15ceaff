#!/usr/bin/env node
import type { CliIo } from './cli/command.js';
import { runCli, type CommandEntry } from './cli/runner.adapter.js';

/** In the order in which people meet them. */
const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'serve',
    summary: 'the server: API, dashboard, auctions, dispatch, settlement',
    load: async () => (await import('./cli/serve.cli.js')).serveCommand,
  },
  {
    name: 'backtest',
    summary: 'runs the production engine over real history',
    load: async () => (await import('./cli/backtest.cli.js')).backtestCommand,
  },
  {
    name: 'token',
    summary: 'a token for scripts and single-machine installations',
    load: async () => (await import('./cli/token.cli.js')).tokenCommand,
  },
  {
    name: 'import',
    summary: 'a new customer’s history as events, so that the forecast has a past',
    load: async () => (await import('./cli/import-sessions.cli.js')).importCommand,
  },
  {
    name: 'capacity',
    summary: 'firm FCR-N capacity of given vehicles',
    load: async () => (await import('./cli/capacity.cli.js')).capacityCommand,
  },
  {
    name: 'readiness',
    summary: 'what parked cars could sell, before the first V2G charger is bought',
    load: async () => (await import('./cli/readiness.cli.js')).readinessCommand,
  },
  {
    name: 'market',
    summary: 'the documents exchanged with the TSO, and what it would answer to one',
    load: async () => (await import('./cli/market.cli.js')).marketCommand,
  },
  {
    name: 'ledger',
    summary: 'the capacity ledger, now or as it was known',
    load: async () => (await import('./cli/ledger.cli.js')).ledgerCommand,
  },
  {
    name: 'explain',
    summary: 'why a bid is what it is, from the log alone',
    load: async () => (await import('./cli/explain.cli.js')).explainCommand,
  },
  {
    name: 'export',
    summary: 'settlement export for finance',
    load: async () => (await import('./cli/export.cli.js')).exportCommand,
  },
  {
    name: 'tso-simulator',
    summary: 'the other side of the market, to test any client against',
    load: async () => (await import('./cli/tso-simulator.cli.js')).tsoSimulatorCommand,
  },
  {
    name: 'fetch',
    summary: 'prices, volumes and frequency from the TSO’s open data',
    load: async () => (await import('./cli/fetch.cli.js')).fetchCommand,
  },
  {
    name: 'replay',
    summary: 'rebuilds every projection from the log, and verifies all of it',
    load: async () => (await import('./cli/replay.cli.js')).replayCommand,
  },
  {
    name: 'backup',
    summary: 'online backup of the embedded log',
    load: async () => (await import('./cli/backup.cli.js')).backupCommand,
  },
  {
    name: 'restore',
    summary: 'a data folder from a backup',
    load: async () => (await import('./cli/restore.cli.js')).restoreCommand,
  },
];

const io: CliIo = { stdout: process.stdout, stderr: process.stderr, env: process.env, now: Date.now };

// A reader that has seen enough, like `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await runCli(process.argv.slice(2), io, COMMANDS);
