/**
 * The life of the journal in an application: settings, checks, start and stop.
 *
 * <p>Stability: internal; the setting names are public API.
 */
@NullMarked
package io.annals.es.cdi.startup;

import org.jspecify.annotations.NullMarked;
