/**
 * W9: customers of the demo, over HTTP.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench.http;

import org.jspecify.annotations.NullMarked;
