/** What the tests of several modules need to run servers. */
package io.annals.testing;
