package io.annals.bench.compare.contender;

import io.annals.bench.numbers.Kind;
import io.annals.testing.Login;

/**
 * Where a contender works.
 *
 * @param login an empty database of its own, or one that it has set up before
 * @param pool how many connections it may have
 * @param processes whether others than this process may follow what is stored here
 */
public record Site(Kind kind, Login login, int pool, boolean processes) {}
