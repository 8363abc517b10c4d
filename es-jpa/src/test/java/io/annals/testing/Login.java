package io.annals.testing;

/** Where a database is. */
public record Login(String url, String user, String password) {}
