// A page of text: all of it works without this; it only makes leaving thorough.
import { watchHistory } from './address.js';
import { offerToLeave } from './leave.js';

watchHistory(() => {});
offerToLeave();
