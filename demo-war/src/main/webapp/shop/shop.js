import "./catalogue.js";
import "./cart.js";
import "./history.js";
import "./board.js";
import "./traffic.js";
