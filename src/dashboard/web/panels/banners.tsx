import { connection } from '../live/connection.js';
import { figures, status } from '../live/store.js';

function Preparing() {
  const preparing = status.value?.preparing;
  if (!preparing) return null;
  const share = preparing.total > 0 ? Math.floor((100 * preparing.done) / preparing.total) : 0;
  return (
    <div class="banner calm" role="status">
      <strong>Laying down the simulated past</strong>
      <span>{preparing.label}</span>
      <progress max={preparing.total} value={preparing.done} aria-label="Simulated past laid down" />
      <span>{share} %</span>
    </div>
  );
}

export function Banners() {
  const lost = connection.value.state === 'lost';
  return (
    <>
      {lost && (
        <div class="banner" role="alert">
          <strong>Connection lost.</strong>
          <span>
            {figures.value ? 'The page shows the last known state. ' : ''}
            Trying again by itself; nothing has to be done here if the engine is running.
          </span>
        </div>
      )}
      <Preparing />
    </>
  );
}
