/** The example of the README, and the test that the README shows it as it is. */
package io.annals.readme;
