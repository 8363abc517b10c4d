/** The demo in a real server on real databases, driven over HTTP. */
@NullMarked
package io.annals.server;

import org.jspecify.annotations.NullMarked;
