/**
 * Operations pages for any web application: a servlet with a JSON interface and the static pages
 * that ask it. Not there unless it is switched on.
 *
 * <p>Stability: internal; the settings {@code es.console.*} are kept.
 */
@NullMarked
package io.annals.es.console;

import org.jspecify.annotations.NullMarked;
