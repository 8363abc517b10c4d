package io.annals.bench.compare.contender;

/** A reader that is being served; closing ends that. */
public interface Following extends AutoCloseable {

    @Override
    void close();
}
