import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/panels.css';
import './styles/tables.css';
import { render } from 'preact';
import { App } from './app.js';
import { takeTokenFromAddress } from './live/token.js';
import { connect } from './live/connection.js';

const page = document.getElementById('page');
if (!page) throw new Error('index.html has no #page');
takeTokenFromAddress();
// A signed URL opened in a tab that shows the page already changes only the fragment.
window.addEventListener('hashchange', () => {
  if (takeTokenFromAddress()) connect();
});
render(<App />, page);
connect();
