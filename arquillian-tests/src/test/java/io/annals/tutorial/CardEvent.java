package io.annals.tutorial;

import io.annals.es.EventType;

// example:begin
public sealed interface CardEvent {
    @EventType("card-issued")
    record Issued(String holder) implements CardEvent {}

    @EventType("card-charged")
    record Charged(long cents) implements CardEvent {}

    @EventType("card-redeemed")
    record Redeemed(long cents) implements CardEvent {}
}
// example:end
