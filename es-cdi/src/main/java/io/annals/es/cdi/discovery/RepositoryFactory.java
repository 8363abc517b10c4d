package io.annals.es.cdi.discovery;

import io.annals.es.EventJournal;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.AggregateRepository;

/** Makes repositories as the application is set up: with snapshots, with a cache, or without. */
public interface RepositoryFactory {

    /** A repository of an aggregate over the journal. */
    <A> AggregateRepository<A> repository(AggregateDefinition<A> definition, EventJournal journal);
}
