// A page that does its own routing: any path shows its name.
import { h, render } from 'preact';
import './style.css';

const page = location.pathname.slice(1) || 'home';
render(h('main', null, [h('h1', null, 'Built by Vite'), h('p', null, `This is ${page}.`)]), document.getElementById('app'));
