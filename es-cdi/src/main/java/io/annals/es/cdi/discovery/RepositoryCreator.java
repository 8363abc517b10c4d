package io.annals.es.cdi.discovery;

import io.annals.es.EventJournal;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.JournalRepository;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/** Makes the repository of one aggregate class. */
@SuppressWarnings("rawtypes") // one creator for the repositories of all classes
public final class RepositoryCreator implements SyntheticBeanCreator<AggregateRepository> {

    static final String AGGREGATE = "aggregate";

    /** For the container. */
    public RepositoryCreator() {}

    @Override
    public AggregateRepository create(Instance<Object> lookup, Parameters params) {
        Class<?> aggregate = params.get(AGGREGATE, Class.class);
        return new JournalRepository<>(
                AggregateDefinition.of(aggregate), lookup.select(EventJournal.class).get());
    }
}
