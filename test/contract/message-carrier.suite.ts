import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal } from '../../src/kernel/index.js';
import { EDX_TYPE, type EdxMessageType } from '../../src/market/exchange/edx-message-type.js';
import type { CarriedMessage, MessageCarrier } from '../../src/market/exchange/message-carrier.port.js';

/** Both sides of one carrier, and what a test may do to it from outside. */
export interface CarrierPair {
  open(side: 'bsp' | 'tso', onFailure?: (id: string, reason: string) => void): Promise<MessageCarrier>;
  /** Puts something on the way to the BSP that is no message. */
  litter(): Promise<void>;
  /** The reasons of what was put aside. */
  putAside(): Promise<readonly string[]>;
  /** Makes the carrier refuse what the BSP sends; null: this carrier can't be made to. */
  breakDown: (() => Promise<void>) | null;
  /** Keeps what is on its way when both sides are closed. */
  readonly durable: boolean;
  dispose(): Promise<void>;
}

export const aMessage = (id: string, text = `<Document>${id}</Document>\n`): CarriedMessage => ({
  id,
  deliveryDay: '2026-01-13',
  type: EDX_TYPE.bid,
  text,
});

/** Waits until `check` holds; the test's own time-out ends it. */
async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((later) => setTimeout(later, 10));
}

const collect = (carrier: MessageCarrier): CarriedMessage[] => {
  const received: CarriedMessage[] = [];
  carrier.listen((message) => {
    received.push(message);
    return Promise.resolve();
  });
  return received;
};

