/** A projection that cannot handle every event, for a server in which that is tried. */
@NullMarked
package io.annals.server.aside;

import org.jspecify.annotations.NullMarked;
