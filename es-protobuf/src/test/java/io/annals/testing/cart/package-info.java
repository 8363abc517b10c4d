/** A cart of two formats, for the tests of other modules, too. */
@NullMarked
package io.annals.testing.cart;

import org.jspecify.annotations.NullMarked;
