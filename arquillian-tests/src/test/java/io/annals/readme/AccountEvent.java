package io.annals.readme;

import io.annals.es.EventType;

// example:begin
public sealed interface AccountEvent { // what can happen
    @EventType("account-opened")
    record Opened(String owner) implements AccountEvent {}

    @EventType("money-deposited")
    record Deposited(long cents) implements AccountEvent {}
}
// example:end
