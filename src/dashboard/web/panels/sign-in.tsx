import { useSignal } from '@preact/signals';
import { connect } from '../live/connection.js';
import { signIn, signInProblem } from '../live/token.js';

/** Shown while there is no token: says how to get one. */
export function SignIn() {
  const typed = useSignal('');
  const submit = (event: Event): void => {
    event.preventDefault();
    const text = typed.value.trim();
    if (text === '') return;
    signIn(text);
    connect();
  };
  return (
    <main class="sign-in">
      <h1>Sign in to Backfeed</h1>
      {signInProblem.value && (
        <p class="problem" role="alert">
          {signInProblem.value}
        </p>
      )}
      <p>The address that the server printed at its start signs you in. Open that one, or make a token of your own:</p>
      <pre>npm run -s backfeed -- token --role trader</pre>
      <p>
        and paste it here. <code>trader</code> may halt trading and approve bids; <code>finance</code>,{' '}
        <code>operator</code> and <code>auditor</code> may look.
      </p>
      <form onSubmit={submit}>
        <label class="visually-hidden" for="token">
          Token
        </label>
        <input
          id="token"
          type="password"
          autocomplete="off"
          placeholder="Token"
          value={typed.value}
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
        <button type="submit" class="primary">
          Sign in
        </button>
      </form>
    </main>
  );
}
