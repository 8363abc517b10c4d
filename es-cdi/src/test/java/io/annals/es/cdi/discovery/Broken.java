package io.annals.es.cdi.discovery;

import io.annals.es.EventType;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.Apply;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Applications that must not be deployed, each with one mistake. */
final class Broken {

    private Broken() {}

    sealed interface Fact {}

    @EventType("begun")
    record Begun() implements Fact {}

    @EventType("ended")
    record Ended() implements Fact {}

    @Aggregate(value = "broken", events = Fact.class)
    record WithoutApply() {
        @Apply
        static WithoutApply on(Begun event) {
            return new WithoutApply();
        }
    }

    @Dependent
    static class WantsWithoutApply {
        @Inject AggregateRepository<WithoutApply> repository;
    }

    @Aggregate(value = "broken", events = Begun.class)
    record TwiceApplied() {
        @Apply
        static TwiceApplied on(Begun event) {
            return new TwiceApplied();
        }

        @Apply
        TwiceApplied again(Begun event) {
            return this;
        }
    }

    @Dependent
    static class WantsTwiceApplied {
        @Inject AggregateRepository<TwiceApplied> repository;
    }

    @Aggregate(value = "broken", events = Begun.class)
    record WithoutFirstState(int count) {
        @Apply
        WithoutFirstState on(Begun event) {
            return this;
        }
    }

    @Dependent
    static class WantsWithoutFirstState {
        @Inject AggregateRepository<WithoutFirstState> repository;
    }

    @EventType("begun")
    record BegunAnew() {}

    @Aggregate(value = "sound", events = Begun.class)
    record One() {
        @Apply
        static One on(Begun event) {
            return new One();
        }
    }

    @Aggregate(value = "other", events = BegunAnew.class)
    record Other() {
        @Apply
        static Other on(BegunAnew event) {
            return new Other();
        }
    }

    @Dependent
    static class WantsOneTypeNameTwice {
        @Inject AggregateRepository<One> ones;
        @Inject AggregateRepository<Other> others;
    }

    record NoAggregate() {}

    @Dependent
    static class WantsNoAggregate {
        @Inject AggregateRepository<NoAggregate> repository;
    }

    @Dependent
    static class LooksUpNoAggregate {
        @Inject Instance<AggregateRepository<NoAggregate>> repository;
    }

    @Dependent
    static class WantsRaw {
        @SuppressWarnings("rawtypes")
        @Inject
        AggregateRepository repository;
    }

    @Dependent
    static class WantsAny {
        @Inject AggregateRepository<?> repository;
    }

    abstract static class WantsVariable<A> {
        @Inject AggregateRepository<A> repository;
    }

    @Dependent
    static class WantsInheritedVariable<A> extends WantsVariable<A> {}
}