/** The numbered promises of `MessageCarrier`, one card each; every adapter passes the same. */
export function messageCarrierSuite(name: string, start: () => Promise<CarrierPair>): void {
  describe(`${name} carries market messages`, () => {
    let pair: CarrierPair;
    const opened: MessageCarrier[] = [];
    const open = async (side: 'bsp' | 'tso', onFailure?: (id: string, reason: string) => void) => {
      const carrier = await pair.open(side, onFailure);
      opened.push(carrier);
      return carrier;
    };
    beforeEach(async () => {
      pair = await start();
    });
    afterEach(async () => {
      for (const carrier of opened.splice(0)) await carrier.close();
      await pair.dispose();
    });

    it('card 1: brings a message whole to the other side, both ways', async () => {
      const [bsp, tso] = [await open('bsp'), await open('tso')];
      const [atBsp, atTso] = [collect(bsp), collect(tso)];
      const text = `<Document>${'é€😀 '.repeat(5_000)}</Document>\n`;
      await bsp.send(aMessage('bid-1', text));
      await tso.send({ ...aMessage('answer-1'), type: EDX_TYPE.bidAnswer });
      await until(() => atBsp.length > 0 && atTso.length > 0);
      expect(atTso[0]).toMatchObject({ id: 'bid-1', type: 'FI-FCR-BID-CIM', text });
      expect(atBsp[0]).toMatchObject({ id: 'answer-1', type: 'FI-FCR-BID-CIM-ACK' });
    });

    it('card 1: has it for good once send has resolved', async () => {
      if (!pair.durable) return;
      const bsp = await open('bsp');
      await bsp.send(aMessage('bid-1'));
      await bsp.close();
      const atTso = collect(await open('tso'));
      await until(() => atTso.length > 0);
      expect(atTso.map(({ id }) => id)).toEqual(['bid-1']);
    });

    it('card 2: the same message sent again stays the same message', async () => {
      const [bsp, tso] = [await open('bsp'), await open('tso')];
      const atTso = collect(tso);
      for (let time = 0; time < 3; time++) await bsp.send(aMessage('bid-1'));
      await bsp.send(aMessage('bid-2'));
      await until(() => atTso.some(({ id }) => id === 'bid-2'));
      expect(new Set(atTso.map(({ id, text }) => `${id} ${text}`)).size).toBe(2);
    });

    it('card 3: refuses another text under an id that was sent', async () => {
      const [bsp, tso] = [await open('bsp'), await open('tso')];
      const atTso = collect(tso);
      await bsp.send(aMessage('bid-1', '<A>1</A>'));
      await expect(bsp.send(aMessage('bid-1', '<A>2</A>'))).rejects.toThrow(/bid-1 was sent with another text/);
      await bsp.send(aMessage('bid-2'));
      await until(() => atTso.some(({ id }) => id === 'bid-2'));
      expect(atTso.filter(({ id }) => id === 'bid-1').map(({ text }) => text)).toEqual(['<A>1</A>']);
    });

    it.each(['', '../up', 'a/b', 'x'.repeat(61)])('card 3: refuses the id "%s"', async (id) => {
      await expect((await open('bsp')).send(aMessage(id))).rejects.toThrow(/can't be the id of a message/);
    });

    it('card 4: says when it does not take a message', async () => {
      if (!pair.breakDown) return;
      const bsp = await open('bsp');
      await pair.breakDown();
      await expect(bsp.send(aMessage('bid-1'))).rejects.toMatchObject({ name: 'CarrierUnavailable' });
    });

    it('card 5: offers a message again until the listener has resolved for it', async () => {
      const failures: string[] = [];
      const [bsp, tso] = [await open('bsp', (id) => failures.push(id)), await open('tso')];
      let tries = 0;
      bsp.listen(() => (++tries < 3 ? Promise.reject(new Error('log is full')) : Promise.resolve()));
      await tso.send(aMessage('answer-1'));
      await until(() => tries >= 3);
      expect(failures.length).toBeGreaterThanOrEqual(2);
    });

    it('card 5: offers it again after a restart', async () => {
      if (!pair.durable) return;
      const [bsp, tso] = [await open('bsp'), await open('tso')];
      let tried = false;
      bsp.listen(() => {
        tried = true;
        return Promise.reject(new Error('the process is killed here'));
      });
      await tso.send(aMessage('answer-1'));
      await until(() => tried);
      await bsp.close();
      const after = collect(await open('bsp'));
      await until(() => after.length > 0);
      expect(after[0]).toMatchObject({ id: 'answer-1', text: '<Document>answer-1</Document>\n' });
    });

    it('card 6: a message that the listener fails on holds no other up', async () => {
      const [bsp, tso] = [await open('bsp'), await open('tso')];
      const seen: string[] = [];
      bsp.listen(({ id }) => {
        seen.push(id);
        return id === 'bad' ? Promise.reject(new Error('no')) : Promise.resolve();
      });
      await tso.send(aMessage('bad'));
      await tso.send(aMessage('good'));
      await until(() => seen.includes('good'));
      expect(seen).toContain('bad');
    });

    it('card 7: puts aside what is no message, with the reason, and goes on', async () => {
      const [bsp, tso] = [await open('bsp'), await open('tso')];
      const atBsp = collect(bsp);
      await pair.litter();
      await tso.send(aMessage('answer-1'));
      await until(async () => atBsp.length > 0 && (await pair.putAside()).length > 0);
      expect(atBsp.map(({ id }) => id)).toEqual(['answer-1']);
      expect((await pair.putAside())[0]).toMatch(/message type|messageType/);
    });

    it('card 7: tells of it before, as it came, and again until the listener has dealt with it', async () => {
      const bsp = await open('bsp');
      const told: string[] = [];
      let tries = 0;
      bsp.listen(
        () => Promise.resolve(),
        ({ content, reason }) => {
          if (++tries < 2) return Promise.reject(new Error('log is full'));
          return Promise.resolve(void told.push(`${Buffer.from(content).toString()} ${reason}`));
        },
      );
      await pair.litter();
      await until(() => told.length > 0);
      expect(told[0]).toMatch(/^[<{].*message ?type/i);
    });

    it('card 7: puts aside what the listener refuses, with the reason, and goes on', async () => {
      const [bsp, tso] = [await open('bsp'), await open('tso')];
      const seen: string[] = [];
      bsp.listen(({ id }) => {
        seen.push(id);
        return Promise.resolve(id === 'bad' ? new Refusal('MESSAGE_REFUSED', 'not legible') : null);
      });
      await tso.send(aMessage('bad'));
      await tso.send(aMessage('good'));
      await until(async () => seen.includes('good') && (await pair.putAside()).length > 0);
      expect([(await pair.putAside())[0]?.trim(), seen.filter((id) => id === 'bad')]).toEqual(['not legible', ['bad']]);
    });

    it('card 8: keeps for the listener what came before it', async () => {
      if (!pair.durable) return;
      const [bsp, tso] = [await open('bsp'), await open('tso')];
      const ids = ['a', 'b', 'c'];
      for (const id of ids) await tso.send(aMessage(id));
      const atBsp = collect(bsp);
      await until(() => atBsp.length === 3);
      expect(new Set(atBsp.map(({ id }) => id))).toEqual(new Set(ids));
    });

    it.each(Object.values(EDX_TYPE))('carries messages of type %s', async (type: EdxMessageType) => {
      const [bsp, tso] = [await open('bsp'), await open('tso')];
      const atBsp = collect(bsp);
      await tso.send({ ...aMessage('m'), type });
      await until(() => atBsp.length > 0);
      expect(atBsp[0]?.type).toBe(type);
    });
  });
}
