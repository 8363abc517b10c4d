/** What two releases of an application have in common, of which one knows an event more. */
@NullMarked
package io.annals.server.rolling;

import org.jspecify.annotations.NullMarked;
