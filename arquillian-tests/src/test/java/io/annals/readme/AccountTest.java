package io.annals.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.readme.AccountEvent.Deposited;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountTest {

    @Test
    void an_aggregate_is_tested_without_a_container() {
        assertEquals(List.of(new Deposited(5)), new Account("Ada", 0).deposit(5));
    }
}
