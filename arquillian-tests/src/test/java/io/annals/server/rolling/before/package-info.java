/** The release that is being replaced. */
@NullMarked
package io.annals.server.rolling.before;

import org.jspecify.annotations.NullMarked;
