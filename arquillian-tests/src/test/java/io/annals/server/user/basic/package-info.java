/** Guests say name and password to Jakarta Security. */
@NullMarked
package io.annals.server.user.basic;

import org.jspecify.annotations.NullMarked;
