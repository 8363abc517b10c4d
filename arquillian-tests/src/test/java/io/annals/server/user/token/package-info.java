/** Guests show a token of MicroProfile JWT. */
@NullMarked
package io.annals.server.user.token;

import org.jspecify.annotations.NullMarked;
