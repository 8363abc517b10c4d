package io.annals.readme;

import io.annals.readme.AccountEvent.Deposited;
import io.annals.readme.AccountEvent.Opened;
import io.annals.testing.fixture.AggregateFixture;
import org.junit.jupiter.api.Test;

// example:begin
class AccountTest {

    private static final AggregateFixture<Account> OPENED =
            AggregateFixture.of(Account.class).given(new Opened("Ada"));

    @Test
    void a_deposit_adds_to_what_is_there() {
        OPENED.given(new Deposited(5))
                .when(account -> account.deposit(7))
                .then(new Deposited(7))
                .thenState(new Account("Ada", 12));
    }

    @Test
    void an_account_begins_empty() {
        OPENED.thenState(Account::cents, 0L);
    }
}
// example:end
