package io.annals.readme;

import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;
import io.annals.es.snapshot.Snapshot;
import io.annals.readme.AccountEvent.Deposited;
import io.annals.readme.AccountEvent.Opened;
import jakarta.json.bind.annotation.JsonbCreator;
import java.util.ArrayList;
import java.util.List;

/** Another fold of an account, with snapshots, as it is shown in docs/snapshots.md. */
// example:begin
@Snapshot(every = 100)
@Aggregate(value = "account", events = AccountEvent.class)
public record SavedAccount(String owner, List<Long> deposits) {

    @JsonbCreator // reads a snapshot
    public SavedAccount {
        deposits = List.copyOf(deposits);
    }

    public SavedAccount(String owner) { // the first state
        this(owner, List.of());
    }

    @Apply
    static SavedAccount on(Opened e) {
        return new SavedAccount(e.owner());
    }

    @Apply
    SavedAccount on(Deposited e) {
        List<Long> more = new ArrayList<>(deposits);
        more.add(e.cents());
        return new SavedAccount(owner, more);
    }
}
// example:end
