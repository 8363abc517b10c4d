/** The release that takes its place. */
@NullMarked
package io.annals.server.rolling.after;

import org.jspecify.annotations.NullMarked;
