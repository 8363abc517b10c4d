package io.annals.bench.compare.contender;

import io.annals.bench.numbers.Kind;
import io.annals.testing.Login;

/**
 * Where a contender works.
 *
 * @param login a database of its own, empty at first
 * @param pool how many connections it may have
 * @param processes whether others than this process may follow what is stored here
 * @param again whether another process has set it up before
 */
public record Site(Kind kind, Login login, int pool, boolean processes, boolean again) {}
