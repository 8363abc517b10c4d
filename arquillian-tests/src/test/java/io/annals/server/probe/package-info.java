/**
 * What is added to the demo's archive to look into it and to do in it what the shop itself never
 * does.
 */
@NullMarked
package io.annals.server.probe;

import org.jspecify.annotations.NullMarked;
