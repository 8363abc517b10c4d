/**
 * What is stored with events besides themselves: asks the application's providers of metadata, and
 * knows the user.
 *
 * <p>Stability: internal.
 */
@NullMarked
package io.annals.es.cdi.metadata;

import org.jspecify.annotations.NullMarked;
