/**
 * What all REST resources of the shop share: strict JSON, errors as problem+json, response headers.
 *
 * <p>Stability: a demo, free to change.
 */
@NullMarked
package io.annals.demo.web;

import org.jspecify.annotations.NullMarked;
